using System.Text;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Plugins.Binance;

public sealed class AllocationTests
{
    public static TheoryData<string, string> Frames => Samples.Theory;

    [Theory]
    [MemberData(nameof(Frames))]
    public void Decoding_allocates_nothing(string venue, string frame)
    {
        var wire = Wire.Inferring(Wire.Adapter(venue), Wire.SpotCombined);
        var bytes = Encoding.UTF8.GetBytes(frame);
        var sink = new CountingSink();
        wire.Session.Decode(bytes, Wire.Received, sink, wire.Output);
        var allocated = Allocations.Steady(() =>
        {
            for (var i = 0; i < 1_000; i++) wire.Session.Decode(bytes, Wire.Received, sink, wire.Output);
        });
        Assert.Equal((1, 0L), (sink.Total % 1_000, allocated));
    }
}
