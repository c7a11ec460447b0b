using StrategyHost.Engine.Signals;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Engine.Signals;

public sealed class SignalLogTests
{
    readonly SignalLog log = new();

    [Fact]
    public void Signals_are_read_once_each_in_order()
    {
        Add(1, 3);
        var seen = 0L;
        Assert.Equal(["1", "2", "3"], Names(log.ReadSince(ref seen)));
        Assert.Empty(log.ReadSince(ref seen));
        Add(4, 5);
        Assert.Equal(["4", "5"], Names(log.ReadSince(ref seen)));
        Assert.Equal((5L, 5L), (seen, log.Count));
    }

    [Fact]
    public void Past_its_bound_the_oldest_go()
    {
        Add(1, SignalLog.Capacity + 10);
        var seen = 3L;
        var read = log.ReadSince(ref seen);
        Assert.Equal((SignalLog.Capacity, "11"), (read.Count, read[0].Name));
        Assert.Equal(["1009", "1010"], Names(log.Newest(2)));
        Assert.Equal(SignalLog.Capacity, log.Newest(5_000).Count);
    }

    void Add(int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            log.Add(new Signal(DateTimeOffset.UnixEpoch, "s", null, $"{i}", null, null, null));
        }
    }

    static IEnumerable<string> Names(IEnumerable<Signal> signals) => signals.Select(x => x.Name);
}
