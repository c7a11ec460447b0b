using StrategyHost.Market;

namespace StrategyHost.Simulator.Wire.Okx;

/// <summary>
/// The checksum that OKX sent until June 2026: CRC-32 over the best 25 levels, bid and ask in turns, in the very digits
/// that are sent.
/// </summary>
sealed class OkxChecksum
{
    const int Depth = 25;
    const uint Polynomial = 0xEDB88320;

    readonly JsonText text = new();
    bool isFirst;

    /// <summary>The checksum of a book, as the signed number that is sent.</summary>
    public int Of(ReadOnlySpan<ScaledLevel> bids, ReadOnlySpan<ScaledLevel> asks, int priceScale, int quantityScale)
    {
        isFirst = true;
        for (var i = 0; i < Depth; i++)
        {
            if (i < bids.Length) Add(bids[i], priceScale, quantityScale);
            if (i < asks.Length) Add(asks[i], priceScale, quantityScale);
        }

        return Of(text.Take());
    }

    /// <summary>CRC-32 as IEEE 802.3 has it, read as a signed number.</summary>
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
        }

        return unchecked((int)~crc);
    }

    void Add(in ScaledLevel level, int priceScale, int quantityScale)
    {
        if (!isFirst) text.Raw(":"u8);
        isFirst = false;
        text.TrimmedNumber(level.Price, priceScale).Raw(":"u8).TrimmedNumber(level.Quantity, quantityScale);
    }
}
