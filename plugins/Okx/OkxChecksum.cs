using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Okx;

/// <summary>
/// The checksum of the best 25 levels, which the venue sent until June 2026 and of which it now sends 0: CRC32 of
/// <c>bid:quantity:ask:quantity:...</c>, level by level, the longer side alone where the other ends.
/// </summary>
/// <remarks>
/// The venue sums the texts that it sent. It writes no zero that could be left out (30240 and 0.05, not 30240.0 nor
/// 0.050), so that the shortest spelling of a number is the text that it sent. No allocation.
/// </remarks>
static class OkxChecksum
{
    public const int Levels = 25;

    /// <summary>The checksum as the venue spells it: 32 bits with a sign.</summary>
    public static long Of(
        ReadOnlySpan<ScaledLevel> bids, ReadOnlySpan<ScaledLevel> asks, byte priceScale, byte quantityScale)
    {
        Span<byte> text = stackalloc byte[2 * Levels * 2 * (ScaledText.MaxBytes + 1)];
        var length = 0;
        for (var i = 0; i < Levels; i++)
        {
            if (i < bids.Length) length += Write(bids[i], priceScale, quantityScale, text[length..]);
            if (i < asks.Length) length += Write(asks[i], priceScale, quantityScale, text[length..]);
        }

        return (int)Crc32.Of(text[..Math.Max(0, length - 1)]);
    }

    static int Write(ScaledLevel level, byte priceScale, byte quantityScale, Span<byte> text)
    {
        var length = ScaledText.Write(level.Price, priceScale, text);
        text[length++] = (byte)':';
        length += ScaledText.Write(level.Quantity, quantityScale, text[length..]);
        text[length++] = (byte)':';
        return length;
    }
}
