using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Plugins.Okx;

public sealed class ChecksumTests
{
    static long Sum(ScaledLevel[] bids, ScaledLevel[] asks, byte prices = 1, byte quantities = 0) =>
        Wire.Adapter.Profile.Checksum!.Compute(bids, asks, prices, quantities);

    // 3366.1:7:3366.8:9:3368:8:3372:8
    [Fact]
    public void The_vector_of_a_longer_ask_side_holds() => Assert.Equal(
        831_078_360, Sum([new(33_661, 7)], [new(33_668, 9), new(33_680, 8), new(33_720, 8)]));

    [Fact]
    public void An_empty_side_or_book_is_summed_too()
    {
        Assert.Equal(0, Sum([], []));
        Assert.Equal((int)Crc32.Of("1:2"u8), Sum([new(10, 2)], []));
        Assert.Equal((int)Crc32.Of("1:2"u8), Sum([], [new(10, 2)]));
    }

    [Fact]
    public void A_finer_scale_changes_nothing() => Assert.Equal(
        Sum([new(33_661, 7)], [new(33_668, 9)]),
        Sum([new(3_366_100, 70_000_000)], [new(3_366_800, 90_000_000)], prices: 3, quantities: 7));

    [Fact]
    public void Levels_past_the_25th_are_not_summed()
    {
        ScaledLevel[] levels = [.. Enumerable.Range(1, 40).Select(i => new ScaledLevel(i * 10, i))];
        Assert.Equal(Sum(levels[..25], levels[..25]), Sum(levels, levels));
    }
}
