using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using StrategyHost.Market;

namespace StrategyHost.Tests.Plugins.Binance;

/// <summary>
/// A number of a frame as a whole number of any size times a power of ten, read by a pattern: slow, and right by being
/// plain.
/// </summary>
readonly partial record struct WireRational(BigInteger Digits, int Exponent)
{
    const int MaxBytes = 128;

    public bool IsZero => Digits.IsZero;

    public bool IsNegative => Digits.Sign < 0;

    /// <summary>Decimals that it has, trailing zeros not counted.</summary>
    public int Decimals => Math.Max(0, -Exponent);

    /// <summary>Null where it is not spelt as a number.</summary>
    public static WireRational? Parse(string text)
    {
        if (text.Length > MaxBytes || Spelling().Match(text) is not { Success: true } match) return null;
        var decimals = match.Groups["decimals"].Value;
        var digits = BigInteger.Parse(match.Groups["whole"].Value + decimals, CultureInfo.InvariantCulture);
        if (digits.IsZero) return new WireRational(0, 0);
        var power = match.Groups["power"].Value;
        // What is written with more digits than a power has is out of every range, whatever it is exactly.
        var stated = BigInteger.Parse(power.Length == 0 ? "0" : power, NumberStyles.AllowLeadingSign);
        var exponent = stated - decimals.Length;
        while (digits % 10 == 0)
        {
            digits /= 10;
            exponent++;
        }

        var bounded = (int)BigInteger.Min(BigInteger.Max(exponent, -1_000), 1_000);
        return new WireRational(text[0] == '-' ? -digits : digits, bounded);
    }

    /// <summary>Null where it is not whole or 64 bits do not hold it.</summary>
    public long? ToInt64()
    {
        if (Exponent < 0) return null;
        var value = Digits * BigInteger.Pow(10, Exponent);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
    }

    /// <summary>Null where 28 decimals or 96 bits do not hold it.</summary>
    public decimal? ToDecimal()
    {
        if (Exponent < -28) return null;
        var bits = Digits * BigInteger.Pow(10, Math.Max(0, Exponent));
        if (BigInteger.Abs(bits) >= BigInteger.Pow(2, 96)) return null;
        var value = (decimal)bits;
        var parts = decimal.GetBits(value);
        return new decimal(parts[0], parts[1], parts[2], bits.Sign < 0, (byte)Decimals);
    }

    /// <summary>Null where 64 bits do not hold it at a scale that has all its decimals.</summary>
    public long? ToScaled(int scale)
    {
        var value = Digits * BigInteger.Pow(10, scale + Exponent);
        return value <= long.MaxValue ? (long)value : null;
    }

    [GeneratedRegex(
        @"\A[+-]?(?<whole>[0-9]+)(\.(?<decimals>[0-9]+))?([eE](?<power>[+-]?[0-9]+))?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Spelling();
}

/// <summary>A symbol's scales as the oracle keeps them: a frame that is believed widens them, no other does.</summary>
sealed class OracleSymbol(Instrument instrument)
{
    public Instrument Instrument { get; } = instrument;

    public byte PriceScale { get; private set; } = instrument.PriceScale;

    public byte QuantityScale { get; private set; } = instrument.QuantityScale;

    /// <summary>
    /// Prices and quantities in turn. Rule: all of one frame stand at one scale of prices and one of quantities, as
    /// fine as any number needs and never coarser than before; false where one then does not fit 64 bits.
    /// </summary>
    public bool TryWiden(IReadOnlyList<WireRational> numbers, bool keeps = true)
    {
        var (prices, quantities) = ((int)PriceScale, (int)QuantityScale);
        for (var i = 0; i < numbers.Count; i++)
        {
            if (i % 2 == 0) prices = Math.Max(prices, numbers[i].Decimals);
            else quantities = Math.Max(quantities, numbers[i].Decimals);
        }

        if (prices > Scaling.MaxScale || quantities > Scaling.MaxScale) return false;
        for (var i = 0; i < numbers.Count; i++)
            if (numbers[i].ToScaled(i % 2 == 0 ? prices : quantities) is null) return false;
        if (keeps) (PriceScale, QuantityScale) = ((byte)prices, (byte)quantities);
        return true;
    }

    public ScaledLevel[] Scaled(IReadOnlyList<WireRational> numbers)
    {
        var levels = new ScaledLevel[numbers.Count / 2];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = new ScaledLevel(
                numbers[i * 2].ToScaled(PriceScale)!.Value, numbers[(i * 2) + 1].ToScaled(QuantityScale)!.Value);
        }

        return levels;
    }
}

/// <summary>Names of fields that mean the same in streams and in REST's answers, written down once more.</summary>
static class OracleNames
{
    static readonly Dictionary<string, string> Long = new()
    {
        ["pu"] = "pu", ["id"] = "id", ["data"] = "data", ["stream"] = "stream", ["lastUpdateId"] = "lastUpdateId",
        ["code"] = "code", ["msg"] = "msg", ["result"] = "result", ["error"] = "error", ["bids"] = "b", ["asks"] = "a",
        ["symbol"] = "s", ["bidPrice"] = "b", ["bidQty"] = "B", ["askPrice"] = "a", ["askQty"] = "A",
        ["lastPrice"] = "c", ["openPrice"] = "o", ["highPrice"] = "h", ["lowPrice"] = "l", ["volume"] = "v",
        ["quoteVolume"] = "q", ["closeTime"] = "E", ["time"] = "E", ["serverTime"] = "E",
    };

    public static string? Of(string name) =>
        name.Length == 1 && char.IsAsciiLetter(name[0]) ? name : Long.GetValueOrDefault(name);
}
