namespace StrategyHost.Simulator.Market;

/// <summary>
/// Where change numbers come from: by one, or by jumps up to a longest; a book's own counter, or one that all books of
/// the venue share, so that a book's numbers are never contiguous. See <see cref="Numbering"/>.
/// </summary>
sealed class SequenceSource(long first, int longestJump, SeededRandom random)
{
    long last = first;

    public long Last => last;

    public long Next() => last += longestJump == 1 ? 1 : 1 + random.Below(longestJump);
}
