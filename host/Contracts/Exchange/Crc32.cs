namespace StrategyHost.Exchange;

/// <summary>The CRC32 of IEEE 802.3, as in gzip, by which some venues sum up a book.</summary>
public static class Crc32
{
    const uint Polynomial = 0xEDB88320; // reflected

    static readonly uint[] Table = BuildTable();

    /// <summary>The sum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes) sum = Table[(byte)(sum ^ value)] ^ (sum >> 8);
        return ~sum;
    }

    static uint[] BuildTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var sum = i;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ Polynomial;
            table[i] = sum;
        }

        return table;
    }
}
