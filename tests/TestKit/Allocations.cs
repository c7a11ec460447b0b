namespace StrategyHost.Tests.TestKit;

/// <summary>What a piece of code allocates in its steady state.</summary>
public static class Allocations
{
    const int Rounds = 10;

    /// <summary>
    /// The least that any of several rounds allocates on this thread. A collection that another test causes books the
    /// rest of the thread's allocation buffer on it, so that a single round may show bytes that nobody allocated.
    /// </summary>
    public static long Steady(Action work)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
