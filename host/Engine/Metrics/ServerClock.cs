using StrategyHost.Market;

namespace StrategyHost.Engine.Metrics;

/// <summary>
/// How far a venue's clock is from this host's, by the question about the time that made the quickest round trip: the
/// answer was stamped somewhere in it, so the estimate is off by half of it at most. Durations are measured by the
/// monotonic clock only; when the host's own clock is set, all that was learned before is forgotten.
/// </summary>
/// <remarks>
/// <see cref="Sample"/> on any thread, under a lock; the estimate is published whole, by one reference, and may be
/// read by any thread without waiting. Samples come every minute or so, thus an object for each is no matter.
/// </remarks>
sealed class ServerClock(TimeProvider time, TimeSpan? maxAge = null)
{
    const int MaxSamples = 16;
    const long ResolutionNs = 1_000_000; // venues tell milliseconds, cut off
    const long StepNs = 50_000_000;

    readonly Lock gate = new();
    readonly Queue<ClockSample> samples = new(MaxSamples);
    readonly TimeSpan maxAge = maxAge ?? TimeSpan.FromMinutes(10);
    Stamp last;
    volatile ClockSample? best;

    /// <summary>Venue minus host, nanoseconds; null while unknown.</summary>
    public long? OffsetNs => best?.OffsetNs;

    /// <summary>How wrong <see cref="OffsetNs"/> may be at most, nanoseconds; null while unknown.</summary>
    public long? ErrorBoundNs => best is { } sample ? sample.RoundTripNs / 2 + ResolutionNs : null;

    /// <summary>Round trip of the sample in use; null while unknown.</summary>
    public TimeSpan? RoundTrip => best is { } sample ? TimeSpan.FromTicks(sample.RoundTripNs / 100) : null;

    /// <summary>Takes in one answer to the question about the time.</summary>
    /// <param name="sent">When the question left.</param>
    /// <param name="serverTimeNs">What the venue answered, nanoseconds since the Unix epoch.</param>
    /// <param name="received">When the answer was there.</param>
    public void Sample(Stamp sent, long serverTimeNs, Stamp received)
    {
        lock (gate)
        {
            if (samples.Count > 0 && IsStep(last, received)) samples.Clear();
            last = received;
            if (!IsStep(sent, received)) Keep(sent, serverTimeNs, received);
            while (samples.Count > 0 && IsOld(samples.Peek(), received)) samples.Dequeue();
            best = Quickest();
        }
    }

    void Keep(Stamp sent, long serverTimeNs, Stamp received)
    {
        var roundTrip = ElapsedNs(sent, received);
        if (roundTrip < 0) return;
        if (samples.Count == MaxSamples) samples.Dequeue();
        var middle = sent.UtcNs + roundTrip / 2;
        samples.Enqueue(new ClockSample(serverTimeNs - middle, roundTrip, received.Monotonic));
    }

    // equal round trips: the newest, which the clocks' drift has had least time to spoil
    ClockSample? Quickest()
    {
        ClockSample? quickest = null;
        foreach (var sample in samples)
            if (quickest is null || sample.RoundTripNs <= quickest.RoundTripNs) quickest = sample;
        return quickest;
    }

    bool IsOld(ClockSample sample, Stamp now) => time.GetElapsedTime(sample.Monotonic, now.Monotonic) > maxAge;

    // the host's two clocks tell different durations: somebody set the one that can be set
    bool IsStep(Stamp from, Stamp to) => Math.Abs(to.UtcNs - from.UtcNs - ElapsedNs(from, to)) > StepNs;

    long ElapsedNs(Stamp from, Stamp to) =>
        (long)((Int128)(to.Monotonic - from.Monotonic) * 1_000_000_000 / time.TimestampFrequency);

    sealed record ClockSample(long OffsetNs, long RoundTripNs, long Monotonic);
}
