using System.Buffers;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StrategyHost.Market;

namespace StrategyHost.Engine.Books;

/// <summary>
/// One side of a book: a quantity for every tick in a window around the touch, and a store for what lies farther out.
/// A price is held once, and never with a quantity of zero; nothing better than the window is ever outside it.
/// </summary>
/// <remarks>
/// Hot: setting a level is one array write and no search; no allocation but to grow. A key is the price, negated on the
/// ask side, so that better always means larger; a tick is a key divided by the stride, the largest step that all
/// prices seen so far are multiples of. The window begins at 4,096 ticks and doubles while much is set outside it.
/// </remarks>
sealed class Ladder(Side side)
{
    /// <summary>Levels held at most outside the window; past it one that comes is let go.</summary>
    public const int MaxLevels = 50_000;

    const int FirstWindow = 4096;
    const int LargestWindow = 65_536;
    const int HitsPerReview = 256;

    // Where the window stands while there is no level: no tick of a price lies in it.
    const long Nowhere = long.MaxValue / 2;

    readonly long sign = side == Side.Bid ? 1 : -1;
    readonly FarLevels far = new();
    long[] window = new long[FirstWindow];
    ulong[] occupied = new ulong[FirstWindow / 64];
    long origin = Nowhere;
    long stride;
    double perStride;
    int windowCount;
    int best = -1;
    int setsInside;
    int setsOutside;

    public int Count => windowCount + far.Count;

    /// <summary>The best level; <c>default</c> when there is none.</summary>
    public ScaledLevel Best => best < 0 ? default : new ScaledLevel(PriceAt(best), window[best]);

    /// <summary>The worst price held; only while there is one.</summary>
    public long WorstPrice => (far.Count > 0 ? far.Range().Lowest : origin + LowestSlot()) * stride * sign;

    /// <summary>True when one price is better than another on this side.</summary>
    public bool IsBetter(long price, long than) => price * sign > than * sign;

    public void Clear()
    {
        Array.Clear(window);
        Array.Clear(occupied);
        far.Clear();
        windowCount = 0;
        best = -1;
        origin = Nowhere;
        UseStride(0);
    }

    /// <summary>Sets the quantity at a price; zero removes the level. Returns false when it had to be let go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Set(long price, long quantity)
    {
        Debug.Assert(price >= 0 && quantity >= 0, "Decoders refuse negative numbers.");
        var key = price * sign;
        var tick = (long)Math.Round(key * perStride);
        var slot = (ulong)(tick - origin);
        if (tick * stride != key || slot >= (ulong)window.Length) return SetOutside(key, quantity);
        SetInside((int)slot, quantity);
        return true;
    }

    /// <summary>Sets levels one after the other, up to the first outside the window; returns how many.</summary>
    /// <remarks>
    /// No branch depends on whether a level comes, changes or goes: that is anybody's guess, and a wrong one costs more
    /// than the work.
    /// </remarks>
    public int SetRun(ReadOnlySpan<ScaledLevel> levels)
    {
        ref var quantities = ref MemoryMarshal.GetArrayDataReference(window);
        ref var words = ref MemoryMarshal.GetArrayDataReference(occupied);
        var (size, first, step, inverse, side) = ((ulong)window.Length, origin, stride, perStride, sign);
        var (top, count, done) = (best, windowCount, 0);
        var isTopLost = false;
        for (; done < levels.Length && !isTopLost; done++)
        {
            ref readonly var level = ref levels[done];
            var key = level.Price * side;
            var tick = (long)Math.Round(key * inverse);
            var slot = (ulong)(tick - first);
            if (tick * step != key || slot >= size) break;
            ref var held = ref Unsafe.Add(ref quantities, (nint)slot);
            ref var word = ref Unsafe.Add(ref words, (nint)(slot >> 6));
            var stands = level.Quantity != 0 ? 1 : 0;
            count += stands - (held != 0 ? 1 : 0);
            held = level.Quantity;
            word = (word & ~(1UL << (int)slot)) | ((ulong)stands << (int)slot);
            top = Math.Max(top, (int)slot | (stands - 1));
            isTopLost = (int)slot == top && stands == 0;
        }

        setsInside += done;
        windowCount = count;
        best = top;
        if (isTopLost) LoseBest(top);
        return done;
    }

