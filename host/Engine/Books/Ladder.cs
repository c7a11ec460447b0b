using System.Diagnostics;
using StrategyHost.Market;

namespace StrategyHost.Engine.Books;

/// <summary>One side of a book, sorted; a price is held once, and never with a quantity of zero.</summary>
/// <remarks>
/// Hot: no allocation but to grow. The best level is the last of the arrays, because most changes happen near it and
/// then move little; a key is the price, negated on the ask side, so that better always means larger.
/// </remarks>
sealed class Ladder(Side side)
{
    /// <summary>Levels held at most; past it the worst one is let go.</summary>
    public const int MaxLevels = 50_000;

    readonly long sign = side == Side.Bid ? 1 : -1;
    long[] keys = new long[1024];
    long[] quantities = new long[1024];

    public int Count { get; private set; }

    /// <summary>The best level; <c>default</c> when there is none.</summary>
    public ScaledLevel Best => Count == 0 ? default : At(0);

    /// <summary>The level at a rank, 0 being the best.</summary>
    public ScaledLevel At(int rank) => new(keys[Count - 1 - rank] * sign, quantities[Count - 1 - rank]);

    /// <summary>True when one price is better than another on this side.</summary>
    public bool IsBetter(long price, long than) => price * sign > than * sign;

    public void Clear() => Count = 0;

    /// <summary>
    /// Sets the quantity at a price; zero removes the level. Returns false when a level had to be let go.
    /// </summary>
    public bool Set(long price, long quantity)
    {
        Debug.Assert(price >= 0 && quantity >= 0, "Decoders refuse negative numbers.");
        var key = price * sign;
        var index = Find(key);
        if (index >= 0)
        {
            if (quantity == 0) RemoveAt(index);
            else quantities[index] = quantity;
            return true;
        }

        return quantity == 0 || Insert(~index, key, quantity);
    }

    /// <summary>Copies the best levels, best first; returns how many.</summary>
    public int CopyTo(Span<ScaledLevel> target)
    {
        var count = Math.Min(target.Length, Count);
        for (int rank = 0, index = Count - 1; rank < count; rank++, index--)
        {
            target[rank] = new ScaledLevel(keys[index] * sign, quantities[index]);
        }

        return count;
    }

    /// <summary>How many levels are at a price or better.</summary>
    public int CountFrom(long worstPrice)
    {
        var index = Find(worstPrice * sign);
        return Count - (index >= 0 ? index : ~index);
    }

    /// <summary>The largest price and quantity held; zero when empty.</summary>
    public (long Price, long Quantity) Largest()
    {
        if (Count == 0) return default;
        long quantity = 0;
        foreach (var held in quantities.AsSpan(0, Count)) quantity = Math.Max(quantity, held);
        return (Math.Max(Math.Abs(keys[0]), Math.Abs(keys[Count - 1])), quantity);
    }

    /// <summary>Multiplies every price and quantity; the caller has made sure that all of them fit.</summary>
    public void Multiply(long priceFactor, long quantityFactor)
    {
        for (var i = 0; i < Count; i++)
        {
            keys[i] = checked(keys[i] * priceFactor);
            quantities[i] = checked(quantities[i] * quantityFactor);
        }
    }

    int Find(long key)
    {
        // Most changes are near the touch: gallop from the best end, then halve.
        int high = Count, step = 1;
        var low = Count - 1;
        while (low >= 0 && keys[low] > key)
        {
            high = low;
            low -= step;
            step <<= 1;
        }

        low = Math.Max(low, 0);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (keys[middle] < key) low = middle + 1;
            else high = middle;
        }

        return low < Count && keys[low] == key ? low : ~low;
    }

    bool Insert(int index, long key, long quantity)
    {
        var full = Count == MaxLevels;
        if (full)
        {
            if (index == 0) return false;
            RemoveAt(0);
            index--;
        }

        if (Count == keys.Length) Grow();
        keys.AsSpan(index, Count - index).CopyTo(keys.AsSpan(index + 1));
        quantities.AsSpan(index, Count - index).CopyTo(quantities.AsSpan(index + 1));
        keys[index] = key;
        quantities[index] = quantity;
        Count++;
        return !full;
    }

    void RemoveAt(int index)
    {
        Count--;
        keys.AsSpan(index + 1, Count - index).CopyTo(keys.AsSpan(index));
        quantities.AsSpan(index + 1, Count - index).CopyTo(quantities.AsSpan(index));
    }

    void Grow()
    {
        Array.Resize(ref keys, keys.Length * 2);
        Array.Resize(ref quantities, quantities.Length * 2);
    }
}
