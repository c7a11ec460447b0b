using System.Buffers.Text;

namespace StrategyHost.Market;

/// <summary>Scaled integers in their shortest spelling: no zero that could be left out, no exponent.</summary>
/// <remarks>Hot: no allocation.</remarks>
public static class ScaledText
{
    /// <summary>Most bytes of a spelling.</summary>
    public const int MaxBytes = 20;

    /// <summary>Writes <paramref name="value"/> times 10^-<paramref name="scale"/>; the bytes written.</summary>
    /// <param name="value">Not negative.</param>
    /// <param name="scale">0 to <see cref="Scaling.MaxScale"/>.</param>
    /// <param name="text">Room for <see cref="MaxBytes"/>.</param>
    public static int Write(long value, int scale, Span<byte> text)
    {
        for (; scale > 0 && value % 10 == 0; scale--) value /= 10;
        var (whole, part) = Math.DivRem(value, Scaling.PowerOfTen(scale));
        Utf8Formatter.TryFormat(whole, text, out var length);
        if (scale == 0) return length;
        text[length] = (byte)'.';
        for (var i = scale; i > 0; i--, part /= 10) text[length + i] = (byte)('0' + (part % 10));
        return length + 1 + scale;
    }
}
