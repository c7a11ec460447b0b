namespace StrategyHost.Simulator.Wire;

/// <summary>When a stream speaks: once in each interval of the clock's grid, at every step where it has none.</summary>
sealed class Cadence(int intervalMs)
{
    long dueMs;

    /// <summary>True once per interval.</summary>
    public bool IsDue(long timeMs)
    {
        if (intervalMs == 0) return true;
        if (timeMs < dueMs && timeMs >= dueMs - 2 * intervalMs) return false;
        dueMs = (timeMs / intervalMs + 1) * intervalMs;
        return true;
    }
}
