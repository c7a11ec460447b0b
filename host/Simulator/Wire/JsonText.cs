using System.Buffers;
using System.Buffers.Text;
using System.Text;
using StrategyHost.Market;

namespace StrategyHost.Simulator.Wire;

/// <summary>
/// Builds one JSON text as UTF-8 bytes. It writes exactly what it is told, digit by digit, since a venue's digits
/// are part of its protocol.
/// </summary>
sealed class JsonText
{
    readonly ArrayBufferWriter<byte> buffer = new(16 * 1024);

    /// <summary>A copy of the text written so far; the next text starts empty.</summary>
    public byte[] Take()
    {
        var text = buffer.WrittenSpan.ToArray();
        buffer.ResetWrittenCount();
        return text;
    }

    public JsonText Raw(ReadOnlySpan<byte> utf8)
    {
        buffer.Write(utf8);
        return this;
    }

    public JsonText Raw(string text)
    {
        Encoding.UTF8.GetBytes(text, buffer);
        return this;
    }

    public JsonText Integer(long value)
    {
        Utf8Formatter.TryFormat(value, buffer.GetSpan(20), out var written);
        buffer.Advance(written);
        return this;
    }

    /// <summary>A scaled integer as a quoted number with a fixed count of decimals.</summary>
    public JsonText Quoted(long value, int scale, int decimals) =>
        Raw("\""u8).Number(value, scale, decimals).Raw("\""u8);

    /// <summary>A scaled integer as a quoted number without trailing zeros: <c>"64073"</c>.</summary>
    public JsonText Trimmed(long value, int scale) => Raw("\""u8).TrimmedNumber(value, scale).Raw("\""u8);

    /// <summary>The same without quotes.</summary>
    public JsonText TrimmedNumber(long value, int scale)
    {
        while (scale > 0 && value % 10 == 0) (value, scale) = (value / 10, scale - 1);
        return Number(value, scale, scale);
    }

    /// <summary>A whole number as a string: <c>"1786538744703"</c>.</summary>
    public JsonText QuotedInteger(long value) => Raw("\""u8).Integer(value).Raw("\""u8);

    /// <summary>Levels as <c>[["price","quantity"],...]</c>, without the key.</summary>
    public JsonText Levels(ReadOnlySpan<ScaledLevel> levels, in NumberShape shape)
    {
        Raw("["u8);
        for (var i = 0; i < levels.Length; i++)
        {
            Raw(i == 0 ? "["u8 : ",["u8).Quoted(levels[i].Price, shape.PriceScale, shape.PriceDecimals).Raw(","u8)
                .Quoted(levels[i].Quantity, shape.QuantityScale, shape.QuantityDecimals).Raw("]"u8);
        }

        return Raw("]"u8);
    }

    JsonText Number(long value, int scale, int decimals)
    {
        if (value < 0) Raw("-"u8);
        var magnitude = Math.Abs(value);
        if (decimals < scale) (magnitude, scale) = (magnitude / Scaling.PowerOfTen(scale - decimals), decimals);
        var unit = Scaling.PowerOfTen(scale);
        Integer(magnitude / unit);
        if (decimals > 0) Raw("."u8);
        if (scale > 0) Digits(magnitude % unit, scale);
        for (var i = scale; i < decimals; i++) Raw("0"u8);
        return this;
    }

    void Digits(long value, int count)
    {
        var span = buffer.GetSpan(count);
        for (var i = count - 1; i >= 0; i--)
        {
            span[i] = (byte)('0' + value % 10);
            value /= 10;
        }

        buffer.Advance(count);
    }
}

/// <summary>How one instrument's numbers are held (scales) and written (decimals).</summary>
readonly record struct NumberShape(int PriceScale, int PriceDecimals, int QuantityScale, int QuantityDecimals);
