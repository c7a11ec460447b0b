using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>
/// The REST weight that one venue still allows this host: a bucket that refills over the venue's window, and a pause
/// when the venue asks for one. Shared by all connections of the venue.
/// </summary>
/// <remarks>Any thread.</remarks>
sealed class RequestBudget(RestBudget budget, long timestampFrequency)
{
    // A part is left for others behind the same address and for what the venue counts and we do not.
    const double Share = 0.8;

    /// <summary>How long a venue is left alone that does not say how long.</summary>
    public static readonly TimeSpan ThrottledWait = TimeSpan.FromSeconds(10);

    readonly Lock gate = new();
    double available = budget.Weight * Share;
    long refilledAt;
    long pausedUntil;

    /// <summary>Takes the weight of a request; false when it has to wait.</summary>
    public bool TryCharge(int weight, Stamp now)
    {
        lock (gate)
        {
            if (now.Monotonic < pausedUntil) return false;
            var seconds = refilledAt == 0 ? 0 : (now.Monotonic - refilledAt) / (double)timestampFrequency;
            refilledAt = now.Monotonic;
            var full = budget.Weight * Share;
            available = Math.Min(full, available + seconds / budget.Window.TotalSeconds * full);
            if (available < Math.Min(weight, full)) return false;
            available -= weight;
            return true;
        }
    }

    /// <summary>Lets nothing through until the venue may be asked again.</summary>
    public void Pause(TimeSpan length, Stamp now)
    {
        lock (gate)
        {
            pausedUntil = Math.Max(pausedUntil, now.Monotonic + (long)(length.TotalSeconds * timestampFrequency));
        }
    }
}
