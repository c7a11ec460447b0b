using StrategyHost.Market;

namespace StrategyHost.Simulator.Market;

/// <summary>
/// One side of a simulated book, best first. Sorted by price with the best at the end of the array, since most
/// changes are near it.
/// </summary>
sealed class Ladder(Side side)
{
    const int StartCapacity = 2048;

    ScaledLevel[] levels = new ScaledLevel[StartCapacity];

    public Side Side => side;

    public int Count { get; private set; }

    public ScaledLevel Best => Count == 0 ? default : levels[Count - 1];

    public ScaledLevel Worst => Count == 0 ? default : levels[0];

    /// <summary>The level at a rank, 0 being the best.</summary>
    public ScaledLevel At(int rank) => levels[Count - 1 - rank];

    /// <summary>The quantity at a price, 0 when there is none.</summary>
    public long QuantityAt(long price) => Find(price, out var index) ? levels[index].Quantity : 0;

    /// <summary>Sets the quantity at a price, 0 removing it; returns what stood there.</summary>
    public long Set(long price, long quantity)
    {
        if (Find(price, out var index)) return Replace(index, quantity);
        if (quantity != 0) Insert(index, new ScaledLevel(price, quantity));
        return 0;
    }

    /// <summary>Makes this ladder the copy of another.</summary>
    public void CopyFrom(Ladder other)
    {
        if (levels.Length < other.Count) levels = new ScaledLevel[other.levels.Length];
        other.levels.AsSpan(0, other.Count).CopyTo(levels);
        Count = other.Count;
    }

    /// <summary>True when the first price is the better one on this side.</summary>
    public bool IsBetter(long price, long than) => side == Side.Bid ? price > than : price < than;

    long Replace(int index, long quantity)
    {
        var before = levels[index].Quantity;
        if (quantity != 0)
        {
            levels[index] = levels[index] with { Quantity = quantity };
            return before;
        }

        Array.Copy(levels, index + 1, levels, index, Count - index - 1);
        Count--;
        return before;
    }

    void Insert(int index, ScaledLevel level)
    {
        if (Count == levels.Length) Array.Resize(ref levels, levels.Length * 2);
        Array.Copy(levels, index, levels, index + 1, Count - index);
        levels[index] = level;
        Count++;
    }

    bool Find(long price, out int index)
    {
        var low = 0;
        var high = Count;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (IsBetter(price, levels[middle].Price)) low = middle + 1;
            else high = middle;
        }

        index = low;
        return low < Count && levels[low].Price == price;
    }
}
