using StrategyHost.Market;
using StrategyHost.Strategy;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Contracts.Strategy;

/// <summary>A buffer is reused, a copy is its own, and looking allocates nothing.</summary>
public class BookBufferTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void Room_is_for_one_to_a_thousand_levels(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BookBuffer(capacity));

    [Fact]
    public void A_copy_does_not_follow_the_book()
    {
        var buffer = BookMaker.Make([new(100, 1), new(99, 1)], [new(101, 1)]);
        var copy = buffer.View.Copy();

        buffer.BidRoom[0] = new ScaledLevel(200_00, 1);
        buffer.Header.Sequence = 8;
        buffer.Header.BidCount = 0;

        Assert.Equal((100.5m, 7L), (copy.Mid, copy.Sequence!.Value));
        Assert.Equal((100.5m, 2), (copy.View.Mid, copy.View.Bids.Count));
        Assert.Equal([new(100, 1), new(99, 1)], copy.Bids);
        Assert.Equal([new(101, 1)], copy.Asks);
        Assert.Equal(BookMaker.Bitcoin, copy.Instrument);
    }

    [Fact]
    public void An_empty_book_can_be_copied()
    {
        var copy = BookMaker.Make([], []).View.Copy();

        Assert.Empty(copy.Bids);
        Assert.False(copy.View.IsTwoSided);
    }

    [Fact]
    public void A_clone_has_just_the_room_it_needs()
    {
        Assert.Equal(2, BookMaker.Make([new(100, 1), new(99, 1)], [new(101, 1)]).Clone().Capacity);
        Assert.Equal(1, new BookBuffer(50).Clone().Capacity);
    }

    [Theory]
    [InlineData(0, 250)]
    [InlineData(-40, 210)] // the venue's clock is behind ours
    [InlineData(1000, 1250)]
    public void Age_is_told_by_the_venues_clock(int offsetMs, int ageMs)
    {
        var buffer = BookMaker.Make([], [], new FrozenTime());
        buffer.Header.VenueTimeNs = Stamp.ToUnixNs(Noon.AddMilliseconds(-250));
        buffer.Header.ClockOffsetNs = offsetMs * 1_000_000L;

        Assert.Equal(TimeSpan.FromMilliseconds(ageMs), buffer.View.Age);
        Assert.Equal(TimeSpan.FromMilliseconds(ageMs), buffer.View.Copy().View.Age);
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void Age_is_unknown_while_a_clock_or_the_venues_time_is(bool hasClock, bool hasTime, bool hasOffset)
    {
        var buffer = BookMaker.Make([], [], hasClock ? new FrozenTime() : null);
        buffer.Header.VenueTimeNs = hasTime ? 1 : 0;
        buffer.Header.ClockOffsetNs = hasOffset ? 0 : long.MinValue;

        Assert.Null(buffer.View.Age);
    }

    [Fact]
    public void Measuring_a_book_allocates_nothing()
    {
        var buffer = BookMaker.Make(
            [.. Enumerable.Range(0, 20).Select(i => new Level(100 - i * 0.01m, 1 + i))],
            [.. Enumerable.Range(1, 20).Select(i => new Level(100 + i * 0.01m, 1 + i))],
            new FrozenTime());
        buffer.Header.VenueTimeNs = 1;
        buffer.Header.ClockOffsetNs = 0;
        var sum = Measure(buffer.View);

        var allocated = Allocations.Steady(() =>
        {
            for (var i = 0; i < 1_000; i++) sum += Measure(buffer.View);
        });

        Assert.Equal(0, allocated);
        Assert.NotEqual(0, sum);
    }

    static decimal Measure(BookView book)
    {
        var sum = book.Mid + book.SpreadBps + book.Microprice + book.Imbalance(10) + book.BestBid.Quantity;
        sum += book.CostToBuy(30).Cost + book.CostToSell(30).AveragePrice!.Value + (book.Horizon.Bid ?? 0);
        foreach (var level in book.Asks) sum += level.Price;
        return book.IsCrossed || book.IsLocked || book.IsTruncated || book.Age is null ? 0 : sum + (book.Sequence ?? 0);
    }

    sealed class FrozenTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }
}
