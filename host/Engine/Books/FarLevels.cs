namespace StrategyHost.Engine.Books;

/// <summary>
/// Levels too far from the touch for a ladder's window: quantity by tick, unordered, since far levels are set and
/// removed all the time and looked at in order almost never.
/// </summary>
/// <remarks>Hot: open addressing, no allocation but to grow. An entry is empty when its quantity is 0.</remarks>
sealed class FarLevels
{
    long[] ticks = new long[64];
    long[] quantities = new long[64];

    public int Count { get; private set; }

    public void Clear()
    {
        if (Count > 0) Array.Clear(quantities);
        Count = 0;
    }

    /// <summary>Sets the quantity at a tick; 0 removes it.</summary>
    public void Set(long tick, long quantity)
    {
        var mask = ticks.Length - 1;
        var index = Home(tick, mask);
        while (quantities[index] != 0 && ticks[index] != tick) index = (index + 1) & mask;
        if (quantity == 0)
        {
            if (quantities[index] != 0) Remove(index, mask);
            return;
        }

        if (quantities[index] != 0)
        {
            quantities[index] = quantity;
            return;
        }

        ticks[index] = tick;
        quantities[index] = quantity;
        if (++Count * 2 > ticks.Length) Grow();
    }

    public bool Contains(long tick)
    {
        var mask = ticks.Length - 1;
        var index = Home(tick, mask);
        while (quantities[index] != 0 && ticks[index] != tick) index = (index + 1) & mask;
        return quantities[index] != 0;
    }

    /// <summary>How many stand at a tick or above.</summary>
    public int CountFrom(long tick)
    {
        var count = 0;
        for (var i = 0; i < ticks.Length; i++)
        {
            if (quantities[i] != 0 && ticks[i] >= tick) count++;
        }

        return count;
    }

    /// <summary>The lowest and the highest tick; only while there is one.</summary>
    public (long Lowest, long Highest) Range()
    {
        var (lowest, highest) = (long.MaxValue, long.MinValue);
        for (var i = 0; i < ticks.Length; i++)
        {
            if (quantities[i] == 0) continue;
            lowest = Math.Min(lowest, ticks[i]);
            highest = Math.Max(highest, ticks[i]);
        }

        return (lowest, highest);
    }

    public void Multiply(long factor)
    {
        for (var i = 0; i < quantities.Length; i++) quantities[i] = checked(quantities[i] * factor);
    }

    public long LargestQuantity() => quantities.Max();

    /// <summary>Copies every level, in no order; the spans have room for <see cref="Count"/>.</summary>
    public void CopyTo(Span<long> targetTicks, Span<long> targetQuantities)
    {
        var next = 0;
        for (var i = 0; i < ticks.Length; i++)
        {
            if (quantities[i] == 0) continue;
            targetTicks[next] = ticks[i];
            targetQuantities[next++] = quantities[i];
        }
    }

    static int Home(long tick, int mask) => (int)((ulong)(tick * -7046029254386353131L) >> 32) & mask;

    // Entries behind a removed one move up, so that no search ends at a hole before its entry.
    void Remove(int hole, int mask)
    {
        Count--;
        var next = (hole + 1) & mask;
        while (quantities[next] != 0)
        {
            var home = Home(ticks[next], mask);
            if (((next - home) & mask) >= ((next - hole) & mask))
            {
                ticks[hole] = ticks[next];
                quantities[hole] = quantities[next];
                hole = next;
            }

            next = (next + 1) & mask;
        }

        quantities[hole] = 0;
    }

    void Grow()
    {
        var (oldTicks, oldQuantities) = (ticks, quantities);
        ticks = new long[oldTicks.Length * 2];
        quantities = new long[oldTicks.Length * 2];
        Count = 0;
        for (var i = 0; i < oldTicks.Length; i++)
        {
            if (oldQuantities[i] != 0) Set(oldTicks[i], oldQuantities[i]);
        }
    }
}
