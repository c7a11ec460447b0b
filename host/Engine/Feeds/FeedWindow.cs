using System.Collections.Concurrent;
using StrategyHost.Engine.Metrics;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>Delay and rate of one feed over its last so many messages.</summary>
/// <param name="Instrument">Whose feed.</param>
/// <param name="Messages">Messages in the window.</param>
/// <param name="Seconds">How long they took to come.</param>
/// <param name="Delay">
/// One-way delays; <see cref="LatencySummary.Count"/> is 0 while the venue's clock is unknown.
/// </param>
public sealed record FeedReport(Instrument Instrument, int Messages, double Seconds, LatencySummary Delay)
{
    /// <summary>Messages a second.</summary>
    public double Rate => Seconds > 0 ? Messages / Seconds : 0;
}

/// <summary>Collects a feed's delays and hands a report over every so many messages.</summary>
/// <remarks>Hot between reports: no allocation. Under the feed's gate.</remarks>
sealed class FeedWindow(InstrumentFeed feed, int messagesPerReport, ConcurrentQueue<FeedReport> reports)
{
    const int MaxWaitingReports = 10_000;

    readonly LatencyHistogram delays = new();
    int messages;
    long startedNs;

    public void Record(long delayNs, Stamp received)
    {
        delays.Record(delayNs);
        Count(received);
    }

    public void Count(Stamp received)
    {
        if (startedNs == 0) startedNs = received.UtcNs;
        if (++messages >= messagesPerReport) Report(received);
    }

    void Report(Stamp received)
    {
        var seconds = (received.UtcNs - startedNs) / 1e9;
        if (reports.Count < MaxWaitingReports)
        {
            reports.Enqueue(new FeedReport(feed.Instrument, messages, seconds, delays.Summarise()));
        }

        delays.Reset();
        messages = 0;
        startedNs = received.UtcNs;
    }
}
