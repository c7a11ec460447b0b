using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>
/// Where the spelling of a number ends, and what it looks like: digits with at most one point among them. Whoever
/// makes one has found the point; that all the rest are digits is looked at when the number is read.
/// </summary>
readonly ref struct Spelling
{
    readonly ref byte end;
    readonly nuint length;
    readonly nuint tail;

    /// <summary>Describes a number.</summary>
    /// <param name="first">A byte before it.</param>
    /// <param name="start">Where it begins, counted from there.</param>
    /// <param name="point">Where its point stands; its end when it has none.</param>
    /// <param name="end">The byte after its last.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Spelling(ref byte first, int start, int point, int end)
    {
        this.end = ref Unsafe.Add(ref first, (uint)end);
        length = (uint)(end - start);
        tail = (uint)(end - point);
    }

    Spelling(ref byte end, nuint length, nuint tail)
    {
        this.end = ref end;
        this.length = length;
        this.tail = tail;
    }

    /// <summary>True when it is of the kind and length that is read here.</summary>
    public bool IsRegular
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => length <= CompactNumber.MaxLength && tail != 1 && length > tail;
    }

    /// <summary>Digits after the point.</summary>
    public int Decimals
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => tail == 0 ? 0 : (int)tail - 1;
    }

    /// <summary>The byte after its last.</summary>
    public ref byte End
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref end;
    }

    /// <summary>Which row of the table of places belongs to it.</summary>
    public nuint Row
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (tail * (CompactNumber.MaxLength + 1)) + length;
    }

    /// <summary>The same number without decimals past a scale that are all zero; false where they are not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryCut(int scale, out Spelling cut)
    {
        var excess = Decimals - scale;
        cut = this;
        if (excess <= 0) return true;
        if (excess > sizeof(ulong)) return false;
        var zeros = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Subtract(ref end, sizeof(ulong))) ^ 0x3030303030303030;
        if (zeros >> (64 - (8 * excess)) != 0) return false;
        var bytes = (nuint)(scale == 0 ? excess + 1 : excess); // the point goes with the last decimal
        cut = new Spelling(ref Unsafe.Subtract(ref end, bytes), length - bytes, tail - bytes);
        return true;
    }
}

/// <summary>
/// Spelt numbers to scaled integers by vector instructions, two at a time. The rule: what is not spelt exactly so is
/// not read here, and the general path decides; nothing is trusted that was not looked at.
/// </summary>
/// <remarks>
/// Hot. It loads the sixteen bytes that end where a number ends, so that whoever calls has made sure of them.
/// </remarks>
static class CompactNumber
{
    /// <summary>Longest spelling read here, and the bytes that must be readable before a number's end.</summary>
    public const int MaxLength = 16;

    // For every tail (the point and what follows) and length: which byte of the sixteen each right-aligned digit is.
    // 0x80 gives a zero.
    static readonly byte[] Places = BuildPlaces();

    /// <summary>True where the instructions are there; else everything goes the general way.</summary>
    public static bool IsSupported =>
        Avx2.IsSupported && BitConverter.IsLittleEndian && Places.Length > 0; // the table is made before it is used

    /// <summary>Reads two numbers; false when the general path has to decide.</summary>
    /// <param name="first">One.</param>
    /// <param name="firstScale">Decimals wanted of it.</param>
    /// <param name="second">The other.</param>
    /// <param name="secondScale">Decimals wanted of that.</param>
    /// <param name="values">Both at those scales.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(
        Spelling first, int firstScale, Spelling second, int secondScale, out ScaledLevel values)
    {
        Unsafe.SkipInit(out values);
        if (!first.IsRegular || !second.IsRegular) return false;
        if (!first.TryCut(firstScale, out var one) || !second.TryCut(secondScale, out var two)) return false;
        var text = Vector256.Create(Load(ref one.End), Load(ref two.End)) - Vector256.Create((byte)'0');
        var digits = Avx2.Shuffle(text, Vector256.Create(PlacesOf(one), PlacesOf(two)));
        if (Vector256.GreaterThanAny(digits, Vector256.Create((byte)9))) return false;
        var (x, y) = Combine(digits);
        if (one.Decimals != firstScale && !TryWiden(ref x, firstScale - one.Decimals)) return false;
        if (two.Decimals != secondScale && !TryWiden(ref y, secondScale - two.Decimals)) return false;
        values = new ScaledLevel(x, y);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<byte> Load(ref byte end) => Vector128.LoadUnsafe(ref Unsafe.Subtract(ref end, MaxLength));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<byte> PlacesOf(Spelling spelling) =>
        Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Places), spelling.Row * 16);

    // Sixteen digits in each half: pairs, fours, eights, and the two eights of each by multiplication.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (long First, long Second) Combine(Vector256<byte> digits)
    {
        var tens = Avx2.MultiplyAddAdjacent(digits, Vector256.Create((short)0x010A).AsSByte());
        var hundreds = Avx2.MultiplyAddAdjacent(tens, Vector256.Create(0x00010064).AsInt16());
        var packed = Avx2.PackUnsignedSaturate(hundreds, hundreds).AsInt16();
        var eights = Avx2.MultiplyAddAdjacent(packed, Vector256.Create(0x00012710).AsInt16()).AsUInt64();
        var (x, y) = (eights.GetLower().ToScalar(), eights.GetUpper().ToScalar());
        return ((long)(((uint)x * 100_000_000UL) + (x >> 32)), (long)(((uint)y * 100_000_000UL) + (y >> 32)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static bool TryWiden(ref long value, int digits)
    {
        var high = Math.BigMul((ulong)value, (ulong)Scaling.PowerOfTen(digits), out var low);
        value = (long)low;
        return high == 0 && value >= 0;
    }

    static byte[] BuildPlaces()
    {
        const int Rows = MaxLength + 1;
        var places = new byte[Rows * Rows * 16];
        for (var tail = 0; tail < Rows; tail++)
        {
            for (var length = 0; length < Rows; length++)
            {
                var into = places.AsSpan(((tail * Rows) + length) * 16, 16);
                var digits = tail > 0 ? length - 1 : length;
                for (var place = 0; place < 16; place++)
                {
                    // The digits before the point stand one byte farther left than they would without it.
                    var source = tail > 0 && place < 16 - (tail - 1) ? place - 1 : place;
                    into[place] = place < 16 - digits || source < 0 ? (byte)0x80 : (byte)source;
                }
            }
        }

        return places;
    }
}
