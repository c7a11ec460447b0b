using System.Numerics;
using StrategyHost.Market;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Contracts.Market;

/// <summary>Scaled integers and decimals say the same number, or the conversion is refused.</summary>
public class ScalingTests
{
    static readonly long[] Edges =
        [0, 1, -1, 9, 10, long.MaxValue, long.MinValue, long.MaxValue - 1, long.MinValue + 1];

    public static TheoryData<int, int> Batches => Seeds.Batches(1_000, 500);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 10)]
    [InlineData(18, 1_000_000_000_000_000_000)]
    public void Powers_of_ten_go_up_to_the_largest_scale(int scale, long power) =>
        Assert.Equal(power, Scaling.PowerOfTen(scale));

    [Theory]
    [InlineData(long.MaxValue, 0, "9223372036854775807")]
    [InlineData(long.MinValue, 0, "-9223372036854775808")]
    [InlineData(long.MinValue, 18, "-9.223372036854775808")]
    [InlineData(-1, 18, "-0.000000000000000001")]
    [InlineData(4294967296, 2, "42949672.96")]
    [InlineData(0, 5, "0.00000")]
    public void A_scaled_integer_has_an_exact_decimal(long value, int scale, string expected) =>
        Assert.Equal(expected, Scaling.ToDecimal(value, scale).ToString());

    [Theory]
    [InlineData(922337203685477580, 0, 1, true)]
    [InlineData(922337203685477581, 0, 1, false)]
    [InlineData(-922337203685477580, 0, 1, true)]
    [InlineData(-922337203685477581, 0, 1, false)]
    [InlineData(9, 0, 18, true)]
    [InlineData(10, 0, 18, false)]
    [InlineData(-9, 0, 18, true)]
    [InlineData(-10, 0, 18, false)]
    [InlineData(long.MaxValue, 8, 8, true)]
    [InlineData(long.MinValue, 8, 8, true)]
    [InlineData(long.MinValue, 7, 8, false)]
    [InlineData(10, 8, 7, false)]
    [InlineData(0, 0, 18, true)]
    public void Widening_goes_to_the_edge_of_64_bits_and_no_further(long value, int from, int to, bool fits) =>
        Assert.Equal(fits, Scaling.TryWiden(value, from, to, out _));

    [Theory]
    [InlineData("9223372036854775807", 0, true)]
    [InlineData("9223372036854775808", 0, false)]
    [InlineData("-9223372036854775808", 0, true)]
    [InlineData("-9223372036854775809", 0, false)]
    [InlineData("9.223372036854775807", 18, true)]
    [InlineData("9.223372036854775808", 18, false)]
    [InlineData("-9.223372036854775808", 18, true)]
    [InlineData("0.5", 0, false)]
    [InlineData("0.05", 1, false)]
    [InlineData("0.050", 2, true)]
    [InlineData("1.0000000000000000000000000001", 18, false)]
    [InlineData("0.0000000000000000000000000001", 18, false)]
    [InlineData("79228162514264337593543950335", 0, false)]
    [InlineData("-79228162514264337593543950335", 18, false)]
    [InlineData("1", -1, false)]
    [InlineData("1", 19, false)]
    public void A_decimal_is_taken_exactly_or_refused(string value, int scale, bool fits) =>
        Assert.Equal(fits, Scaling.TryFromDecimal(decimal.Parse(value), scale, out _));

    [Theory]
    [InlineData("1", 0)]
    [InlineData("10", 0)]
    [InlineData("0.01", 2)]
    [InlineData("0.010", 2)]
    [InlineData("0.50", 1)]
    [InlineData("5.00", 0)]
    [InlineData("0.00000001", 8)]
    [InlineData("0", 0)]
    [InlineData("0.000", 0)]
    public void The_scale_of_a_step_counts_no_trailing_zeros(string step, int scale) =>
        Assert.Equal(scale, Scaling.ScaleOf(decimal.Parse(step)));

    [Theory]
    [MemberData(nameof(Batches))]
    public void Widening_equals_whole_numbers_of_any_size(int first, int count)
    {
        for (var seed = first; seed < first + count; seed++)
        {
            var random = new Random(seed);
            var value = Any(random);
            var (from, to) = (random.Next(19), random.Next(19));
            var expected = to >= from ? value * BigInteger.Pow(10, to - from) : BigInteger.Pow(2, 100);
            var fits = expected >= long.MinValue && expected <= long.MaxValue;

            Assert.Equal(fits, Scaling.TryWiden(value, from, to, out var widened));
            if (fits) Assert.Equal(expected, widened);
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_scaled_integer_comes_back_from_its_decimal(int first, int count)
    {
        for (var seed = first; seed < first + count; seed++)
        {
            var random = new Random(seed);
            var (value, scale) = (Any(random), random.Next(19));

            var number = Scaling.ToDecimal(value, scale);

            Assert.Equal(value, Digits(number, scale));
            Assert.True(Scaling.TryFromDecimal(number, scale, out var back), $"{value} at {scale}");
            Assert.Equal(value, back);
        }
    }

    static long Any(Random random)
    {
        if (random.Next(10) == 0) return Edges[random.Next(Edges.Length)];
        return random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
    }

    // The digits as written, without the point: decimals of a scale always show that many.
    static BigInteger Digits(decimal number, int scale)
    {
        var text = number.ToString();
        if (scale > 0) Assert.Equal(scale, text.Length - 1 - text.IndexOf('.', StringComparison.Ordinal));
        return BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal));
    }
}
