using StrategyHost.Engine.Books;
using StrategyHost.Market;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Books;

public sealed class LadderTests
{
    public static TheoryData<int, int> Batches => Seeds.Batches(40, 10);

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_ladder_is_a_sorted_map_whatever_is_done_to_it(int firstSeed, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var random = new Random(seed);
            var side = random.Next(2) == 0 ? Side.Bid : Side.Ask;
            var (ladder, model) = (new Ladder(side), Model(side));
            for (var i = 0; i < 4_000; i++)
            {
                Change(ladder, model, random);
                if (i % 97 == 0) AssertSame(model, ladder, random, $"seed {seed}, operation {i}");
            }

            AssertSame(model, ladder, random, $"seed {seed}, end");
        }
    }

    [Theory]
    [InlineData(Side.Bid)]
    [InlineData(Side.Ask)]
    public void A_ladder_that_is_full_far_out_lets_what_comes_there_go_and_says_so(Side side)
    {
        var ladder = new Ladder(side);
        var sign = side == Side.Bid ? -1 : 1;
        long Far(int rank) => 10_000_000 + (sign * (1_000_000 + rank));
        ladder.Set(10_000_000, 1);
        for (var rank = 0; rank < Ladder.MaxLevels; rank++) Assert.True(ladder.Set(Far(rank), rank + 1));

        Assert.False(ladder.Set(Far(Ladder.MaxLevels), 7)); // one more far out: refused
        Assert.True(ladder.Set(Far(3), 9)); // one that is held may change
        Assert.True(ladder.Set(10_000_000 - sign, 8)); // the touch always has room
        Assert.Equal(new ScaledLevel(10_000_000 - sign, 8), ladder.Best);
        Assert.True(ladder.Set(Far(3), 0));
        Assert.True(ladder.Set(Far(Ladder.MaxLevels), 7)); // room again
        Assert.Equal(Ladder.MaxLevels + 2, ladder.Count);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_ladder_follows_its_market_across_windows_strides_and_scales(int firstSeed, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var random = new Random(seed);
            var side = random.Next(2) == 0 ? Side.Bid : Side.Ask;
            var (ladder, model) = (new Ladder(side), Model(side));
            var step = new long[] { 1, 5, 1000, 10_000_000_000 }[random.Next(4)];
            var middle = step * random.NextInt64(100_000, 900_000);
            for (var i = 0; i < 3_000; i++)
            {
                if (random.Next(200) == 0) middle = Math.Max(step, middle + (step * random.NextInt64(-50_000, 50_000)));
                var reach = random.Next(10) == 0 ? 60_000 : 300;
                var price = Math.Max(0, middle + (step * random.NextInt64(-reach, reach)));
                if (random.Next(2_000) == 0) price += step / 2; // between the ticks seen so far
                var quantity = random.Next(3) == 0 ? 0 : random.NextInt64(1, 1_000_000);
                Assert.True(ladder.Set(price, quantity));
                if (quantity == 0) model.Remove(price);
                else model[price] = quantity;
                if (i % 211 == 0) AssertSame(model, ladder, random, $"seed {seed}, operation {i}");
            }

            AssertSame(model, ladder, random, $"seed {seed}, end");
        }
    }

    [Fact]
    public void Multiplying_keeps_order_and_scales_both_numbers()
    {
        var ladder = new Ladder(Side.Ask);
        foreach (var price in new long[] { 30, 10, 20 }) ladder.Set(price, price + 1);

        ladder.Multiply(100, 10);

        Assert.Equal([new(1000, 110), new(2000, 210), new(3000, 310)], All(ladder));
        Assert.Equal((3000, 310), ladder.Largest());
    }

    [Fact]
    public void Multiplying_a_ladder_whose_large_prices_are_gone_overflows_nothing()
    {
        var ladder = new Ladder(Side.Ask);
        ladder.Set(long.MaxValue - 1, 1);
        ladder.Set(0, 2);
        ladder.Set(long.MaxValue - 1, 0);

        ladder.Multiply(1_000, 10);
        ladder.Set(7, 3);

        Assert.Equal([new(0, 20), new(7, 3)], All(ladder));
    }

    [Fact]
    public void An_empty_ladder_has_no_best_and_nothing_largest()
    {
        var ladder = new Ladder(Side.Bid);
        ladder.Set(5, 1);
        ladder.Clear();

        Assert.Equal((0, default, (0L, 0L), 0), (ladder.Count, ladder.Best, ladder.Largest(), ladder.CountFrom(1)));
    }

    static SortedDictionary<long, long> Model(Side side) => side == Side.Bid
        ? new SortedDictionary<long, long>(Comparer<long>.Create((x, y) => y.CompareTo(x)))
        : [];

    static void Change(Ladder ladder, SortedDictionary<long, long> model, Random random)
    {
        var kind = random.Next(1000);
        if (kind == 0)
        {
            ladder.Clear();
            model.Clear();
            return;
        }

        // Mostly near the touch, now and then a far level.
        var price = kind < 50 ? random.NextInt64(0, 10_000_000) : 5_000 + random.Next(60) - random.Next(60);
        var quantity = random.Next(3) == 0 ? 0 : random.NextInt64(1, 1_000_000);
        Assert.True(ladder.Set(price, quantity));
        if (quantity == 0) model.Remove(price);
        else model[price] = quantity;
    }

    static void AssertSame(SortedDictionary<long, long> model, Ladder ladder, Random random, string when)
    {
        var expected = model.Select(x => new ScaledLevel(x.Key, x.Value)).ToArray();
        Assert.True(expected.AsSpan().SequenceEqual(All(ladder)), when);
        Assert.Equal(expected.FirstOrDefault(), ladder.Best);
        var from = 5_000 + random.Next(100) - 50L;
        Assert.Equal(model.Keys.Count(x => x == from || ladder.IsBetter(x, from)), ladder.CountFrom(from));
        var few = new ScaledLevel[7];
        var copied = ladder.CopyTo(few);
        Assert.Equal(expected.Take(7), few.Take(copied));
        var largest = model.Count == 0 ? default : (model.Keys.Max(), model.Values.Max());
        Assert.Equal(largest, ladder.Largest());
    }

    static ScaledLevel[] All(Ladder ladder)
    {
        var levels = new ScaledLevel[ladder.Count];
        Assert.Equal(levels.Length, ladder.CopyTo(levels));
        return levels;
    }
}
