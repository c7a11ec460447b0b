using StrategyHost.Market;
using StrategyHost.Simulator.Market;
using StrategyHost.Simulator.Wire;

namespace StrategyHost.Tests.Simulator.Wire;

/// <summary>Differences of a top-N window: whoever applies them holds exactly the best N.</summary>
public sealed class TopWindowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(400)]
    [InlineData(2000)]
    public void Applying_every_difference_gives_the_best_levels(int levelCount)
    {
        var market = new SeededMarket(3);
        var of = market.Add("bybit", pace: 4).Instruments[0];
        var window = new TopWindow(of.Book, levelCount);
        var (bids, asks) = (new Dictionary<long, long>(), new Dictionary<long, long>());
        for (var step = 1; step <= 400; step++)
        {
            market.Step(step * 20);
            var changed = window.Advance();
            Assert.Equal(changed, window.BidChanges.Length + window.AskChanges.Length > 0);
            Apply(bids, window.BidChanges);
            Apply(asks, window.AskChanges);
            Assert.Equal(Top(of.Book.Bids, levelCount), bids.OrderByDescending(x => x.Key).Select(Level));
            Assert.Equal(Top(of.Book.Asks, levelCount), asks.OrderBy(x => x.Key).Select(Level));
            Assert.Equal(Top(of.Book.Bids, levelCount), window.Bids.ToArray());
        }
    }

    [Fact]
    public void A_level_pushed_past_the_edge_is_removed_and_one_that_comes_within_it_is_added()
    {
        var book = new SimulatedBook(1);
        foreach (var price in (long[])[10, 9, 8]) book.Place(Side.Bid, price, price);
        var window = new TopWindow(book, 2);
        Assert.True(window.Advance());
        book.Change(2, 20, Side.Bid, 11, 5);
        Assert.True(window.Advance());
        Assert.Equal([new(11, 5), new(9, 0)], window.BidChanges.ToArray());
        book.Change(3, 40, Side.Bid, 11, 0);
        Assert.True(window.Advance());
        Assert.Equal([new(11, 0), new(9, 9)], window.BidChanges.ToArray());
        book.Change(4, 60, Side.Bid, 8, 0);
        Assert.False(window.Advance());
        Assert.Empty(window.BidChanges.ToArray());
    }

    static void Apply(Dictionary<long, long> side, ReadOnlySpan<ScaledLevel> changes)
    {
        foreach (var change in changes)
        {
            if (change.Quantity != 0) side[change.Price] = change.Quantity;
            else Assert.True(side.Remove(change.Price), "a level was removed that was never told");
        }
    }

    static ScaledLevel Level(KeyValuePair<long, long> level) => new(level.Key, level.Value);

    static ScaledLevel[] Top(Ladder ladder, int count) =>
        [.. Enumerable.Range(0, Math.Min(count, ladder.Count)).Select(ladder.At)];
}
