namespace StrategyHost.Tests.App.Wire;

/// <summary>
/// Plugins with the mistakes that authors make against this venue, all run at once, because what is silent is only
/// known to be after a while.
/// </summary>
public sealed class MistakenPlugins : IAsyncLifetime, IDisposable
{
    static readonly (string Name, string Instrument, string Told, Mistake[] Mistakes)[] All =
    [
        ("upper-case", "binance:BTC/USDT", "nothing came",
            [new("BinanceStreams.cs", "VenueSymbol.ToLowerInvariant()", "VenueSymbol")]),
        ("bare-path", "binance:BTC/USDT", "nothing came",
        [
            new("BinanceSpotAdapter.cs", "/stream\")", "/ws\")"),
            new("BinanceDecoder.cs", "if (!Fields.Has(Field.EventType)) return",
                "if (!Fields.Has(Field.Stream)) return FrameKind.Unknown; if (!Fields.Has(Field.EventType)) return"),
        ]),
        ("retired-path", "binance-futures:BTC/USDT-PERP", "nothing came",
            [new("BinanceFuturesAdapter.cs", "fstream.binance.com/public/stream", "fstream.binance.com/stream")]),
        ("wrong-route", "binance-futures:BTC/USDT-PERP", "nothing came",
            [new("BinanceFuturesAdapter.cs", "channel == Channel.Ticker ?", "channel < 0 ?")]),
        ("refused", "binance:BTC/USDT", "the venue reports",
            [new("BinanceSession.cs", "WriteStartArray(\"params\")", "WriteStartArray(\"streams\")")]),
        ("refused-namelessly", "binance-futures:BTC/USDT-PERP", "nothing came",
            [new("BinanceSession.cs", "WriteNumber(\"id\", id)", "WriteString(\"id\", \"mine\")")]),
    ];

    readonly TempFolder folder = new();
    readonly Dictionary<string, Task<HostResult>> results = [];

    public Task InitializeAsync()
    {
        folder.Write("quiet.csx", "Log(\"here\");");
        foreach (var (name, instrument, told, mistakes) in All)
        {
            folder.Write($"{name}/Mistaken/StrategyHost.Plugins.Mistaken.dll", PluginForge.Compile(mistakes));
            results[name] = RunAsync(name, instrument, told);
        }

        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.WhenAny(Task.WhenAll(results.Values));

    public void Dispose() => folder.Dispose();

    /// <summary>Why the feed that a mistaken plugin brings is not live.</summary>
    public async Task<string> ReasonAsync(string name)
    {
        var result = await results[name];
        var feed = result.Json.GetProperty("feeds").EnumerateArray().Single();
        Assert.NotEqual("live", feed.GetProperty("state").GetString());
        Assert.NotNull(feed.GetProperty("reason").GetString());
        return feed.GetProperty("reason").GetString()!;
    }

    async Task<HostResult> RunAsync(string name, string instrument, string told)
    {
        string[] run = ["run", "--plugins", name, "--watch", instrument, "--strategy", "quiet.csx", "--json"];
        if (OperatingSystem.IsWindows()) return await HostProcess.RunAsync(folder.Path, [.. run, "--seconds", "20"]);
        using var host = HostProcess.Start(folder.Path, run);
        await host.LineAsync(host.Error, told);
        return await host.SignalAsync("TERM");
    }
}

public sealed class WireMistakeTests(MistakenPlugins plugins) : IClassFixture<MistakenPlugins>
{
    [Fact]
    public async Task A_name_in_upper_case_is_recognised_as_acknowledged_and_never_served() => AssertHas(
        await plugins.ReasonAsync("upper-case"),
        "binance:BTC/USDT", "'BTCUSDT@", "ws://127.0.0.1:", "/stream", "acknowledged", "upper-case", "btcusdt@");

    [Fact]
    public async Task Frames_without_the_envelope_that_a_plugin_expects_show_the_address_and_a_sample() => AssertHas(
        await plugins.ReasonAsync("bare-path"),
        "binance:BTC/USDT", "'btcusdt@", "/ws ", "does not recognise", "(/ws against /stream)");

    [Fact]
    public async Task A_retired_path_is_named_with_what_was_asked_there() => AssertHas(
        await plugins.ReasonAsync("retired-path"),
        "binance-futures:BTC/USDT-PERP", "'btcusdt@", "/stream ", "acknowledged", "the path");

    [Fact]
    public async Task A_channel_on_the_wrong_route_is_named() => AssertHas(
        await plugins.ReasonAsync("wrong-route"),
        "binance-futures:BTC/USDT-PERP ticker", "'btcusdt@ticker'", "/public/stream", "another path serves");

    [Fact]
    public async Task A_refused_subscription_is_named_with_the_venues_words() => AssertHas(
        await plugins.ReasonAsync("refused"), "binance:BTC/USDT", "refused", "missing field `params`");

    [Fact]
    public async Task A_refusal_that_names_no_request_is_given_in_the_venues_words() => AssertHas(
        await plugins.ReasonAsync("refused-namelessly"),
        "binance-futures:BTC/USDT-PERP", "'btcusdt@", "did not answer", "request ID must be an unsigned integer");

    static void AssertHas(string reason, params string[] words)
    {
        foreach (var word in words) Assert.Contains(word, reason);
    }
}