    /// <summary>Copies the best levels, best first, as far as a price; returns how many.</summary>
    /// <param name="target">Room.</param>
    /// <param name="worstPrice">The worst price wanted.</param>
    public int CopyTo(Span<ScaledLevel> target, long worstPrice)
    {
        var count = 0;
        var slot = best;
        var worst = worstPrice is long.MinValue or long.MaxValue ? long.MinValue : worstPrice * sign;
        while (slot >= 0 && count < target.Length)
        {
            var key = (origin + slot) * stride;
            if (key < worst) return count;
            target[count++] = new ScaledLevel(key * sign, window[slot]);
            slot = SlotBelow(slot);
        }

        return count < target.Length && far.Count > 0 ? CopyFar(target, count, worst) : count;
    }

    /// <summary>Copies the best levels, best first; returns how many.</summary>
    public int CopyTo(Span<ScaledLevel> target) => CopyTo(target, sign > 0 ? long.MinValue : long.MaxValue);

    /// <summary>How many levels are at a price or better.</summary>
    public int CountFrom(long worstPrice)
    {
        if (stride == 0) return 0;
        var lowest = CeilingTick(worstPrice * sign);
        var count = far.Count > 0 && lowest < origin ? far.CountFrom(lowest) : 0;
        var slot = Math.Max(0, lowest - origin);
        if (slot >= window.Length) return count;
        var word = (int)(slot >> 6);
        count += BitOperations.PopCount(occupied[word] & (ulong.MaxValue << (int)(slot & 63)));
        for (var i = word + 1; i < occupied.Length; i++) count += BitOperations.PopCount(occupied[i]);
        return count;
    }

    /// <summary>The largest price and quantity held; zero when empty.</summary>
    public (long Price, long Quantity) Largest()
    {
        if (Count == 0) return default;
        var worst = Math.Abs(WorstPrice);
        return (Math.Max(worst, Math.Abs(Best.Price)), Math.Max(window.Max(), far.LargestQuantity()));
    }

