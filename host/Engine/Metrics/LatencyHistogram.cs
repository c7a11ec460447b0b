using System.Numerics;

namespace StrategyHost.Engine.Metrics;

/// <summary>
/// A distribution of signed nanoseconds in log-linear buckets, 128 to the octave: percentiles to within 1 % from 1 ns
/// to beyond an hour, count, minimum, maximum and mean exact. Negative values, which a delay has while the clock
/// estimate is off, are kept as they are, mirrored.
/// </summary>
/// <remarks>
/// One writer calls <see cref="Record"/>, <see cref="Add"/> and <see cref="Reset"/>; any thread may call
/// <see cref="Summarise"/> meanwhile: its percentiles come from one pass over the buckets, each read whole, so they
/// agree with one another to within the values recorded during the pass. Hot: <see cref="Record"/> allocates nothing,
/// save once at the first negative value.
/// </remarks>
sealed class LatencyHistogram
{
    const int SubBits = 7;
    const int SubCount = 1 << SubBits;
    const int MaxBits = 42; // 2^42 ns = 73 minutes; what is longer counts in the last bucket
    const int BucketCount = (MaxBits - SubBits + 1) * SubCount;

    static readonly double[] Fractions = [0.50, 0.95, 0.99, 0.999];

    readonly long[] positive = new long[BucketCount];
    long[]? negative;
    long count;
    long min = long.MaxValue;
    long max = long.MinValue;
    double sum;

    /// <summary>Values recorded.</summary>
    public long Count => Volatile.Read(ref count);

    /// <summary>Records one value.</summary>
    public void Record(long ns)
    {
        if (ns < 0)
        {
            (negative ?? AddNegative())[IndexOf(Magnitude(ns))]++;
        }
        else
        {
            positive[IndexOf(ns)]++;
        }
        if (ns < min) min = ns;
        if (ns > max) max = ns;
        sum += ns;
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>Takes in all that another histogram holds.</summary>
    public void Add(LatencyHistogram other)
    {
        AddTo(positive, other.positive);
        if (other.negative is { } theirs) AddTo(negative ?? AddNegative(), theirs);
        min = Math.Min(min, other.min);
        max = Math.Max(max, other.max);
        sum += other.sum;
        Volatile.Write(ref count, count + other.Count);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Volatile.Write(ref count, 0);
        Array.Clear(positive);
        if (negative is { } mirrored) Array.Clear(mirrored);
        (min, max, sum) = (long.MaxValue, long.MinValue, 0);
    }

    /// <summary>The figures of now.</summary>
    public LatencySummary Summarise()
    {
        var recorded = Count;
        if (recorded == 0) return default;
        Span<long> marks = stackalloc long[Fractions.Length];
        Walk(recorded, marks);
        return new(recorded, min, max, sum / recorded, marks[0], marks[1], marks[2], marks[3]);
    }

    // nearest rank: the p-th percentile is the value at position ceil(p * count) in sorted order
    void Walk(long recorded, Span<long> marks)
    {
        long seen = 0;
        var next = 0;
        for (var i = negative is null ? 0 : -BucketCount; i < BucketCount && next < marks.Length; i++)
        {
            var inBucket = i < 0 ? Volatile.Read(ref negative![~i]) : Volatile.Read(ref positive[i]);
            if (inBucket == 0) continue;
            seen += inBucket;
            var value = Math.Clamp(i < 0 ? -MiddleOf(~i) : MiddleOf(i), min, Math.Max(min, max));
            while (next < marks.Length && seen >= Rank(Fractions[next], recorded)) marks[next++] = value;
        }
        while (next < marks.Length) marks[next++] = max; // only when a writer reset meanwhile
    }

    static long Rank(double fraction, long recorded) => Math.Max(1, (long)Math.Ceiling(fraction * recorded));

    static long Magnitude(long ns) => ns == long.MinValue ? long.MaxValue : -ns;

    static int IndexOf(long ns)
    {
        if (ns < SubCount) return (int)ns;
        var octave = BitOperations.Log2((ulong)ns) - SubBits;
        return octave >= MaxBits - SubBits ? BucketCount - 1 : octave * SubCount + (int)(ns >> octave);
    }

    static long MiddleOf(int index)
    {
        if (index < SubCount) return index;
        var octave = index / SubCount - 1;
        var lowest = (long)(index - octave * SubCount) << octave;
        return lowest + ((1L << octave) >> 1);
    }

    long[] AddNegative() => negative = new long[BucketCount];

    static void AddTo(long[] target, long[] source)
    {
        for (var i = 0; i < target.Length; i++) target[i] += source[i];
    }
}
