using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Contracts.Exchange;

public sealed class JsonWireTests
{
    [Theory]
    [InlineData("0", 2, 0, 2)]
    [InlineData("-0.00", 2, 0, 2)]
    [InlineData("0.00000000", 0, 0, 0)]
    [InlineData("61737.63000000", 2, 6173763, 2)]
    [InlineData("61737.63000000", 8, 6173763000000, 8)]
    [InlineData("61737.6", 2, 6173760, 2)]
    [InlineData("00061737.6", 2, 6173760, 2)]
    [InlineData("+1.5", 2, 150, 2)]
    [InlineData("1.5e2", 2, 15000, 2)]
    [InlineData("15E-1", 2, 150, 2)]
    [InlineData("1.5e+0", 1, 15, 1)]
    [InlineData("0.001", 2, 1, 3)]
    [InlineData("1.23456789", 2, 123456789, 8)]
    [InlineData("1e-18", 0, 1, 18)]
    [InlineData("9223372036854775807", 0, long.MaxValue, 0)]
    [InlineData("9.223372036854775807", 0, long.MaxValue, 18)]
    [InlineData("1.000000000000000000000000000000", 0, 1, 0)]
    [InlineData("0e9999999", 3, 0, 3)]
    [InlineData("123456789012345678.90", 1, 1234567890123456789, 1)]
    public void A_number_is_taken_exactly_at_the_scale_or_a_finer_one(string text, byte scale, long value, byte at)
    {
        Assert.True(JsonWire.TryParseScaled(Encoding.UTF8.GetBytes(text), scale, out var number, out var fault));
        Assert.Equal((new WireNumber(value, at), WireFault.None), (number, fault));
    }

