using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Json;
using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>
/// Numbers of JSON frames, whether a venue quotes them or not. The one rule: a number is taken exactly or refused;
/// nothing is rounded, and nothing here throws for what a frame may hold.
/// </summary>
/// <remarks>
/// Hot: allocates nothing for what is spelt without escapes. A number is an optional sign, digits, optionally a point
/// and digits, optionally an exponent; zeros in front and behind mean nothing. Readers must stand over one span.
/// </remarks>
public static class JsonWire
{
    /// <summary>Longest spelling of a number believed, in bytes after unescaping.</summary>
    public const int MaxNumberBytes = 128;

    // A character may be spelt \u0031. No venue spells numbers so: only this path takes memory.
    const int MaxEscapedBytes = MaxNumberBytes * 6;

    /// <summary>Reads a price or quantity at a scale, or at a finer one where it has more decimals.</summary>
    /// <param name="reader">Stands at a string or a number.</param>
    /// <param name="scale">Decimals wanted at least.</param>
    /// <param name="number">The number and the scale it is at.</param>
    /// <param name="fault">Why it was refused.</param>
    public static bool TryReadScaled(
        in Utf8JsonReader reader, byte scale, out WireNumber number, out WireFault fault) =>
        IsPlain(in reader)
            ? TryParseScaled(reader.ValueSpan, scale, out number, out fault)
            : TryParseScaled(Unescape(in reader), scale, out number, out fault);

    /// <summary>Reads a decimal of at most 96 bits and 28 decimals; false for anything else.</summary>
    /// <param name="reader">Stands at a string or a number.</param>
    /// <param name="value">The number, without trailing zeros.</param>
    public static bool TryReadDecimal(in Utf8JsonReader reader, out decimal value) =>
        IsPlain(in reader)
            ? TryParseDecimal(reader.ValueSpan, out value)
            : TryParseDecimal(Unescape(in reader), out value);

    /// <summary>Reads a whole number of 64 bits; false for anything else.</summary>
    /// <param name="reader">Stands at a string or a number.</param>
    /// <param name="value">The number.</param>
    public static bool TryReadInt64(in Utf8JsonReader reader, out long value) =>
        IsPlain(in reader)
            ? TryParseInt64(reader.ValueSpan, out value)
            : TryParseInt64(Unescape(in reader), out value);

    /// <summary>
    /// The text of a string or number in UTF-8, unescaped; false when it is neither, too long to unescape, or escaped
    /// into something that is not text.
    /// </summary>
    /// <param name="reader">Stands at a property name, a string or a number.</param>
    /// <param name="scratch">Takes the text where it has escapes: as long as the spelling on the wire suffices.</param>
    /// <param name="text">The text, in the frame or in <paramref name="scratch"/>.</param>
    public static bool TryReadText(in Utf8JsonReader reader, Span<byte> scratch, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.PropertyName))
            return false;
        if (!reader.ValueIsEscaped)
        {
            text = reader.ValueSpan;
            return true;
        }

        if (reader.ValueSpan.Length > scratch.Length) return false;
        try
        {
            text = scratch[..reader.CopyString(scratch)];
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: the reader passes it over, and only its text is impossible.
            return false;
        }
    }

    /// <summary>Parses a price or quantity, as <see cref="TryReadScaled"/> does, from its spelling.</summary>
    /// <param name="text">The spelling, without quotes or escapes.</param>
    /// <param name="scale">Decimals wanted at least, at most <see cref="Scaling.MaxScale"/>.</param>
    /// <param name="number">The number and the scale it is at.</param>
    /// <param name="fault">Why it was refused.</param>
    public static bool TryParseScaled(
        ReadOnlySpan<byte> text, byte scale, out WireNumber number, out WireFault fault)
    {
        fault = WireFault.None;
        if (!TryParsePlain(text, out var digits, out var decimals))
            return TryParseAnyScaled(text, scale, out number, out fault);
        if (decimals > scale)
        {
            var (quotient, rest) = Math.DivRem(digits, (ulong)Scaling.PowerOfTen(decimals - scale));
            if (rest != 0) return TryParseAnyScaled(text, scale, out number, out fault);
            (digits, decimals) = (quotient, scale);
        }

        var high = Math.BigMul(digits, (ulong)Scaling.PowerOfTen(scale - decimals), out var low);
        number = new WireNumber((long)low, scale);
        if (high == 0 && low <= long.MaxValue) return true;
        fault = WireFault.TooLarge;
        return false;
    }

    /// <summary>Parses a decimal, as <see cref="TryReadDecimal"/> does, from its spelling.</summary>
    /// <param name="text">The spelling, without quotes or escapes.</param>
    /// <param name="value">The number, without trailing zeros.</param>
    public static bool TryParseDecimal(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        return WireDigits.TryParse(text, out var digits) && digits.TryToDecimal(out value);
    }

    /// <summary>Parses a whole number, as <see cref="TryReadInt64"/> does, from its spelling.</summary>
    /// <param name="text">The spelling, without quotes or escapes.</param>
    /// <param name="value">The number.</param>
    public static bool TryParseInt64(ReadOnlySpan<byte> text, out long value)
    {
        var isShort = text.Length <= MaxNumberBytes;
        if (isShort && Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length) return true;
        value = 0;
        return WireDigits.TryParse(text, out var digits) && digits.TryToInt64(out value);
    }

    /// <summary>A fault in words, for a frame's reason: <c>a number beyond 64 bits</c>.</summary>
    public static string Describe(WireFault fault) => fault switch
    {
        WireFault.NotANumber => "not a number",
        WireFault.Negative => "a negative price or quantity",
        WireFault.TooFine => "more than 18 decimals",
        WireFault.TooLarge => "a number beyond 64 bits",
        WireFault.NotALevel => "not a level of price and quantity",
        WireFault.TooManyLevels => "more than 100,000 levels on a side",
        _ => "nothing",
    };

    static bool IsPlain(in Utf8JsonReader reader) => !reader.ValueIsEscaped
        && reader.TokenType is JsonTokenType.String or JsonTokenType.Number;

    [MethodImpl(MethodImplOptions.NoInlining)]
    static ReadOnlySpan<byte> Unescape(in Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String
        && TryReadText(in reader, new byte[MaxEscapedBytes], out var text) ? text : default;

    // Digits and at most one point between them: every number that a venue really sends.
    static bool TryParsePlain(ReadOnlySpan<byte> text, out ulong digits, out int decimals)
    {
        digits = 0;
        decimals = 0;
        if (text.Length is 0 or > 19) return false;
        var point = -1;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = (uint)text[i] - '0';
            if (digit <= 9) digits = digits * 10 + digit;
            else if (text[i] == '.' && point < 0 && i > 0) point = i;
            else return false;
        }

        decimals = point < 0 ? 0 : text.Length - 1 - point;
        return point != text.Length - 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static bool TryParseAnyScaled(ReadOnlySpan<byte> text, byte scale, out WireNumber number, out WireFault fault)
    {
        number = default;
        fault = WireFault.NotANumber;
        return WireDigits.TryParse(text, out var digits) && digits.TryToScaled(scale, out number, out fault);
    }
}
