using System.Text;
using StrategyHost.Tests.Plugins.Binance;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Plugins.Bybit;

public sealed class AllocationTests
{
    [Theory]
    [MemberData(nameof(Samples.Theory), MemberType = typeof(Samples))]
    public void Decoding_allocates_nothing(string venue, string frame)
    {
        var (wire, sink, bytes) = (new Wire(venue), new CountingSink(), Encoding.UTF8.GetBytes(frame));
        wire.Session.Decode(bytes, Wire.Received, sink, wire.Output);
        Assert.Equal(0, Allocations.Steady(() =>
        {
            for (var i = 0; i < 1_000; i++) wire.Session.Decode(bytes, Wire.Received, sink, wire.Output);
        }));
        Assert.Equal(1, sink.Total % 1_000);
    }

    [Fact]
    public void Merging_a_ticker_allocates_nothing()
    {
        var (wire, sink) = (new Wire("bybit-linear"), new CountingSink());
        wire.Decode(Samples.LinearTicker);
        var bytes = Encoding.UTF8.GetBytes(
            """{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","bid1Price":"1"},"cs":1,"ts":2}""");
        Assert.Equal(0, Allocations.Steady(() =>
        {
            for (var i = 0; i < 1_000; i++) wire.Session.Decode(bytes, Wire.Received, sink, wire.Output);
        }));
        Assert.True(sink.Tickers > 0);
    }
}