    [Theory]
    [InlineData("", WireFault.NotANumber)]
    [InlineData("NaN", WireFault.NotANumber)]
    [InlineData("Infinity", WireFault.NotANumber)]
    [InlineData("1.", WireFault.NotANumber)]
    [InlineData(".5", WireFault.NotANumber)]
    [InlineData("1.2.3", WireFault.NotANumber)]
    [InlineData("1,2", WireFault.NotANumber)]
    [InlineData(" 1", WireFault.NotANumber)]
    [InlineData("1e", WireFault.NotANumber)]
    [InlineData("1e+", WireFault.NotANumber)]
    [InlineData("1e5x", WireFault.NotANumber)]
    [InlineData("-", WireFault.NotANumber)]
    [InlineData("--1", WireFault.NotANumber)]
    [InlineData("0x10", WireFault.NotANumber)]
    [InlineData("-0.01", WireFault.Negative)]
    [InlineData("-1", WireFault.Negative)]
    [InlineData("1e-19", WireFault.TooFine)]
    [InlineData("0.0000000000000000001", WireFault.TooFine)]
    [InlineData("9223372036854775808", WireFault.TooLarge)]
    [InlineData("9999999999999999999", WireFault.TooLarge)]
    [InlineData("92233720368547758080", WireFault.TooLarge)]
    [InlineData("9.2233720368547758e100", WireFault.TooLarge)]
    [InlineData("1e99999999999", WireFault.TooLarge)]
    [InlineData("9223372036854775807.5", WireFault.TooLarge)]
    public void What_is_no_number_or_does_not_fit_is_refused_by_name(string text, WireFault expected)
    {
        Assert.False(JsonWire.TryParseScaled(Encoding.UTF8.GetBytes(text), 0, out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void A_number_that_fits_only_without_its_scale_is_too_large() =>
        Assert.False(JsonWire.TryParseScaled("9223372036854775807"u8, 1, out _, out _));

    [Fact]
    public void A_spelling_longer_than_the_limit_is_refused()
    {
        var zeros = new string('0', JsonWire.MaxNumberBytes - 3);
        Assert.True(JsonWire.TryParseScaled(Encoding.UTF8.GetBytes("1." + zeros + "0"), 0, out var number, out _));
        Assert.Equal(1, number.Value);
        Assert.False(JsonWire.TryParseScaled(Encoding.UTF8.GetBytes("1." + zeros + "00"), 0, out _, out _));
    }

    [Theory]
    [InlineData("\"1.5\"")]
    [InlineData("1.5")]
    [InlineData("15e-1")]
    [InlineData("\"\\u0031.5\"")]
    public void A_token_may_be_a_string_a_number_or_escaped(string json)
    {
        var reader = At(json);
        Assert.True(JsonWire.TryReadScaled(in reader, 2, out var number, out _));
        Assert.Equal(new WireNumber(150, 2), number);
        Assert.True(JsonWire.TryReadDecimal(in reader, out var value));
        Assert.Equal(1.5m, value);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"\\ud800\"")]
    public void A_token_that_holds_no_number_is_refused(string json)
    {
        var reader = At(json);
        Assert.False(JsonWire.TryReadScaled(in reader, 2, out _, out var fault));
        Assert.Equal(WireFault.NotANumber, fault);
        Assert.False(JsonWire.TryReadDecimal(in reader, out _));
        Assert.False(JsonWire.TryReadInt64(in reader, out _));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-17", -17)]
    [InlineData("1e3", 1000)]
    [InlineData("5.0", 5)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void A_whole_number_is_read_whatever_its_spelling(string text, long expected)
    {
        Assert.True(JsonWire.TryParseInt64(Encoding.UTF8.GetBytes(text), out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("1 ")]
    [InlineData("12x")]
    public void What_is_not_whole_or_beyond_64_bits_is_refused(string text) =>
        Assert.False(JsonWire.TryParseInt64(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("79228162514264337593543950335", true)]
    [InlineData("79228162514264337593543950336", false)]
    [InlineData("0.0000000000000000000000000001", true)]
    [InlineData("0.00000000000000000000000000001", false)]
    [InlineData("-7.9228162514264337593543950335", true)]
    [InlineData("1e28", true)]
    [InlineData("1e29", false)]
    public void A_decimal_is_exact_or_refused(string text, bool isExact)
    {
        Assert.Equal(isExact, JsonWire.TryParseDecimal(Encoding.UTF8.GetBytes(text), out var value));
        if (isExact) Assert.Equal(decimal.Parse(text, NumberStyles.Float), value);
    }

    public static TheoryData<int, int> SeedBatches => Seeds.Batches(1_000, batch: 250);

    [Theory]
    [MemberData(nameof(SeedBatches))]
    public void Random_numbers_agree_with_unbounded_arithmetic(int first, int count)
    {
        for (var seed = first; seed < first + count; seed++)
        {
            var random = new Random(seed);
            for (var i = 0; i < 50; i++) Compare(Spell(random), (byte)random.Next(0, 19));
        }
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        Measure();
        Assert.Equal(0, Allocations.Steady(() =>
        {
            for (var i = 0; i < 1_000; i++) Measure();
        }));

        static void Measure()
        {
            JsonWire.TryParseScaled("61737.63000000"u8, 2, out _, out _);
            JsonWire.TryParseScaled("6173763e-2"u8, 2, out _, out _);
            JsonWire.TryParseScaled("NaN"u8, 2, out _, out _);
            Assert.True(JsonWire.TryParseDecimal("840180761.51358100"u8, out _));
            Assert.True(JsonWire.TryParseInt64("1723161255208"u8, out _));
        }
    }

    // The number as coefficient times 10^-decimals, by BigInteger alone.
    static void Compare(string text, byte scale)
    {
        var (coefficient, decimals) = Take(text);
        var needed = Math.Max(decimals, scale);
        var scaled = coefficient * BigInteger.Pow(10, needed - decimals);
        var fits = decimals <= 18 && scaled >= 0 && scaled <= long.MaxValue;
        var isRead = JsonWire.TryParseScaled(Encoding.UTF8.GetBytes(text), scale, out var number, out _);
        Assert.True(fits == isRead, $"{text} at {scale}: {(fits ? "refused" : $"taken as {number}")}");
        if (fits) Assert.Equal((scaled, needed), ((BigInteger)number.Value, number.Scale));

        var isDecimal = decimals <= 28 && BigInteger.Abs(coefficient) < BigInteger.One << 96;
        Assert.Equal(isDecimal, JsonWire.TryParseDecimal(Encoding.UTF8.GetBytes(text), out var value));
        if (isDecimal) Assert.Equal(decimal.Parse(text, NumberStyles.Float), value);
    }

    static (BigInteger Coefficient, int Decimals) Take(string text)
    {
        var mark = text.IndexOfAny(['e', 'E']);
        var exponent = mark < 0 ? 0 : int.Parse(text[(mark + 1)..]);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.');
        var decimals = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        var coefficient = BigInteger.Parse(mantissa.Replace(".", ""), NumberStyles.AllowLeadingSign);
        for (; decimals > 0 && coefficient % 10 == 0; decimals--) coefficient /= 10;
        for (; decimals < 0; decimals++) coefficient *= 10;
        return (coefficient, decimals);
    }

    static string Spell(Random random)
    {
        var text = new StringBuilder(random.Next(12) == 0 ? "-" : random.Next(12) == 0 ? "+" : "");
        Digits(random.Next(1, random.Next(3) == 0 ? 30 : 9));
        if (random.Next(4) > 0)
        {
            text.Append('.');
            Digits(random.Next(1, random.Next(3) == 0 ? 30 : 9));
        }

        if (random.Next(5) == 0) text.Append("eE"[random.Next(2)]).Append(random.Next(-30, 31));
        return text.ToString();

        void Digits(int count)
        {
            var zeros = random.Next(3) == 0;
            for (var i = 0; i < count; i++) text.Append(zeros && random.Next(4) > 0 ? 0 : random.Next(10));
        }
    }

    static Utf8JsonReader At(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return reader;
    }
}
