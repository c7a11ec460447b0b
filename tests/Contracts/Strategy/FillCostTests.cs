using StrategyHost.Market;
using StrategyHost.Strategy;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Contracts.Strategy;

/// <summary>Filling a quantity costs the plain sum over the levels in view, and tells if they end first.</summary>
public class FillCostTests
{
    static readonly Level[] Asks = [new(100m, 1m), new(101m, 2m), new(103m, 0.5m)];

    public static TheoryData<int, int> Batches => Seeds.Batches(500, 500);

    [Theory]
    [InlineData("0", "0", "0", "0", true)]
    [InlineData("0.25", "0.25", "25", "100", true)]
    [InlineData("1", "1", "100", "100", true)]
    [InlineData("2", "2", "201", "101", true)]
    [InlineData("3.5", "3.5", "353.5", "103", true)]
    [InlineData("3.6", "3.5", "353.5", "103", false)]
    public void Buying_walks_the_asks_outward(string wanted, string filled, string cost, string worst, bool isComplete)
    {
        var fill = BookMaker.Make([], Asks).View.CostToBuy(decimal.Parse(wanted));

        Assert.Equal(
            new FillCost(decimal.Parse(filled), decimal.Parse(cost), decimal.Parse(worst), isComplete, false), fill);
        Assert.Equal(fill.Quantity == 0 ? null : fill.Cost / fill.Quantity, fill.AveragePrice);
    }

    [Fact]
    public void Selling_walks_the_bids()
    {
        var book = BookMaker.Make([new(99m, 1m), new(98m, 1m)], Asks).View;

        Assert.Equal(new FillCost(1.5m, 148m, 98m, true, false), book.CostToSell(1.5m));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_walk_past_the_view_is_truncated_only_on_the_side_that_goes_on(bool moreBids, bool moreAsks)
    {
        var buffer = BookMaker.Make([new(99m, 1m)], [new(100m, 1m)]);
        buffer.Header.HasMoreBids = moreBids;
        buffer.Header.HasMoreAsks = moreAsks;
        var book = buffer.View;

        Assert.Equal((moreAsks, moreBids), (book.CostToBuy(2).IsTruncated, book.CostToSell(2).IsTruncated));
        Assert.False(book.CostToBuy(1).IsTruncated || book.CostToSell(1).IsTruncated);
        Assert.False(book.CostToBuy(2).IsComplete || book.CostToSell(2).IsComplete);
        Assert.True(book.IsTruncated);
    }

    [Fact]
    public void A_quantity_below_zero_is_the_callers_mistake() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BookMaker.Make([], Asks).View.CostToBuy(-1));

    [Theory]
    [MemberData(nameof(Batches))]
    public void Whatever_the_book_the_parts_add_up(int first, int count)
    {
        for (var seed = first; seed < first + count; seed++)
        {
            var random = new Random(seed);
            var price = 100m;
            var asks = new Level[random.Next(1, 20)];
            for (var i = 0; i < asks.Length; i++)
                asks[i] = new Level(price += 0.01m * random.Next(1, 50), 0.001m * random.Next(1, 5_000));
            var wanted = 0.001m * random.Next(0, 60_000);

            var fill = BookMaker.Make([], asks).View.CostToBuy(wanted);

            var held = asks.Sum(level => level.Quantity);
            Assert.Equal(Math.Min(wanted, held), fill.Quantity);
            Assert.Equal(wanted <= held, fill.IsComplete);
            Assert.Equal(Lots(asks).Take((int)(fill.Quantity * 1000)).Sum() / 1000, fill.Cost);
        }
    }

    // The slow way: one thousandth after the other at its price.
    static IEnumerable<decimal> Lots(Level[] levels) =>
        levels.SelectMany(level => Enumerable.Repeat(level.Price, (int)(level.Quantity * 1000)));
}