    /// <summary>Multiplies every price and quantity; the caller has made sure that all of them fit.</summary>
    public void Multiply(long priceFactor, long quantityFactor)
    {
        // Ticks stay what they are. A stride that does not fit belongs to prices long gone: at most price 0 is held.
        if (stride <= long.MaxValue / priceFactor) UseStride(stride * priceFactor);
        far.Multiply(quantityFactor);
        for (var i = 0; i < window.Length; i++) window[i] = checked(window[i] * quantityFactor);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void SetInside(int slot, long quantity)
    {
        setsInside++;
        ref var held = ref window[slot];
        var was = held;
        held = quantity;
        if (quantity != 0)
        {
            if (was != 0) return;
            occupied[slot >> 6] |= 1UL << slot;
            windowCount++;
            if (slot > best) best = slot;
        }
        else if (was != 0)
        {
            occupied[slot >> 6] &= ~(1UL << slot);
            windowCount--;
            if (slot == best) LoseBest(slot);
        }
    }

    void LoseBest(int slot)
    {
        best = SlotBelow(slot);
        if (best < 0 && far.Count > 0) Rebuild(far.Range().Highest, stride, window.Length);
    }

    /// <summary>A price outside the window, or between the ticks known so far.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    bool SetOutside(long key, long quantity)
    {
        if (stride == 0 || key % stride != 0)
        {
            if (quantity == 0) return true; // nothing can be held there
            Refine(key);
        }

        var tick = key / stride;
        if (Count == 0 || tick >= origin + window.Length)
        {
            if (quantity == 0) return true; // better than everything held
            Rebuild(tick, stride, window.Length);
        }
        else if (tick < origin)
        {
            ReviewWindow(tick);
        }

        if (tick >= origin)
        {
            SetInside((int)(tick - origin), quantity);
            return true;
        }

        if (quantity != 0 && far.Count >= MaxLevels && !far.Contains(tick)) return false;
        far.Set(tick, quantity);
        return true;
    }

    /// <summary>
    /// Moves the window when the touch has sunk to its lower quarter, and widens it while more than a sixteenth of what
    /// is set lies outside it, as far as a wider one would reach it.
    /// </summary>
    void ReviewWindow(long tick)
    {
        if (best < window.Length / 4)
        {
            Rebuild(origin + best, stride, window.Length);
            return;
        }

        if (window.Length == LargestWindow || origin + best - tick > LargestWindow / 4 * 3) return;
        if (++setsOutside < HitsPerReview) return;
        var isOften = setsOutside * 16L > setsInside;
        setsInside = setsOutside = 0;
        if (isOften) Rebuild(origin + best, stride, window.Length * 2);
    }

    void Refine(long key)
    {
        var finer = stride == 0 ? Math.Max(1, Math.Abs(key)) : Gcd(stride, Math.Abs(key));
        if (Count == 0) UseStride(finer);
        else Rebuild((origin + best) * (stride / finer), finer, window.Length);
    }

    /// <summary>
    /// Lays the window anew, with a tick in its upper quarter, and puts every level where it now belongs.
    /// </summary>
    void Rebuild(long tick, long newStride, int size)
    {
        var count = Count;
        var factor = count == 0 ? 1 : stride / newStride;
        var ticks = ArrayPool<long>.Shared.Rent(count);
        var quantities = ArrayPool<long>.Shared.Rent(count);
        Gather(ticks, quantities);
        Array.Clear(window);
        Array.Clear(occupied);
        far.Clear();
        windowCount = 0;
        best = -1;
        if (size != window.Length) (window, occupied) = (new long[size], new ulong[size / 64]);
        UseStride(newStride);
        origin = tick - (size / 4 * 3);
        for (var i = 0; i < count; i++)
        {
            var moved = ticks[i] * factor;
            if (moved >= origin && moved < origin + size) SetInside((int)(moved - origin), quantities[i]);
            else far.Set(moved, quantities[i]);
        }

        ArrayPool<long>.Shared.Return(ticks);
        ArrayPool<long>.Shared.Return(quantities);
    }

    void Gather(Span<long> ticks, Span<long> quantities)
    {
        var count = 0;
        for (var slot = best; slot >= 0; slot = SlotBelow(slot), count++)
        {
            ticks[count] = origin + slot;
            quantities[count] = window[slot];
        }

        far.CopyTo(ticks[count..], quantities[count..]);
    }

    /// <summary>Levels past the window, in order; rarely asked for.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    int CopyFar(Span<ScaledLevel> target, int count, long worst)
    {
        var ticks = ArrayPool<long>.Shared.Rent(far.Count);
        var quantities = ArrayPool<long>.Shared.Rent(far.Count);
        far.CopyTo(ticks, quantities);
        Array.Sort(ticks, quantities, 0, far.Count);
        for (var i = far.Count - 1; i >= 0 && count < target.Length && ticks[i] * stride >= worst; i--)
        {
            target[count++] = new ScaledLevel(ticks[i] * stride * sign, quantities[i]);
        }

        ArrayPool<long>.Shared.Return(ticks);
        ArrayPool<long>.Shared.Return(quantities);
        return count;
    }

    int SlotBelow(int slot)
    {
        var word = slot >> 6;
        var bits = occupied[word] & ((1UL << slot) - 1);
        while (bits == 0)
        {
            if (--word < 0) return -1;
            bits = occupied[word];
        }

        return (word << 6) + 63 - BitOperations.LeadingZeroCount(bits);
    }

    int LowestSlot()
    {
        var word = 0;
        while (occupied[word] == 0) word++;
        return (word << 6) + BitOperations.TrailingZeroCount(occupied[word]);
    }

    long PriceAt(int slot) => (origin + slot) * stride * sign;

    long CeilingTick(long key) => key % stride > 0 ? (key / stride) + 1 : key / stride;

    void UseStride(long newStride)
    {
        stride = newStride;
        perStride = newStride == 0 ? 0 : 1.0 / newStride;
    }

    static long Gcd(long x, long y)
    {
        while (y != 0) (x, y) = (y, x % y);
        return x;
    }
}
