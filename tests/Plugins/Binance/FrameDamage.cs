using System.Text;

namespace StrategyHost.Tests.Plugins.Binance;

/// <summary>What may happen to a frame's bytes.</summary>
static class FrameDamage
{
    static readonly byte[][] Scraps = [.. new[]
    {
        "0", "00", "1", "9", ".", "-", "e5", "\"", ",", "[", "]", "{", "}", " ", "\\u0031", "\\ud800", "null", "\\",
        "123456789012345678901234567890", "[\"1.5\",\"2\"]", "[\"1.5\",\"2\",\"3\"]", "\"a\":[],", "\"s\":\"ETHUSDT\",",
        "\"b\":[[\"7.125\",\"1\"]],", "/**/", "\u20ac", "\0",
    }.Select(Encoding.UTF8.GetBytes)];

    // No encoder makes these: half a character, one too long, one past the last, a byte order mark.
    static readonly byte[][] Bytes =
    [
        [0xC3], [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF],
    ];

    /// <summary>A damaged copy.</summary>
    public static byte[] Of(byte[] frame, Random random)
    {
        var bytes = frame.ToList();
        for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(9))
            {
                case 0: bytes[at] = (byte)random.Next(32, 127); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 6))); break;
                case 3: bytes.InsertRange(at, Scraps[random.Next(Scraps.Length)]); break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 60))));
                    break;
                case 5: bytes.InsertRange(at, Bytes[random.Next(Bytes.Length)]); break;
                case 6: bytes.InsertRange(random.Next(2) == 0 ? 0 : bytes.Count, Bytes[^1]); break;
                case 7: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes[at] = bytes[random.Next(bytes.Count)]; break;
            }
        }

        return [.. bytes];
    }
}
