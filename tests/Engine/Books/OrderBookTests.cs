using StrategyHost.Engine.Books;
using StrategyHost.Market;
using static StrategyHost.Tests.Engine.Books.Updates;

namespace StrategyHost.Tests.Engine.Books;

public sealed class OrderBookTests
{
    readonly OrderBook book = new();

    [Fact]
    public void A_finer_frame_widens_the_book_in_place()
    {
        book.TryReplace(Snapshot(1, Levels((100, 5), (99, 6)), Levels((101, 7), (102, 8)), limit: 2));

        Assert.True(book.TryAmend(Delta(
            new SequenceSpan(1, 2, 2), Levels((100_01, 9_0)), Levels((101_00, 0)), prices: 4, quantities: 4)));

        Assert.Equal((4, 4), (book.PriceScale, book.QuantityScale));
        Assert.Equal([new(100_01, 90), new(100_00, 50), new(99_00, 60)], Bids);
        Assert.Equal([new(102_00, 80)], Asks);
        Assert.Equal((99_00, 102_00), (book.BidHorizon, book.AskHorizon));
    }

    [Fact]
    public void A_coarser_frame_is_brought_to_the_books_scale()
    {
        book.TryReplace(Snapshot(1, Levels((100_00, 5)), [], prices: 4, quantities: 3));

        Assert.True(book.TryAmend(Delta(new SequenceSpan(1, 2, 2), Levels((100, 1)), [], prices: 2, quantities: 0)));

        Assert.Equal([new(100_00, 1000)], Bids);
    }

    [Theory]
    [InlineData(long.MaxValue / 5, 1, 3, 3)] // the frame's own price does not fit the book's finer scale
    [InlineData(1, long.MaxValue / 5, 4, 2)] // nor its quantity
    [InlineData(1, 1, 18, 3)] // the book's prices do not fit the frame's finer scale
    public void What_does_not_fit_64_bits_is_refused_and_leaves_the_book_unchanged(
        long price, long quantity, byte prices, byte quantities)
    {
        book.TryReplace(Snapshot(1, Levels((123_4567, 5)), Levels((200_0000, 6)), limit: 1, prices: 4, quantities: 3));

        var delta = Delta(
            new SequenceSpan(1, 2, 2), Levels((1, 1), (price, quantity)), Levels((1, 1)), prices, quantities);

        Assert.False(book.TryAmend(delta));
        Assert.Equal((4, 3), (book.PriceScale, book.QuantityScale));
        Assert.Equal([new(123_4567, 5)], Bids);
        Assert.Equal([new(200_0000, 6)], Asks);
        Assert.Equal((123_4567, 200_0000), (book.BidHorizon, book.AskHorizon));
    }

    [Fact]
    public void A_side_full_to_the_limit_is_known_to_its_worst_price_and_the_other_wholly()
    {
        book.TryReplace(Snapshot(1, Levels((99, 1), (100, 1), (98, 1)), Levels((101, 1), (102, 1)), limit: 3));

        Assert.Equal((98, long.MaxValue), (book.BidHorizon, book.AskHorizon));
        Assert.Equal((3, 2), (book.KnownBids, book.KnownAsks));

        book.TryAmend(Delta(new SequenceSpan(1, 2, 2), Levels((97, 1), (99, 0)), Levels((110, 1))));

        Assert.Equal((2, 3), (book.KnownBids, book.KnownAsks)); // 97 appeared past the horizon and is not known
        Assert.Equal(3, book.Bids.Count);
    }

    [Fact]
    public void A_snapshot_without_a_limit_is_the_whole_book()
    {
        book.TryReplace(Snapshot(1, Levels((100, 1)), Levels((101, 1))));

        Assert.Equal((long.MinValue, long.MaxValue), (book.BidHorizon, book.AskHorizon));
        book.TryAmend(Delta(new SequenceSpan(1, 2, 2), Levels((100, 0)), Levels((101, 0))));
        Assert.False(book.IsBeyondHorizon); // empty, and known to be
    }

    [Fact]
    public void The_touch_past_the_horizon_is_told_from_the_touch_at_it()
    {
        book.TryReplace(Snapshot(1, Levels((100, 1), (99, 1)), Levels((101, 1), (102, 1)), limit: 2));
        book.TryAmend(Delta(new SequenceSpan(1, 2, 2), Levels((100, 0)), []));
        Assert.False(book.IsBeyondHorizon);

        book.TryAmend(Delta(new SequenceSpan(2, 3, 3), Levels((99, 0), (98, 1)), []));
        Assert.True(book.IsBeyondHorizon);
        Assert.Equal(0, book.KnownBids);

        book.TryAmend(Delta(new SequenceSpan(3, 4, 4), Levels((98, 0)), []));
        Assert.True(book.IsBeyondHorizon); // an empty side that was not wholly known

        book.TryAmend(Delta(new SequenceSpan(4, 5, 5), Levels((99, 2)), []));
        Assert.False(book.IsBeyondHorizon);
    }

    [Fact]
    public void A_side_that_lets_a_level_go_is_known_only_up_to_it()
    {
        var far = Enumerable.Range(0, Ladder.MaxLevels).Select(x => new ScaledLevel(1_000_000 + x, 1));
        book.TryReplace(Snapshot(1, [new(10_000_000, 1), .. far], []));
        Assert.Equal(long.MinValue, book.BidHorizon);

        book.TryAmend(Delta(new SequenceSpan(1, 2, 2), Levels((999_999, 1)), []));

        Assert.Equal(1, book.LevelsLetGo);
        Assert.Equal(1_000_000, book.BidHorizon);
        Assert.Equal(Ladder.MaxLevels + 1, book.KnownBids);
    }

    [Fact]
    public void A_book_holds_the_best_levels_of_its_bound_whatever_is_pushed_past_it()
    {
        book.TryReplace(Snapshot(1, Levels((99, 1), (100, 2), (98, 3)), Levels((101, 1))) with { LevelBound = 2 });
        Assert.Equal([new(100, 2), new(99, 1)], Bids);

        var span = new SequenceSpan(1, 2, 2);
        var delta = Delta(span, Levels((105, 4), (104, 5)), Levels((103, 1), (102, 1), (101, 0)));

        book.TryAmend(delta with { LevelBound = 2 });

        Assert.Equal([new(105, 4), new(104, 5)], Bids);
        Assert.Equal([new(102, 1), new(103, 1)], Asks);
        Assert.Equal((long.MinValue, 0), (book.BidHorizon, book.LevelsLetGo));
        Assert.True(book.TryAmend(Delta(new SequenceSpan(2, 3, 3), Levels((99, 1)), []) with { LevelBound = 0 }));
        Assert.Equal(3, book.Bids.Count);
    }

    ScaledLevel[] Bids => All(book.Bids);

    ScaledLevel[] Asks => All(book.Asks);

    static ScaledLevel[] All(Ladder ladder)
    {
        var levels = new ScaledLevel[ladder.Count];
        ladder.CopyTo(levels);
        return levels;
    }
}
