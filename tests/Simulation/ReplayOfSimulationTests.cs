using Microsoft.Extensions.Logging.Abstractions;
using StrategyHost.Engine.Recording;
using StrategyHost.Market;
using StrategyHost.Plugins.Binance;
using StrategyHost.Simulator;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Simulation;

/// <summary>Records both simulated venues in lock step, and replays what was recorded.</summary>
public sealed class ReplayOfSimulationTests : IDisposable
{
    static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    readonly string folder = Directory.CreateTempSubdirectory("replay-").FullName;
    DateTimeOffset now = Start;

    [Fact]
    public async Task The_same_recording_gives_the_same_signals_each_time()
    {
        var path = Record(TimeSpan.FromSeconds(20));

        var (first, signals) = await PlayAsync(path);
        var (second, again) = await PlayAsync(path);

        Assert.True(signals.Count > 50, $"{signals.Count} signals");
        Assert.Equal(signals, again);
        Assert.Equal(
            ["async", "book", "run", "ticker", "timer", "trade"], signals.Select(x => x.Name).Distinct().Order());
        Assert.Equal(first.Snapshot.Feeds.Select(x => x.Sequence), second.Snapshot.Feeds.Select(x => x.Sequence));
        Assert.Equal("replay of simulated", first.Snapshot.Source);
        Assert.Null(first.Damage);
        Assert.Equal(2, first.Snapshot.Feeds.Count);
        Assert.All(first.Snapshot.Feeds, x => Assert.Equal((0, 0, 0), (x.Gaps, x.Resyncs, x.FramesRejected)));
        Assert.All(first.Snapshot.Feeds, x => Assert.Equal(FeedState.Live, x.Status.State));
        Assert.All(first.Snapshot.Feeds, x => Assert.Equal(x.Audit.Compared, x.Audit.Equal));
        Assert.All(first.Snapshot.Strategies, x => Assert.Equal(0, x.Faults));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A strategy with every kind of handler, among them those that await.</summary>
    static Task Watch(IStrategyGlobals globals)
    {
        globals.OnBook("binance:BTC/USDT", book => globals.Signal("book", strength: book.Imbalance(5)));
        globals.OnTrade("binance-futures:BTC/USDT-PERP", trade => globals.Signal("trade", trade.TakerSide));
        globals.OnTicker("binance:BTC/USDT", ticker => globals.Signal("ticker", strength: ticker.Last));
        globals.Every(TimeSpan.FromMilliseconds(250), () => globals.Signal("timer"));
        globals.Every(TimeSpan.FromMilliseconds(100), async () =>
        {
            await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(130), globals.Clock);
            var book = globals.Books["binance:BTC/USDT"];
            globals.Signal("async", strength: book.IsPublished ? book.Mid : null);
        });
        globals.Run(async stop =>
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(333), globals.Clock, stop);
                globals.Signal("run");
            }
        });
        return Task.CompletedTask;
    }

    static async Task<(ReplayResult Result, IReadOnlyList<Signal> Signals)> PlayAsync(string path)
    {
        Assert.True(RecordingReader.TryOpen(path, out var reader, out var error), error);
        using var replay = new Replay(
            reader, [new BinanceSpotAdapter(), new BinanceFuturesAdapter()], new ReplayOptions(),
            NullLoggerFactory.Instance);
        var script = new CompiledScript("watch", "watch.csx", Watch, () => { });
        var result = await replay.RunAsync([script], TimeProvider.System, CancellationToken.None);
        return (result, replay.Signals.Newest(1_000));
    }

    string Record(TimeSpan time)
    {
        var path = Path.Combine(folder, "simulated.frames.gz");
        Assert.True(RecordingWriter.TryCreate(path, false, new ReplayClock(), out var writer, out var error), error);
        var venues = new SimulatedVenues(new SimulatorOptions { Seed = 5 });
        venues.Advance(now);
        var spot = Open(venues, writer, "binance", 9001, "/stream", "depth@100ms", "bookTicker", "ticker", "trade");
        var futures = Open(
            venues, writer, "binance-futures", 9002, "/public/stream", "depth@100ms", "bookTicker", "trade");
        for (var step = 0; now < Start + time; step++)
        {
            now = now.AddMilliseconds(SimulatedVenues.StepMs);
            venues.Advance(now);
            Take(spot, 1, writer);
            Take(futures, 2, writer);
            if (step == 40) Snapshot(venues, writer, "binance", "http://127.0.0.1:9001", "/api/v3");
            if (step == 60) Snapshot(venues, writer, "binance-futures", "http://127.0.0.1:9002", "/fapi/v1");
        }

        writer.Dispose();
        return path;
    }

    SimulatedConnection Open(
        SimulatedVenues venues, RecordingWriter writer, string venue, int port, string path, params string[] streams)
    {
        var names = string.Join('/', streams.Select(x => $"btcusdt@{x}"));
        writer.Mark($"{{\"venue\":\"{venue}\",\"source\":\"simulated\"}}", Stamp.ToUnixNs(now));
        writer.Open($"ws://127.0.0.1:{port}{path}", Stamp.ToUnixNs(now));
        return venues[venue].Open($"{path}?streams={names}", now).Connection!;
    }

    void Take(SimulatedConnection connection, int number, RecordingWriter writer)
    {
        var ns = Stamp.ToUnixNs(now);
        while (connection.TryTake(out var frame)) writer.Received(number, frame.Span, new Stamp(ns, ns));
    }

    void Snapshot(SimulatedVenues venues, RecordingWriter writer, string venue, string address, string path)
    {
        var target = $"{path}/depth?symbol=BTCUSDT&limit=1000";
        writer.Rest(address + target, venues[venue].Rest(target, now).Body.Span, Stamp.ToUnixNs(now));
    }
}
