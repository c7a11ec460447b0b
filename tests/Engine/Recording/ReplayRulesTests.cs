using Microsoft.Extensions.Logging.Abstractions;
using StrategyHost.Engine;
using StrategyHost.Engine.Recording;
using StrategyHost.Market;
using StrategyHost.Plugins.Binance;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Engine.Recording;

/// <summary>How lines of a recording meet the pipeline, on recordings of a few lines.</summary>
public sealed class ReplayRulesTests : RecordingTests
{
    const string Spot = "open\twss://stream.binance.com:9443/stream";
    const string Futures = "open\twss://fstream.binance.com/public/stream";
    const string Address = "https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=1000";

    [Fact]
    public async Task An_answer_goes_to_the_question_of_its_key()
    {
        var result = await Play(Spot, Delta(5, 9), Delta(10, 12), $"rest\t{Address} {Snapshot(6)}", Delta(13, 14));
        Assert.Equal((3, 0, 0, 14L), Counts(Only(result)));
        Assert.Equal(FeedState.Live, Only(result).Status.State);
        Assert.Equal(new Level(100, 14), Only(result).BestBid);
    }

    [Fact]
    public async Task An_answer_before_its_question_is_held_for_it()
    {
        var result = await Play(Spot, $"rest\t{Address} {Snapshot(6)}", Delta(5, 9), Delta(10, 12));
        Assert.Equal((2, 0, 0, 12L), Counts(Only(result)));
    }

    [Fact]
    public async Task An_answer_without_an_address_belongs_to_the_only_question()
    {
        var result = await Play(Spot, Delta(5, 9), $"rest\t- {Snapshot(6)}", Delta(10, 12));
        Assert.Equal((2, 0, 0, 12L), Counts(Only(result)));

        var two = await Play(Spot, Delta(5, 9), Delta(5, 9, "ETHUSDT"), $"rest\t- {Snapshot(6)}");
        Assert.All(two.Snapshot.Feeds, x => Assert.Equal(0, x.BookUpdates)); // whose would it be?
    }

    [Fact]
    public async Task A_connection_that_ended_asks_no_more()
    {
        var result = await Play(
            Spot, Delta(5, 9), "close\t1006 gone", Spot, Delta(20, 22), $"rest\t- {Snapshot(21)}", Delta(23, 24));
        Assert.Equal((2, 0, 0, 24L), Counts(Only(result)));
    }

    [Fact]
    public async Task A_connection_opened_anew_begins_a_new_life()
    {
        var result = await Play(
            Spot, Delta(5, 9), $"rest\t{Address} {Snapshot(6)}", "close\t1006 gone",
            Delta(10, 11), Spot, Delta(20, 22), $"rest\t{Address} {Snapshot(21)}");
        var feed = Only(result);
        Assert.Equal((2, 0, 0, 22L), Counts(feed));
        Assert.Equal((1L, 1L), (feed.Resyncs, feed.Reconnects));
    }

    [Fact]
    public async Task Connections_of_several_venues_are_told_apart()
    {
        const string Change = "{\"e\":\"depthUpdate\",\"E\":1790000000208,\"T\":1790000000200,"
            + "\"s\":\"BTCUSDT\",\"U\":5,\"u\":9,\"pu\":3,\"b\":[[\"200.0\",\"1\"]],\"a\":[[\"201\",\"1\"]]}";
        var result = await Play(
            Spot, Futures, "mark\t{\"connection\":1}", Delta(5, 9), "mark\t{\"connection\":2}",
            $"recv\t{{\"stream\":\"btcusdt@depth@100ms\",\"data\":{Change}}}",
            $"rest\thttps://fapi.binance.com/fapi/v1/depth?symbol=BTCUSDT&limit=1000 {Snapshot(7)}",
            $"rest\t{Address} {Snapshot(6)}");

        Assert.Equal(
            ["binance-futures:BTC/USDT-PERP 200", "binance:BTC/USDT 100"],
            result.Snapshot.Feeds.Select(x => $"{x.Status.Instrument} {x.BestBid!.Value.Price:0}"));
        Assert.Empty(result.Notes);
    }

    [Fact]
    public async Task A_connection_that_no_plugin_decodes_is_noted_and_skipped()
    {
        var result = await Play("open\twss://example.test/feed", "recv\t{}", "recv\t{}", Spot, Delta(5, 9));
        Assert.Contains(result.Notes, x => x.Contains("wss://example.test/feed", StringComparison.Ordinal));
        Assert.Contains(result.Notes, x => x.StartsWith("2 messages", StringComparison.Ordinal));
        Assert.Equal(FeedState.Syncing, Only(result).Status.State);
    }

