using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>
/// Reads JSON as venues really write it: no white space, no escapes, plain ASCII. Every call says whether what stands
/// at the position has that shape; where it has not, the whole message goes through <c>Utf8JsonReader</c>, which
/// accepts all of JSON, with the same result for what both accept.
/// </summary>
/// <remarks>
/// Hot: no allocation, no exception, no read outside the message. After a false the position means nothing.
/// </remarks>
public ref struct CompactReader
{
    const int MaxText = 256;
    const int MaxDigits = 18;

    readonly ReadOnlySpan<byte> bytes;

    /// <summary>Stands at a message's first byte.</summary>
    public CompactReader(ReadOnlySpan<byte> bytes) => this.bytes = bytes;

    /// <summary>Bytes read.</summary>
    public int Position { get; private set; }

    /// <summary>True when everything is read.</summary>
    public readonly bool IsAtEnd => Position == bytes.Length;

    /// <summary>The next byte; 0 at the end.</summary>
    public readonly byte Next => Position < bytes.Length ? bytes[Position] : (byte)0;

    /// <summary>Passes one byte over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPass(byte expected)
    {
        if (Next != expected) return false;
        Position++;
        return true;
    }

    /// <summary>Reads a text in quotes.</summary>
    /// <param name="start">Where its first byte stands.</param>
    /// <param name="length">Its bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryText(out int start, out int length)
    {
        start = Position + 1;
        length = 0;
        if (Next != '"') return false;
        var end = Math.Min(bytes.Length, start + MaxText);
        for (var i = start; i < end; i++)
        {
            var value = bytes[i];
            if (value == '"')
            {
                length = i - start;
                Position = i + 1;
                return true;
            }

            if ((uint)(value - 0x20) >= 0x60 || value == '\\') return false; // control, not ASCII, or an escape
        }

        return false;
    }

    /// <summary>Reads a whole number without a sign.</summary>
    /// <param name="start">Where its first digit stands.</param>
    /// <param name="length">Its digits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWhole(out int start, out int length)
    {
        start = Position;
        var end = start;
        while (end < bytes.Length && (uint)(bytes[end] - '0') <= 9) end++;
        length = end - start;
        if (length is 0 or > MaxDigits || (length > 1 && bytes[start] == '0')) return false;
        Position = end;
        return Next is (byte)',' or (byte)'}' or (byte)']';
    }

    /// <summary>Passes <c>true</c>, <c>false</c> or <c>null</c> over.</summary>
    /// <param name="first">Its first letter.</param>
    public bool TryWord(out byte first)
    {
        first = Next;
        var rest = bytes[Position..];
        var length = rest.StartsWith("true"u8) || rest.StartsWith("null"u8) ? 4 : rest.StartsWith("false"u8) ? 5 : 0;
        Position += length;
        return length > 0;
    }

    /// <summary>
    /// Reads <c>[["price","quantity"],...]</c> into a side of a buffer, in place of what it held; further texts of a
    /// level are passed over.
    /// </summary>
    /// <param name="levels">The buffer, begun at the symbol's scales; a digit beyond them is not read here.</param>
    /// <param name="side">The side that the levels are of.</param>
    public bool TryLevels(LevelBuffer levels, Side side)
    {
        if (!CompactNumber.IsSupported || Next != '[') return false;
        var position = Position + 1;
        levels.Clear(side);
        if (position < bytes.Length && bytes[position] == ']')
        {
            Position = position + 1;
            return true;
        }

        // A level is [" and " and "," and "] around two numbers: with both readable there are so many bytes at least.
        ref var origin = ref MemoryMarshal.GetReference(bytes);
        while (position + (2 * CompactNumber.Readable) + 8 <= bytes.Length)
        {
            ref var level = ref Unsafe.Add(ref origin, position);
            if (!TryLevel(ref level, levels, side, out var length)) return false;
            position += length + 1;
            var separator = Unsafe.Add(ref level, length);
            if (Unsafe.Add(ref level, length - 1) != ']' && !TryPassRest(ref position, out separator)) return false;
            if (separator == ',') continue;
            Position = position;
            return separator == ']';
        }

        Position = position;
        return TryLastLevels(levels, side);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool TryLevel(ref byte level, LevelBuffer levels, Side side, out int length)
    {
        length = 0;
        if (Unsafe.ReadUnaligned<ushort>(ref level) != OpenQuote) return false;
        if (!CompactNumber.TryRead(ref Unsafe.Add(ref level, 2), levels.PriceScale, out var price, out var priceLength))
            return false;
        ref var middle = ref Unsafe.Add(ref level, 2 + priceLength + 1);
        if (Unsafe.ReadUnaligned<ushort>(ref middle) != CommaQuote) return false;
        ref var quantityText = ref Unsafe.Add(ref middle, 2);
        if (!CompactNumber.TryRead(ref quantityText, levels.QuantityScale, out var quantity, out var quantityLength))
            return false;
        if (Unsafe.Add(ref quantityText, quantityLength + 1) is not ((byte)']' or (byte)',')) return false;
        length = 2 + priceLength + 3 + quantityLength + 2;
        return levels.TryAddScaled(side, price, quantity);
    }

    /// <summary>
    /// The last levels of a message stand too near its end for vectors: they are read out of a padded copy.
    /// </summary>
    bool TryLastLevels(LevelBuffer levels, Side side)
    {
        Span<byte> padded = stackalloc byte[4 * CompactNumber.Readable + 16];
        while (true)
        {
            var rest = bytes[Position..];
            padded.Clear();
            rest[..Math.Min(rest.Length, (2 * CompactNumber.Readable) + 8)].CopyTo(padded);
            if (!TryLevel(ref MemoryMarshal.GetReference(padded), levels, side, out var length)) return false;
            if (length >= rest.Length) return false;
            var position = Position + length + 1;
            var separator = rest[length];
            if (rest[length - 1] != ']' && !TryPassRest(ref position, out separator)) return false;
            Position = position;
            if (separator == ']') return true;
            if (separator != ',') return false;
        }
    }

    /// <summary>
    /// Passes over what a level has after its quantity, <c>,"0","3"]</c>, up to behind the byte that follows.
    /// </summary>
    /// <param name="position">Behind the comma's successor; then behind <paramref name="separator"/>.</param>
    /// <param name="separator">What follows the level.</param>
    readonly bool TryPassRest(ref int position, out byte separator)
    {
        separator = 0;
        var at = position - 2; // at the comma
        while (at + 1 < bytes.Length && bytes[at] == ',')
        {
            if (bytes[at + 1] != '"') return false;
            for (at += 2; at < bytes.Length && bytes[at] != '"'; at++)
                if ((uint)(bytes[at] - 0x20) >= 0x60 || bytes[at] == '\\') return false;
            at++;
        }

        if (at + 1 >= bytes.Length || bytes[at] != ']') return false;
        separator = bytes[at + 1];
        position = at + 2;
        return true;
    }

    static ushort OpenQuote => BitConverter.IsLittleEndian ? (ushort)0x225B : (ushort)0x5B22;

    static ushort CommaQuote => BitConverter.IsLittleEndian ? (ushort)0x222C : (ushort)0x2C22;
}
