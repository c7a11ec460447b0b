using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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

    // What is looked at for one level at a time; a longer one is not read here.
    const int WindowBytes = 64;

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
        if (start + Vector128<byte>.Count > bytes.Length) return TryTextSlowly(start, out length);
        var text = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(bytes), (uint)start);
        // As signed bytes, controls and all that is not ASCII are below a space.
        var ends = Vector128.Equals(text, Vector128.Create((byte)'"'))
            | Vector128.LessThan(text.AsSByte(), Vector128.Create((sbyte)' ')).AsByte()
            | Vector128.Equals(text, Vector128.Create((byte)'\\'));
        var marks = ends.ExtractMostSignificantBits();
        if (marks == 0) return TryTextSlowly(start, out length);
        length = BitOperations.TrailingZeroCount(marks);
        Position = start + length + 1;
        return bytes[start + length] == '"';
    }

    bool TryTextSlowly(int start, out int length)
    {
        length = 0;
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
        length = 0;
        if (start + Vector128<byte>.Count <= bytes.Length)
        {
            var values = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(bytes), (uint)start)
                - Vector128.Create((byte)'0');
            var others = Vector128.GreaterThan(values, Vector128.Create((byte)9)).ExtractMostSignificantBits();
            length = others == 0 ? Vector128<byte>.Count : BitOperations.TrailingZeroCount(others);
        }

        while (start + length < bytes.Length && (uint)(bytes[start + length] - '0') <= 9) length++;
        if (length is 0 or > MaxDigits || (length > 1 && bytes[start] == '0')) return false;
        Position = start + length;
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
    [MethodImpl(MethodImplOptions.NoInlining)] // so that all it needs is inlined into it, whoever calls
    public bool TryLevels(LevelBuffer levels, Side side)
    {
        // A number is loaded from its end backwards: before the first one there must be as many bytes.
        if (!CompactNumber.IsSupported || Next != '[' || Position < CompactNumber.MaxLength) return false;
        var position = Position + 1;
        levels.Clear(side);
        if (position < bytes.Length && bytes[position] == ']')
        {
            Position = position + 1;
            return true;
        }

        ref var origin = ref MemoryMarshal.GetReference(bytes);
        var (priceScale, quantityScale) = (levels.PriceScale, levels.QuantityScale);
        var room = levels.Room(side, 0);
        var count = 0;
        while (position + WindowBytes <= bytes.Length)
        {
            ref var first = ref Unsafe.Add(ref origin, (uint)position);
            if (!TryLevel(ref first, priceScale, quantityScale, out var level, out var length)) return false;
            if ((uint)count >= (uint)room.Length && (room = levels.Room(side, count)).Length <= count) return false;
            room[count++] = level;
            position += length + 1;
            var separator = Unsafe.Add(ref first, (uint)length);
            if (Unsafe.Add(ref first, (uint)length - 1) != ']' && !TryPassRest(ref position, out separator))
                return false;
            if (separator == ',') continue;
            Position = position;
            levels.Fill(side, count);
            return separator == ']';
        }

        Position = position;
        levels.Fill(side, count);
        return TryLastLevels(levels, side);
    }

    /// <summary>
    /// Reads <c>[["buy","price","quantity"],["sell",...]]</c> into both sides of a buffer, in place of what they held.
    /// </summary>
    /// <param name="levels">The buffer, begun at the symbol's scales; a digit beyond them is not read here.</param>
    public bool TryChanges(LevelBuffer levels)
    {
        if (!CompactNumber.IsSupported || !TryPass((byte)'[')) return false;
        levels.Clear(Side.Bid);
        levels.Clear(Side.Ask);
        if (TryPass((byte)']')) return true;
        // Without its side a change is a level: from the price's quote on it is copied behind a bracket.
        Span<byte> padded = stackalloc byte[CompactNumber.MaxLength + (2 * WindowBytes)];
        padded.Clear();
        var window = padded.Slice(CompactNumber.MaxLength, WindowBytes);
        window[0] = (byte)'[';
        do
        {
            var isBuy = bytes[Position..].StartsWith("[\"buy\","u8);
            if (!isBuy && !bytes[Position..].StartsWith("[\"sell\","u8)) return false;
            Position += isBuy ? 7 : 8;
            var rest = bytes[Position..];
            if (rest.Length < WindowBytes - 1) window[1..].Clear();
            rest[..Math.Min(rest.Length, WindowBytes - 1)].CopyTo(window[1..]);
            if (!TryLevel(ref window[0], levels.PriceScale, levels.QuantityScale, out var level, out var length))
                return false;
            if (window[length - 1] != ']' || !levels.TryAddScaled(isBuy ? Side.Bid : Side.Ask, level)) return false;
            Position += length - 1;
        }
        while (TryPass((byte)','));
        return TryPass((byte)']');
    }

    /// <summary>Reads one level out of the window of bytes that begins with it.</summary>
    /// <remarks>Its length is up to behind the byte after the quantity's quote, a bracket or a comma.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool TryLevel(ref byte first, int priceScale, int quantityScale, out ScaledLevel level, out int length)
    {
        Unsafe.SkipInit(out level);
        length = 0;
        Find(ref first, out var quotes, out var points, out var closings);
        var closing = BitOperations.TrailingZeroCount(closings); // the next level waits for this alone
        length = closing + 1;
        var rest = quotes & (quotes - 1);
        var priceEnd = BitOperations.TrailingZeroCount(rest);
        rest &= rest - 1;
        var quantityStart = BitOperations.TrailingZeroCount(rest) + 1;
        rest &= rest - 1;
        var quantityEnd = BitOperations.TrailingZeroCount(rest);
        // [" where it begins, "," between the numbers, ] or , behind them; the quotes stand where they were found.
        if (quantityEnd > WindowBytes - 3 || quantityStart != priceEnd + 3) return false;
        if (Unsafe.ReadUnaligned<ushort>(ref first) != OpenQuote) return false;
        if (Unsafe.Add(ref first, (uint)priceEnd + 1) != ',') return false;
        if (quantityEnd != closing - 1)
        {
            if (Unsafe.Add(ref first, (uint)quantityEnd + 1) != ',') return false;
            length = quantityEnd + 2;
        }

        // A number without a point ends where its point would stand.
        var pricePoint = BitOperations.TrailingZeroCount(points | (1UL << priceEnd));
        var quantityPoint = BitOperations.TrailingZeroCount(
            (points & (ulong.MaxValue << quantityStart)) | (1UL << quantityEnd));
        var price = new Spelling(ref first, 2, pricePoint, priceEnd);
        var quantity = new Spelling(ref first, quantityStart, quantityPoint, quantityEnd);
        return CompactNumber.TryRead(price, priceScale, quantity, quantityScale, out level);
    }

    /// <summary>
    /// The last levels of a message stand too near its end for a window: they are read out of a padded copy.
    /// </summary>
    bool TryLastLevels(LevelBuffer levels, Side side)
    {
        Span<byte> padded = stackalloc byte[CompactNumber.MaxLength + (2 * WindowBytes)];
        padded.Clear();
        var rest = bytes[Position..];
        if (rest.Length >= WindowBytes) return false; // not for here
        rest.CopyTo(padded[CompactNumber.MaxLength..]);
        ref var origin = ref padded[CompactNumber.MaxLength];
        for (var at = 0; at < rest.Length;)
        {
            ref var first = ref Unsafe.Add(ref origin, at);
            if (!TryLevel(ref first, levels.PriceScale, levels.QuantityScale, out var level, out var length))
                return false;
            if (!levels.TryAddScaled(side, level) || at + length >= rest.Length) return false;
            var position = Position + at + length + 1;
            var separator = rest[at + length];
            if (rest[at + length - 1] != ']' && !TryPassRest(ref position, out separator)) return false;
            at = position - Position;
            if (separator == ',') continue;
            Position = position;
            return separator == ']';
        }

        return false;
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

    /// <summary>A bit for each of the window's bytes that is a quote, a point, a closing bracket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Find(ref byte first, out ulong quotes, out ulong points, out ulong closings)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var window = Vector512.LoadUnsafe(ref first);
            quotes = Vector512.Equals(window, Vector512.Create((byte)'"')).ExtractMostSignificantBits();
            points = Vector512.Equals(window, Vector512.Create((byte)'.')).ExtractMostSignificantBits();
            closings = Vector512.Equals(window, Vector512.Create((byte)']')).ExtractMostSignificantBits();
            return;
        }

        var (low, high) = (Vector256.LoadUnsafe(ref first), Vector256.LoadUnsafe(ref first, 32));
        quotes = Matches(low, (byte)'"') | ((ulong)Matches(high, (byte)'"') << 32);
        points = Matches(low, (byte)'.') | ((ulong)Matches(high, (byte)'.') << 32);
        closings = Matches(low, (byte)']') | ((ulong)Matches(high, (byte)']') << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Matches(Vector256<byte> bytes, byte value) =>
        Vector256.Equals(bytes, Vector256.Create(value)).ExtractMostSignificantBits();

    static ushort OpenQuote => BitConverter.IsLittleEndian ? (ushort)0x225B : (ushort)0x5B22;
}
