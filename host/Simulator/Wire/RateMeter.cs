namespace StrategyHost.Simulator.Wire;

/// <summary>
/// So many requests at once, refilled evenly: what does not fit is refused and not counted. A venue's window of
/// <c>n</c> requests in <c>t</c> seconds is such a meter of <c>n</c>, refilled at <c>n / t</c>.
/// </summary>
sealed class RateMeter(double burst, double perSecond)
{
    double taken;
    DateTimeOffset last;

    /// <summary>Counts a request; false when it is one too many.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        if (now > last) taken = Math.Max(0, taken - (now - last).TotalSeconds * perSecond);
        last = now;
        if (taken + 1 > burst) return false;
        taken++;
        return true;
    }
}
