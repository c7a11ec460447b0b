using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>
/// The general path of <see cref="JsonWire"/>: a number of any spelling as significant digits and a power of ten,
/// without leading or trailing zeros, so that equal numbers are equal whatever their spelling.
/// </summary>
readonly struct WireDigits
{
    // As many digits as 128 bits hold whatever they are.
    const int MaxDigits = 38;

    // An exponent past this leaves every range below; stopping here keeps the sums of it small.
    const int MaxExponent = 10_000;

    readonly UInt128 digits;
    readonly int exponent;
    readonly bool isNegative;

    WireDigits(UInt128 digits, int exponent, bool isNegative)
    {
        this.digits = digits;
        this.exponent = digits == 0 ? 0 : exponent;
        this.isNegative = isNegative && digits != 0;
    }

    /// <summary>Takes a spelling apart; false when it is no number, or longer than any number we could hold.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out WireDigits number)
    {
        number = default;
        if (text.Length is 0 or > JsonWire.MaxNumberBytes) return false;
        var at = text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var run = default(Run);
        var start = at;
        run.Read(text, ref at);
        if (at == start) return false;
        var decimals = 0;
        if (at < text.Length && text[at] == '.')
        {
            start = ++at;
            run.Read(text, ref at);
            decimals = at - start;
            if (decimals == 0) return false;
        }

        if (!TryReadExponent(text[at..], out var power) || run.Count > MaxDigits) return false;
        number = new WireDigits(run.Digits, power - decimals + run.Zeros, text[0] == '-');
        return true;
    }

    /// <summary>The number at a scale, or at a finer one where it has more decimals.</summary>
    public bool TryToScaled(byte scale, out WireNumber number, out WireFault fault)
    {
        number = default;
        fault = isNegative ? WireFault.Negative
            : -exponent > Scaling.MaxScale ? WireFault.TooFine
            : WireFault.None;
        if (fault != WireFault.None) return false;
        var needed = (byte)Math.Max(scale, -exponent);
        fault = WireFault.TooLarge;
        if (!TryTimesPowerOfTen(needed + exponent, long.MaxValue, out var scaled)) return false;
        number = new WireNumber((long)scaled, needed);
        fault = WireFault.None;
        return true;
    }

    /// <summary>The number as a decimal, where its 96 bits and 28 decimals hold it.</summary>
    public bool TryToDecimal(out decimal value)
    {
        value = 0;
        if (-exponent > 28) return false;
        if (!TryTimesPowerOfTen(Math.Max(exponent, 0), (UInt128.One << 96) - 1, out var bits)) return false;
        var scale = (byte)Math.Max(-exponent, 0);
        value = new decimal((int)(ulong)bits, (int)((ulong)bits >> 32), (int)(ulong)(bits >> 64), isNegative, scale);
        return true;
    }

    /// <summary>The number where it is whole and 64 bits hold it.</summary>
    public bool TryToInt64(out long value)
    {
        value = 0;
        var limit = isNegative ? (UInt128)long.MaxValue + 1 : (UInt128)long.MaxValue;
        if (exponent < 0 || !TryTimesPowerOfTen(exponent, limit, out var whole)) return false;
        value = isNegative ? (long)-(Int128)whole : (long)whole;
        return true;
    }

    bool TryTimesPowerOfTen(int power, UInt128 limit, out UInt128 product)
    {
        product = digits;
        if (product > limit) return false;
        if (product == 0) return true;
        for (; power > 0; power--)
        {
            if (product > limit / 10) return false;
            product *= 10;
        }

        return true;
    }

    static bool TryReadExponent(ReadOnlySpan<byte> text, out int power)
    {
        power = 0;
        if (text.IsEmpty) return true;
        if (text[0] is not ((byte)'e' or (byte)'E')) return false;
        var at = text.Length > 1 && text[1] is (byte)'-' or (byte)'+' ? 2 : 1;
        if (at == text.Length) return false;
        var isNegative = text[1] == '-';
        for (; at < text.Length; at++)
        {
            if (!char.IsAsciiDigit((char)text[at])) return false;
            power = Math.Min(power * 10 + (text[at] - '0'), MaxExponent);
        }

        if (isNegative) power = -power;
        return true;
    }

    /// <summary>Digits as they are read; zeros count only once a digit follows them.</summary>
    struct Run
    {
        public UInt128 Digits;
        public int Count;
        public int Zeros;

        public void Read(ReadOnlySpan<byte> text, ref int at)
        {
            for (; at < text.Length && char.IsAsciiDigit((char)text[at]); at++)
            {
                if (text[at] == '0')
                {
                    if (Count > 0) Zeros++;
                    continue;
                }

                Count += Zeros + 1;
                if (Count <= MaxDigits)
                {
                    for (; Zeros > 0; Zeros--) Digits *= 10;
                    Digits = Digits * 10 + (uint)(text[at] - '0');
                }

                Zeros = 0;
            }
        }
    }
}
