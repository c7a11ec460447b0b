using System.Globalization;
using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Contracts.Market;

public class ScaledTextTests
{
    [Theory]
    [InlineData(0, 0, "0")]
    [InlineData(0, 8, "0")]
    [InlineData(302_400, 1, "30240")]
    [InlineData(5, 2, "0.05")]
    [InlineData(50, 3, "0.05")]
    [InlineData(302_435, 1, "30243.5")]
    [InlineData(1, 18, "0.000000000000000001")]
    [InlineData(long.MaxValue, 18, "9.223372036854775807")]
    [InlineData(long.MaxValue, 0, "9223372036854775807")]
    public void A_number_is_spelt_as_shortly_as_it_can_be(long value, int scale, string expected) =>
        Assert.Equal(expected, Text(value, scale));

    [Fact]
    public void Any_number_is_spelt_as_a_decimal_would_be()
    {
        for (var seed = 1; seed <= 10_000; seed++)
        {
            var random = new Random(seed);
            var (value, scale) = (random.NextInt64(1L << random.Next(1, 63)), random.Next(Scaling.MaxScale + 1));
            var expected = Scaling.ToDecimal(value, scale) / 1.0000000000000000000000000000m;
            Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), Text(value, scale));
        }
    }

    [Fact]
    public void The_sum_of_the_standards_check_text_is_the_standards() =>
        Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    static string Text(long value, int scale)
    {
        Span<byte> text = stackalloc byte[ScaledText.MaxBytes];
        return Encoding.UTF8.GetString(text[..ScaledText.Write(value, scale, text)]);
    }
}
