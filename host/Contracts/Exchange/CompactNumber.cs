using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>
/// Digits with at most one point, ended by a quote, to a scaled integer by vector instructions. The rule: what is not
/// spelt exactly so is not read here, and the general path decides; nothing is trusted that was not looked at.
/// </summary>
/// <remarks>
/// Hot. It loads 32 bytes from where the number begins, so that whoever calls has made sure of them. At most 15 digits
/// and 30 characters; more go the general way.
/// </remarks>
static class CompactNumber
{
    /// <summary>Bytes that must be readable from a number's first digit on.</summary>
    public const int Readable = 32;

    const int MaxDigits = 16;

    // For every place of the point (0 to 15, and 16 for none) and count of digits: which byte of the spelling each of
    // sixteen right-aligned digits is. 0x80 gives a zero.
    static readonly byte[] Places = BuildPlaces();

    /// <summary>True where the instructions are there; else everything goes the general way.</summary>
    public static bool IsSupported => Avx2.IsSupported && Places.Length > 0; // the table is made before it is used

    /// <summary>Reads a number; false when the general path has to decide.</summary>
    /// <param name="first">The first digit.</param>
    /// <param name="scale">Decimals wanted.</param>
    /// <param name="value">The number at that scale.</param>
    /// <param name="length">Bytes of its spelling, the closing quote not counted.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ref byte first, int scale, out long value, out int length)
    {
        var text = Vector256.LoadUnsafe(ref first);
        var values = text - Vector256.Create((byte)'0');
        var isDigit = Vector256.Equals(Vector256.Min(values, Vector256.Create((byte)9)), values);
        var others = ~isDigit.ExtractMostSignificantBits();
        var point = BitOperations.TrailingZeroCount(others);
        length = point;
        var digits = point;
        var decimals = 0;
        value = 0;
        if (others == 0 || point == 0) return false;
        if (Unsafe.Add(ref first, point) == '.')
        {
            others &= others - 1;
            length = BitOperations.TrailingZeroCount(others);
            decimals = length - point - 1;
            if (others == 0 || decimals == 0) return false;
            if (decimals > scale)
            {
                if (!AreZeros(text, point + 1 + scale, length)) return false;
                decimals = scale;
            }

            digits = point + decimals;
        }

        // The digits and the point among them must stand in the sixteen bytes that are combined.
        if (Unsafe.Add(ref first, length) != '"' || digits >= MaxDigits || point >= MaxDigits) return false;
        value = Combine(values.GetLower(), point, digits);
        return decimals == scale || TryWiden(ref value, scale - decimals);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static long Combine(Vector128<byte> values, int point, int digits)
    {
        var places = Vector128.LoadUnsafe(
            ref MemoryMarshal.GetArrayDataReference(Places), (nuint)(((point * (MaxDigits + 1)) + digits) * 16));
        var ordered = Ssse3.Shuffle(values, places);
        var tens = Ssse3.MultiplyAddAdjacent(
            ordered, Vector128.Create((sbyte)10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1));
        var hundreds = Sse2.MultiplyAddAdjacent(tens, Vector128.Create((short)100, 1, 100, 1, 100, 1, 100, 1));
        var packed = Sse41.PackUnsignedSaturate(hundreds, hundreds).AsInt16();
        var tenThousands = Vector128.Create((short)10_000, 1, 10_000, 1, 10_000, 1, 10_000, 1);
        var halves = Sse2.MultiplyAddAdjacent(packed, tenThousands).AsUInt64().ToScalar();
        return (long)(uint)halves * 100_000_000 + (long)(halves >> 32);
    }

    static bool AreZeros(Vector256<byte> text, int from, int to)
    {
        var zeros = Vector256.Equals(text, Vector256.Create((byte)'0')).ExtractMostSignificantBits();
        var wanted = (uint)((1UL << to) - (1UL << from));
        return (zeros & wanted) == wanted;
    }

    static bool TryWiden(ref long value, int digits)
    {
        var high = Math.BigMul((ulong)value, (ulong)Scaling.PowerOfTen(digits), out var low);
        value = (long)low;
        return high == 0 && value >= 0;
    }

    static byte[] BuildPlaces()
    {
        var places = new byte[MaxDigits * (MaxDigits + 1) * 16];
        for (var point = 0; point < MaxDigits; point++)
        {
            for (var digits = 0; digits <= MaxDigits; digits++)
            {
                var row = places.AsSpan(((point * (MaxDigits + 1)) + digits) * 16, 16);
                for (var place = 0; place < 16; place++)
                {
                    var digit = place - (16 - digits);
                    var source = digit < point ? digit : digit + 1; // the point is passed over
                    row[place] = digit < 0 || source > 15 ? (byte)0x80 : (byte)source;
                }
            }
        }

        return places;
    }
}
