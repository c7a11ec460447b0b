using Microsoft.Extensions.Logging.Abstractions;
using StrategyHost.Engine.Recording;
using StrategyHost.Loading.Scripts;
using StrategyHost.Strategy;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Loading.Strategies;

/// <summary>The strategies in the repository, over the markets that users first see them on.</summary>
public sealed class ShippedStrategyTests : IDisposable
{
    static readonly TimeSpan Length = TimeSpan.FromSeconds(40);

    readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Names => [.. Shipped];

    static string[] Shipped =>
        [.. ScriptDirectory.Find(["strategies"], Repository.Root).Files.Select(file => file.Name)];

    [Fact]
    public void The_three_that_the_guide_names_are_there() =>
        Assert.Equal(["book-watch", "microprice", "ticker-momentum"], Shipped);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shipped_strategy_compiles_without_a_warning(string name) =>
        Assert.Empty(Compile(name).Diagnostics.Select(found => found.ToString()));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shipped_strategy_is_short_enough_to_read(string name) =>
        Assert.InRange(File.ReadAllLines(PathOf(name)).Length, 10, 60);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task On_the_embedded_exchange_each_speaks_within_seconds_and_never_floods(int seed)
    {
        var path = folder.Write("simulated.frames", new SimulatedRecording(seed).Record(Length));

        var (result, signals) = await ReplayAsync(path, Shipped);

        Assert.All(result.Snapshot.Feeds, feed => Assert.Equal((0, 0), (feed.Gaps, feed.FramesRejected)));
        Assert.Equal(12, result.Snapshot.Feeds.Count);
        Assert.All(result.Snapshot.Strategies, strategy => Assert.Null(strategy.NewestFault));
        foreach (var name in Shipped)
        {
            var own = signals.Where(signal => signal.Strategy == name).ToArray();
            Assert.NotEmpty(own);
            Assert.InRange((own[0].At - SimulatedRecording.Start).TotalSeconds, 0, 5);
            Assert.InRange(own.Length / Length.TotalSeconds, 0.05, 3);
            Assert.All(own.CountBy(signal => signal.At.ToUnixTimeSeconds()), x => Assert.InRange(x.Value, 1, 8));
        }
    }

    [CapturesTheory]
    [InlineData("binance-futures", "binance-futures:BTC/USDT-PERP")]
    [InlineData("binance-spot", "binance:BTC/USDT")]
    public async Task Over_a_real_recording_the_book_strategies_speak_of_the_one_instrument_it_holds(
        string venue, string instrument)
    {
        var path = Captures.PathOf($"{venue}/btcusdt-2024-08-08.frames.gz");

        var (result, signals) = await ReplayAsync(path, "book-watch", "microprice", "ticker-momentum");

        Assert.All(result.Snapshot.Strategies, strategy => Assert.Null(strategy.NewestFault));
        Assert.All(signals, signal => Assert.Equal(instrument, signal.Instrument!.Name));
        Assert.InRange(signals.Count(signal => signal.Strategy == "book-watch"), 20, 400);
        Assert.InRange(signals.Count(signal => signal.Strategy == "microprice"), 10, 200);
        Assert.Contains(result.Notes, note => note.Contains("binance:XRP/USDT", StringComparison.Ordinal));
    }

    static string PathOf(string name) => Path.Combine(Repository.Root, "strategies", name + ".csx");

    static ScriptCompilation Compile(string name) => new ScriptCompiler(Repository.Root).Compile(PathOf(name));

    static async Task<(ReplayResult Result, IReadOnlyList<Signal> Signals)> ReplayAsync(
        string path, params string[] names)
    {
        Assert.True(RecordingReader.TryOpen(path, out var reader, out var error), error);
        var scripts = names.Select(name => ScriptLoader.Load(Compile(name).Image!)).ToArray();
        using var replay = new Replay(
            reader, SimulatedRecording.Adapters, new ReplayOptions(), NullLoggerFactory.Instance);
        var result = await replay.RunAsync(scripts, TimeProvider.System, CancellationToken.None);
        long seen = 0;
        return (result, replay.Signals.ReadSince(ref seen));
    }
}
