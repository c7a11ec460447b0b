using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Contracts.Exchange;

public sealed class WireTimeTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("1970-01-01T00:00:00.000000001Z", 1)]
    [InlineData("2021-04-17T16:43:37.075351Z", 1_618_677_817_075_351_000)]
    [InlineData("2019-08-01T00:00:03.818Z", 1_564_617_603_818_000_000)]
    [InlineData("2024-02-29T23:59:59.5Z", 1_709_251_199_500_000_000)]
    [InlineData("2016-12-31T23:59:60Z", 1_483_228_800_000_000_000)]
    [InlineData("2262-04-11T00:00:00Z", 9_223_286_400_000_000_000)]
    public void A_date_is_read_to_the_nanosecond(string text, long expected)
    {
        Assert.True(WireTime.TryParseIso(Encoding.UTF8.GetBytes(text), out var ns));
        Assert.Equal(expected, ns);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00.000000Z")]
    [InlineData("1969-12-31T23:59:59.999999Z")]
    public void A_date_before_1970_is_a_time_that_the_venue_does_not_know(string text)
    {
        Assert.True(WireTime.TryParseIso(Encoding.UTF8.GetBytes(text), out var ns));
        Assert.Equal(0, ns);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Z")]
    [InlineData("2021-04-17")]
    [InlineData("2021-04-17T16:43:37")]
    [InlineData("2021-04-17T16:43:37+00:00")]
    [InlineData("2021-04-17 16:43:37Z")]
    [InlineData("2021-04-17T16:43:37.Z")]
    [InlineData("2021-04-17T16:43:37.0000000001Z")]
    [InlineData("2021-04-17T16:43:37.12x4Z")]
    [InlineData("2021-02-29T00:00:00Z")]
    [InlineData("2021-13-01T00:00:00Z")]
    [InlineData("2021-00-01T00:00:00Z")]
    [InlineData("2021-01-00T00:00:00Z")]
    [InlineData("2021-01-01T24:00:00Z")]
    [InlineData("2021-01-01T00:60:00Z")]
    [InlineData("2021-01-01T00:00:61Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("-001-01-01T00:00:00Z")]
    [InlineData("2263-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:60.999999999Z")]
    public void What_is_no_date_in_UTC_or_does_not_fit_is_refused(string text)
    {
        Assert.False(WireTime.TryParseIso(Encoding.UTF8.GetBytes(text), out var ns));
        Assert.Equal(0, ns);
    }

    [Fact]
    public void Reading_a_date_allocates_nothing()
    {
        var text = "2021-04-17T16:43:37.075351Z"u8.ToArray();
        Assert.Equal(0, Allocations.Steady(() => _ = WireTime.TryParseIso(text, out _)));
    }
}
