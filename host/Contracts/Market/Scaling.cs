using System.Runtime.CompilerServices;

namespace StrategyHost.Market;

/// <summary>
/// Powers of ten between scaled integers and decimals. The one rule: nothing is ever rounded; what does not fit
/// is refused.
/// </summary>
public static class Scaling
{
    /// <summary>The largest scale: 10^18 is the largest power of ten in 64 bits.</summary>
    public const int MaxScale = 18;

    static readonly long[] Powers = BuildPowers();

    /// <summary>10^<paramref name="scale"/>, for 0 to <see cref="MaxScale"/>.</summary>
    public static long PowerOfTen(int scale) => Powers[scale];

    /// <summary>The exact decimal of a scaled integer.</summary>
    public static decimal ToDecimal(long value, int scale)
    {
        var magnitude = value < 0 ? (ulong)-(value + 1) + 1 : (ulong)value;
        return new decimal((int)magnitude, (int)(magnitude >> 32), 0, value < 0, (byte)scale);
    }

    /// <summary>Brings a value from one scale to a finer one; false when the result needs more than 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWiden(long value, int from, int to, out long widened)
    {
        if (from == to)
        {
            widened = value;
            return true;
        }

        return TryWidenSlow(value, to - from, out widened);
    }

    /// <summary>The scaled integer of a decimal; false when digits or bits would be lost.</summary>
    public static bool TryFromDecimal(decimal value, int scale, out long scaled)
    {
        scaled = 0;
        if (scale is < 0 or > MaxScale) return false;
        var power = (decimal)Powers[scale];
        if (value > long.MaxValue / power || value < long.MinValue / power) return false;
        var product = value * power;
        scaled = decimal.ToInt64(decimal.Truncate(product));
        return scaled == product;
    }

    /// <summary>Decimals that a step such as a tick size has, without trailing zeros: 0.010 has 2.</summary>
    public static byte ScaleOf(decimal step)
    {
        var scale = step.Scale;
        while (scale > 0 && decimal.Round(step, scale - 1) == step) scale--;
        return scale;
    }

    static bool TryWidenSlow(long value, int digits, out long widened)
    {
        widened = 0;
        if (digits is < 0 or > MaxScale) return value == 0 && digits > 0;
        var high = Math.BigMul(value, Powers[digits], out widened);
        return high == widened >> 63;
    }

    static long[] BuildPowers()
    {
        var powers = new long[MaxScale + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
