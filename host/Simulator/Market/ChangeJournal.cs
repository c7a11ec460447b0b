using StrategyHost.Market;

namespace StrategyHost.Simulator.Market;

/// <summary>One level's change, with what stood there before, so that it can be undone.</summary>
readonly record struct BookChange(long Sequence, long TimeMs, Side Side, long Price, long Quantity, long Before);

/// <summary>
/// The last seconds of one book's changes, in order of their numbers. Bounded twice: by age, and by count.
/// </summary>
sealed class ChangeJournal(int maxCount, long firstSequence)
{
    /// <summary>A little over the promised ten seconds.</summary>
    public const long KeepMs = 12_000;

    BookChange[] ring = new BookChange[1024];
    int start;

    public int Count { get; private set; }

    /// <summary>The number of the oldest state that can still be rebuilt.</summary>
    public long Floor { get; private set; } = firstSequence;

    /// <summary>When the oldest state that can still be rebuilt began; 0 for the first book.</summary>
    public long FloorMs { get; private set; }

    /// <summary>The change at an index, 0 being the oldest kept.</summary>
    public ref readonly BookChange this[int index] => ref ring[(start + index) & (ring.Length - 1)];

    public void Add(in BookChange change)
    {
        if (Count == ring.Length) Grow();
        ring[(start + Count) & (ring.Length - 1)] = change;
        Count++;
        while (Count > maxCount || this[0].TimeMs < change.TimeMs - KeepMs) DropOldest();
    }

    /// <summary>The index of the first change after a number.</summary>
    public int IndexAfter(long sequence)
    {
        var low = 0;
        var high = Count;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (this[middle].Sequence <= sequence) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>The index of the first change after a moment.</summary>
    public int IndexAfterTime(long timeMs)
    {
        var low = 0;
        var high = Count;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (this[middle].TimeMs <= timeMs) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    void DropOldest()
    {
        (Floor, FloorMs) = (this[0].Sequence, this[0].TimeMs);
        start = (start + 1) & (ring.Length - 1);
        Count--;
    }

    void Grow()
    {
        var larger = new BookChange[ring.Length * 2];
        for (var i = 0; i < Count; i++) larger[i] = this[i];
        ring = larger;
        start = 0;
    }
}