    [Fact]
    public async Task Every_symbol_becomes_a_feed_whatever_the_strategy_names()
    {
        var heard = new List<string>();
        var script = Script(x => x.OnBook("binance:BTC/USDT", book => heard.Add($"{book.Instrument} {book.Sequence}")));
        var result = await Play(
            [script],
            Spot, Delta(5, 9), Delta(3, 4, "ETHUSDT"), $"rest\t{Address} {Snapshot(6)}", Delta(10, 12));

        Assert.Equal(
            ["binance:BTC/USDT", "binance:ETH/USDT"], result.Snapshot.Feeds.Select(x => x.Status.Instrument.Name));
        Assert.Equal(["binance:BTC/USDT 9", "binance:BTC/USDT 12"], heard);
    }

    [Fact]
    public async Task A_strategy_that_names_what_the_recording_does_not_hold_is_noted()
    {
        var result = await Play(
            [Script(x => x.OnBook("binance:SOL/USDT", _ => { })), Script(x => x.OnBook("nowhere:SOL/USDT", _ => { }))],
            Spot, Delta(5, 9));
        Assert.Contains("binance:SOL/USDT", Assert.Single(result.Notes), StringComparison.Ordinal);
        Assert.Contains(result.Snapshot.Strategies, x => x.NewestFault?.Message.Contains(
            "no plugin offers the venue 'nowhere'", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_truncated_recording_yields_everything_before_and_says_where_it_is_broken()
    {
        var whole = Gzip(Text(Spot, Delta(5, 9), $"rest\t{Address} {Snapshot(6)}", Delta(10, 12)));
        var rest = Gzip(Text(Delta(13, 14), Delta(15, 16)));
        var result = await PlayFile([], Save("cut.frames.gz", whole, rest[..^12]));

        Assert.Contains("truncated", result.Damage, StringComparison.Ordinal);
        Assert.True(Only(result).BookUpdates >= 2);
        Assert.Equal(FeedState.Live, Only(result).Status.State);
    }

    [Fact]
    public async Task Simulated_data_is_called_simulated()
    {
        var result = await Play(
            "mark\t{\"venue\":\"binance\",\"source\":\"simulated\"}", "open\tws://127.0.0.1:9000/stream", Delta(5, 9),
            $"rest\thttp://127.0.0.1:9000/api/v3/depth?symbol=BTCUSDT&limit=1000 {Snapshot(6)}");
        Assert.Equal("replay of simulated", result.Snapshot.Source);
        Assert.Equal((1, 0, 0, 9L), Counts(Only(result)));
    }

    static FeedSnapshot Only(ReplayResult result) => Assert.Single(result.Snapshot.Feeds);

    static (long, long, long, long?) Counts(FeedSnapshot feed) =>
        (feed.BookUpdates, feed.StaleUpdates, feed.Gaps, feed.Sequence);

    static string Delta(int first, int last, string symbol = "BTCUSDT") =>
        $"recv\t{{\"stream\":\"{symbol.ToLowerInvariant()}@depth@100ms\",\"data\":{{\"e\":\"depthUpdate\","
        + $"\"E\":1790000000208,\"s\":\"{symbol}\",\"U\":{first},\"u\":{last},"
        + $"\"b\":[[\"100.0\",\"{last}\"]],\"a\":[]}}}}";

    static string Snapshot(int number) =>
        $"{{\"lastUpdateId\":{number},\"bids\":[[\"100.0\",\"1\"]],\"asks\":[[\"101.0\",\"1\"]]}}";

    static string Text(params string[] lines) =>
        string.Concat(lines.Select((x, i) => $"{1_790_000_000_000_000_000 + i * 50_000_000L}\t{x}\n"));

    static CompiledScript Script(Action<IStrategyGlobals> start) => new(
        "hand", "hand.csx",
        x =>
        {
            start(x);
            return Task.CompletedTask;
        },
        () => { });

    Task<ReplayResult> Play(params string[] lines) => Play([], lines);

    Task<ReplayResult> Play(CompiledScript[] scripts, params string[] lines) =>
        PlayFile(scripts, Save("hand.frames.gz", Gzip(Text(lines))));

    static async Task<ReplayResult> PlayFile(CompiledScript[] scripts, string path)
    {
        using var replay = new Replay(
            Open(path), [new BinanceSpotAdapter(), new BinanceFuturesAdapter()], new ReplayOptions(),
            NullLoggerFactory.Instance);
        return await replay.RunAsync(scripts, TimeProvider.System, CancellationToken.None);
    }
}
