using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Contracts.Strategy;

/// <summary>Every measure of a book, exact, and a clear sentence where there is none.</summary>
public class BookViewTests
{
    static readonly BookBuffer Usual = BookMaker.Make(
        [new(100.00m, 3m), new(99.99m, 1m), new(99.00m, 10m)], [new(100.02m, 1m), new(100.03m, 2m)]);

    public static TheoryData<string> PricedMeasures =>
        ["BestBid", "BestAsk", "Mid", "Spread", "SpreadBps", "Microprice"];

    [Fact]
    public void The_touch_and_what_follows_from_it()
    {
        var book = Usual.View;

        Assert.Equal(new Level(100.00m, 3m), book.BestBid);
        Assert.Equal(new Level(100.02m, 1m), book.BestAsk);
        Assert.Equal((100.01m, 0.02m), (book.Mid, book.Spread));
        Assert.Equal(0.02m / 100.01m * 10_000, book.SpreadBps);
        Assert.Equal(BookMaker.Bitcoin, book.Instrument);
        Assert.True(book.IsPublished && book.IsTwoSided);
    }

    [Fact]
    public void The_microprice_lies_nearer_to_the_side_where_less_rests() =>
        Assert.Equal((100.00m * 1 + 100.02m * 3) / 4, Usual.View.Microprice);

    [Theory]
    [InlineData(1, "0.5")]
    [InlineData(2, "0.1428571428571428571428571429")]
    [InlineData(3, "0.6470588235294117647058823529")]
    [InlineData(1000, "0.6470588235294117647058823529")]
    [InlineData(0, "0")]
    [InlineData(-1, "0")]
    public void Imbalance_sums_as_many_levels_as_there_are(int levels, string expected) =>
        Assert.Equal(decimal.Parse(expected), Usual.View.Imbalance(levels));

    [Fact]
    public void Imbalance_is_one_when_only_bids_rest_and_does_not_overflow()
    {
        Assert.Equal(1, BookMaker.Make([new(1, 1)], []).View.Imbalance());
        Assert.Equal(-1, BookMaker.Make([], [new(1, 1)]).View.Imbalance(5));
        Assert.Equal(0, BookMaker.Make([], []).View.Imbalance(5));
        var huge = new BookBuffer(BookBuffer.MaxLevels);
        huge.BidRoom.Fill(new ScaledLevel(1, long.MaxValue));
        huge.Header.BidCount = BookBuffer.MaxLevels;
        Assert.Equal(1, huge.View.Imbalance(BookBuffer.MaxLevels));
    }

    [Theory]
    [InlineData("100.01", "100.00", true, false)]
    [InlineData("100.00", "100.00", false, true)]
    [InlineData("99.99", "100.00", false, false)]
    public void A_book_is_crossed_or_locked_by_its_touch(string bid, string ask, bool isCrossed, bool isLocked)
    {
        var book = BookMaker.Make([new(decimal.Parse(bid), 1)], [new(decimal.Parse(ask), 1)]).View;

        Assert.Equal((isCrossed, isLocked), (book.IsCrossed, book.IsLocked));
        Assert.Equal(decimal.Parse(ask) - decimal.Parse(bid), book.Spread);
    }

    [Theory]
    [MemberData(nameof(PricedMeasures))]
    public void A_price_of_an_empty_side_is_refused_with_the_remedy(string measure)
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => Measure(BookMaker.Make([], [new(1, 1)]), measure is "BestAsk" ? "BestBid" : measure));
        Assert.Equal("binance:BTC/USDT has no bids now; ask book.IsTwoSided before its prices.", error.Message);
        error = Assert.Throws<InvalidOperationException>(
            () => Measure(BookMaker.Make([new(1, 1)], []), measure is "BestBid" ? "BestAsk" : measure));
        Assert.Equal("binance:BTC/USDT has no asks now; ask book.IsTwoSided before its prices.", error.Message);
    }

    [Theory]
    [MemberData(nameof(PricedMeasures))]
    public void A_price_of_a_book_that_is_not_published_is_refused_with_the_remedy(string measure)
    {
        var unpublished = new BookBuffer(5);
        unpublished.Header.Instrument = BookMaker.Bitcoin;

        Assert.False(unpublished.View.IsPublished);
        var error = Assert.Throws<InvalidOperationException>(() => Measure(unpublished, measure));
        Assert.Equal(
            "binance:BTC/USDT has no published book now; ask book.IsPublished before its prices.", error.Message);
    }

    [Fact]
    public void A_one_sided_book_is_neither_crossed_nor_locked_and_costs_what_it_holds()
    {
        var book = BookMaker.Make([new(100, 1)], []).View;

        Assert.False(book.IsTwoSided || book.IsCrossed || book.IsLocked);
        Assert.Equal(new FillCost(0, 0, 0, IsComplete: false, IsTruncated: false), book.CostToBuy(1));
        Assert.Null(book.CostToBuy(1).AveragePrice);
    }

    [Fact]
    public void Levels_are_walked_and_copied_best_first()
    {
        var prices = new List<decimal>();
        foreach (var level in Usual.View.Bids) prices.Add(level.Price);

        Assert.Equal([100.00m, 99.99m, 99.00m], prices);
        Assert.Equal([new(100.02m, 1m), new(100.03m, 2m)], Usual.View.Asks.ToArray());
        Assert.Throws<IndexOutOfRangeException>(() => Usual.View.Asks[2]);
    }

    [Fact]
    public void The_horizon_is_unknown_on_a_side_that_is_known_whole()
    {
        var buffer = BookMaker.Make([new(100, 1)], [new(101, 1)]);
        Assert.Equal(new BookHorizon(null, null), buffer.View.Horizon);

        buffer.Header.BidHorizon = 95_50;
        buffer.Header.IsBeyondHorizon = true;

        Assert.Equal(new BookHorizon(95.5m, null), buffer.View.Horizon);
        Assert.True(buffer.View.IsBeyondHorizon);
    }

    [Fact]
    public void Numbers_that_the_venue_does_not_give_are_null_and_not_zero()
    {
        var buffer = BookMaker.Make([], []);
        buffer.Header.Sequence = -1;
        Assert.Equal((null, null), (buffer.View.Sequence, buffer.View.VenueTime));

        buffer.Header.Sequence = 0;
        buffer.Header.VenueTimeNs = 1_000;
        Assert.Equal((0L, DateTimeOffset.UnixEpoch.AddTicks(10)), (buffer.View.Sequence!.Value, buffer.View.VenueTime));
    }

    static object Measure(BookBuffer buffer, string name)
    {
        var book = buffer.View;
        return name switch
        {
            "BestBid" => book.BestBid,
            "BestAsk" => book.BestAsk,
            "Mid" => book.Mid,
            "Spread" => book.Spread,
            "SpreadBps" => book.SpreadBps,
            _ => book.Microprice,
        };
    }
}
