namespace StrategyHost.Simulator.Market;

/// <summary>
/// Where change numbers come from. Spot: each book counts by one. Futures: all books of the venue share one counter
/// that jumps, so that a book's numbers are never contiguous.
/// </summary>
sealed class SequenceSource(long first, int longestJump, SeededRandom random)
{
    long last = first;

    public long Last => last;

    public long Next() => last += longestJump == 1 ? 1 : 1 + random.Below(longestJump);
}
