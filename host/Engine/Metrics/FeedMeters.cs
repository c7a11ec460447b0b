using System.Diagnostics.Metrics;

namespace StrategyHost.Engine.Metrics;

/// <summary>
/// The feeds' figures for whatever listens to <see cref="System.Diagnostics.Metrics"/>: meter <c>StrategyHost</c>, one
/// series per feed. All instruments are observed: they are read when a listener asks, so that the data plane pays
/// nothing for them.
/// </summary>
/// <remarks>The callback is called on the listener's thread; it must be safe there.</remarks>
sealed class FeedMeters : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "StrategyHost";

    const double NsPerSecond = 1e9;

    static readonly (object Quantile, Func<LatencySummary, long> Read)[] Quantiles =
        [("0.5", s => s.P50Ns), ("0.95", s => s.P95Ns), ("0.99", s => s.P99Ns)];

    readonly Meter meter = new(Name);
    readonly Func<IEnumerable<FeedReading>> read;

    public FeedMeters(Func<IEnumerable<FeedReading>> read)
    {
        this.read = read;
        meter.CreateObservableGauge(
            "strategyhost.feed.delay", () => Durations(f => f.Delay), "s", "Venue's time to received.");
        meter.CreateObservableGauge(
            "strategyhost.feed.processing", () => Durations(f => f.Processing), "s", "Received to delivered.");
        meter.CreateObservableCounter("strategyhost.feed.frames", () => Counts(f => f.Frames), "{frame}");
        meter.CreateObservableCounter("strategyhost.feed.gaps", () => Counts(f => f.Gaps), "{gap}");
        meter.CreateObservableCounter("strategyhost.feed.reconnects", () => Counts(f => f.Reconnects), "{connection}");
    }

    public void Dispose() => meter.Dispose();

    IEnumerable<Measurement<double>> Durations(Func<FeedReading, LatencySummary?> choose)
    {
        foreach (var feed in read())
        {
            if (choose(feed) is not { Count: > 0 } summary) continue;
            foreach (var (quantile, value) in Quantiles)
                yield return new(value(summary) / NsPerSecond, [.. Tags(feed), new("quantile", quantile)]);
        }
    }

    IEnumerable<Measurement<long>> Counts(Func<FeedReading, long> choose)
    {
        foreach (var feed in read()) yield return new(choose(feed), Tags(feed));
    }

    static KeyValuePair<string, object?>[] Tags(FeedReading feed) =>
        [new("venue", feed.Venue), new("instrument", feed.Instrument)];
}
