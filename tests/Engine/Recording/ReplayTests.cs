using Microsoft.Extensions.Logging.Abstractions;
using StrategyHost.Engine.Recording;
using StrategyHost.Plugins.Binance;
using StrategyHost.Plugins.Okx;
using StrategyHost.Strategy;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Recording;

public class ReplayTests
{
    [CapturesTheory]
    [InlineData("binance-futures/btcusdt-2024-08-08.frames.gz", 6547, 4, 503)]
    [InlineData("binance-spot/btcusdt-2024-08-08.frames.gz", 3449, 2, 564)]
    public async Task A_real_recording_rebuilds_the_venues_book(string file, int applied, int stale, int audited)
    {
        var result = await Run(file);

        var feed = Assert.Single(result.Snapshot.Feeds);
        Assert.Null(result.Damage);
        Assert.Equal((applied, stale, 0, 0), (feed.BookUpdates, feed.StaleUpdates, feed.Gaps, feed.Resyncs));
        Assert.Equal(feed.Audit.Compared, feed.Audit.Equal);
        Assert.True(feed.Audit.Compared >= audited, $"{feed.Audit.Compared} comparisons");
        Assert.Equal(0, feed.FramesRejected);
    }

    [CapturesFact]
    public async Task Four_symbols_on_one_connection_are_four_books()
    {
        var result = await Run("binance-spot/four-symbols-2021-10-12.frames.gz");

        Assert.Equal([9, 13, 149, 1], result.Snapshot.Feeds.OrderBy(x => x.Status.Instrument.VenueSymbol, Order)
            .Select(x => x.BookUpdates));
        Assert.All(result.Snapshot.Feeds, x => Assert.Equal((0, 0), (x.Gaps, x.Resyncs)));
        Assert.All(result.Snapshot.Feeds, x => Assert.Equal(x.Audit.Compared, x.Audit.Equal));
    }

    [CapturesFact]
    public async Task Every_checksum_of_a_recording_holds_over_the_kept_books()
    {
        var result = await Run("okx/books-2022-05-13.frames.gz");

        Assert.Equal(["okx:BTC/USD-220527", "okx:BTC/USDT"],
            result.Snapshot.Feeds.Select(x => x.Status.Instrument.Name));
        Assert.Equal((197, 197), (result.Snapshot.Feeds.Sum(x => x.Checksums.Compared),
            result.Snapshot.Feeds.Sum(x => x.Checksums.Equal)));
        Assert.All(result.Snapshot.Feeds, x => Assert.Equal((0, 0, 0), (x.Gaps, x.Resyncs, x.FramesRejected)));
        Assert.Equal(195, result.Snapshot.Feeds.Sum(x => x.BookUpdates));
    }

    static StringComparer Order => StringComparer.Ordinal;

    static async Task<ReplayResult> Run(string file, params CompiledScript[] scripts)
    {
        Assert.True(RecordingReader.TryOpen(Captures.PathOf(file), out var reader, out var error), error);
        using var replay = new Replay(
            reader!, [new BinanceSpotAdapter(), new BinanceFuturesAdapter(), new OkxAdapter()], new ReplayOptions(),
            NullLoggerFactory.Instance);
        return await replay.RunAsync(scripts, TimeProvider.System, CancellationToken.None);
    }
}
