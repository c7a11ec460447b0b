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
    public void A_full_ladder_lets_its_worst_level_go_and_says_so(Side side)
    {
        var ladder = new Ladder(side);
        long Price(int rank) => side == Side.Bid ? 1_000_000 - rank : 1_000_000 + rank;
        for (var rank = 0; rank < Ladder.MaxLevels; rank++) Assert.True(ladder.Set(Price(rank), rank + 1));

        Assert.False(ladder.Set(Price(Ladder.MaxLevels), 7)); // worse than all: refused
        Assert.Equal(Price(Ladder.MaxLevels - 1), ladder.At(ladder.Count - 1).Price);
        Assert.False(ladder.Set(Price(-1), 8)); // better than all: the worst makes room
        Assert.Equal(new ScaledLevel(Price(-1), 8), ladder.Best);
        Assert.Equal(Price(Ladder.MaxLevels - 2), ladder.At(ladder.Count - 1).Price);
        Assert.Equal(Ladder.MaxLevels, ladder.Count);
        Assert.True(ladder.Set(Price(3), 0)); // room again
        Assert.True(ladder.Set(Price(3), 9));
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

    static ScaledLevel[] All(Ladder ladder) => [.. Enumerable.Range(0, ladder.Count).Select(ladder.At)];
}
