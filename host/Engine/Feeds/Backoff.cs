namespace StrategyHost.Engine.Feeds;

/// <summary>
/// Waits that double from try to try up to a cap, each drawn from its upper half so that many do not meet.
/// </summary>
sealed class Backoff(TimeSpan first, TimeSpan cap, Random random)
{
    int tries;

    /// <summary>Tries since the last success.</summary>
    public int Tries => tries;

    public TimeSpan Next()
    {
        var limit = Math.Min(cap.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(tries, 30)));
        tries++;
        return TimeSpan.FromMilliseconds(limit * (0.5 + random.NextDouble() / 2));
    }

    public void Reset() => tries = 0;
}
