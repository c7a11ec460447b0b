using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Metrics;
using StrategyHost.Engine.Strategies;
using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Engine;

/// <summary>Reads feeds and strategies into immutable snapshots, without holding anything of theirs.</summary>
static class SnapshotTaker
{
    public static FeedSnapshot Of(InstrumentFeed feed, IEnumerable<FeedSession> sessions, bool measuresProcessing)
    {
        lock (feed.Gate)
        {
            var kept = feed.Parts.Select(x => x.Kept).OfType<KeptBook>().ToArray();
            var carriers = sessions.Where(x => x.Parts.Any(part => part.Feed == feed)).ToArray();
            var delay = feed.Delays.Summarise();
            var top = TopOf(feed);
            return new FeedSnapshot
            {
                Status = feed.Status,
                FramesReceived = feed.Counters.FramesReceived,
                BookUpdates = kept.Sum(x => x.DeltasApplied),
                StaleUpdates = kept.Sum(x => x.DeltasStale),
                PartialBooks = feed.Counters.PartialBooks,
                Quotes = feed.Counters.Quotes,
                Tickers = feed.Counters.Tickers,
                Trades = feed.Counters.Trades,
                Gaps = kept.Sum(x => x.Gaps),
                Resyncs = kept.Sum(x => Math.Max(0, x.Epoch - 1)),
                Reconnects = carriers.Sum(x => x.Reconnects),
                FramesRejected = carriers.Sum(x => x.Frames.Rejected),
                Withheld = kept.Sum(x => x.Withheld),
                Delay = delay.Count > 0 ? delay : null,
                ClockErrorNs = carriers.FirstOrDefault()?.Clock.ErrorBoundNs,
                Processing = measuresProcessing ? feed.Processing.Summarise() : null,
                BestBid = top?.Bid,
                BestAsk = top?.Ask,
                Sequence = top?.Sequence,
                IsNumbered = kept.Select(x => x.IsNumbered).FirstOrDefault(x => x is not null),
                Audit = new AuditCount(kept.Sum(x => x.Audit.Compared), kept.Sum(x => x.Audit.Equal)),
                Checksums = new AuditCount(kept.Sum(x => x.Checksums.Compared), kept.Sum(x => x.Checksums.Equal)),
            };
        }
    }

    public static StrategySnapshot Of(StrategyRunner runner) => new(
        runner.Name, runner.State, runner.Events, runner.Conflated, runner.Faults, runner.NewestFault, runner.Signals);

    public static FeedReading Reading(FeedSnapshot feed) => new(
        feed.Status.Instrument.Venue, feed.Status.Instrument.Name, feed.Delay, feed.Processing ?? default,
        feed.FramesReceived, feed.Gaps, feed.Reconnects);

    static (Level? Bid, Level? Ask, long? Sequence)? TopOf(InstrumentFeed feed)
    {
        if (feed.FindBookTopic(Depth.Full)?.Ring is not { IsPublished: true } ring) return null;
        var buffer = new BookBuffer(1);
        if (!ring.TryRead(ring.Latest, buffer)) return null;
        var view = buffer.View;
        return (view.Bids.Count > 0 ? view.BestBid : null, view.Asks.Count > 0 ? view.BestAsk : null, view.Sequence);
    }
}
