using StrategyHost.Engine.Books;
using StrategyHost.Engine.Dispatch;
using StrategyHost.Market;
using StrategyHost.Strategy;
using StrategyHost.Tests.TestKit;
using static StrategyHost.Tests.Engine.Books.Updates;

namespace StrategyHost.Tests.Engine.Dispatch;

public sealed class BookRingTests
{
    static readonly BookHeader Whole = new()
    {
        Instrument = Btc, PriceScale = 2, QuantityScale = 3, BidHorizon = long.MinValue, AskHorizon = long.MaxValue,
    };

    readonly BookRing ring = new(3);
    readonly BookBuffer buffer = new(BookBuffer.MaxLevels);

    [Fact]
    public void Nothing_can_be_read_before_the_first_publication()
    {
        Assert.Equal((0L, false), (ring.Latest, ring.IsPublished));
        Assert.False(ring.TryRead(0, buffer));
        Assert.False(ring.TryRead(1, buffer));
    }

    [Fact]
    public void A_publication_carries_the_top_in_order_and_says_that_the_book_goes_on()
    {
        ring.Publish(Whole, Book(Levels((98, 1), (100, 2), (99, 3), (97, 4)), Levels((101, 5))));

        Assert.True(ring.TryRead(1, buffer));
        var view = buffer.View;
        Assert.Equal([new(1.00m, 0.002m), new(0.99m, 0.003m), new(0.98m, 0.001m)], view.Bids.ToArray());
        Assert.Equal([new(1.01m, 0.005m)], view.Asks.ToArray());
        Assert.Equal((true, false), (buffer.Header.HasMoreBids, buffer.Header.HasMoreAsks));
        Assert.Equal((1L, true), (buffer.Header.Publication, view.IsPublished));
    }

    [Fact]
    public void Levels_past_the_horizon_are_not_published()
    {
        var book = new OrderBook();
        book.TryReplace(Snapshot(1, Levels((100, 1), (99, 2)), Levels((101, 3), (102, 4)), limit: 2));
        book.TryAmend(Delta(new SequenceSpan(1, 2, 2), Levels((98, 5)), []));

        ring.Publish(Whole with { BidHorizon = book.BidHorizon, AskHorizon = book.AskHorizon }, book);

        Assert.True(ring.TryRead(1, buffer));
        Assert.Equal([1.00m, 0.99m], buffer.View.Bids.ToArray().Select(x => x.Price));
        Assert.True(buffer.Header.HasMoreBids);
        Assert.Equal(new BookHorizon(0.99m, 1.02m), buffer.View.Horizon);
    }

    [Fact]
    public void Past_the_horizon_only_the_confirmed_best_is_published()
    {
        var book = Book(Levels((100, 1), (99, 2)), Levels((101, 3), (102, 4)));
        ring.Publish(Whole with { IsBeyondHorizon = true }, book);

        Assert.True(ring.TryRead(1, buffer));
        Assert.Equal((1, 1, true), (buffer.View.Bids.Count, buffer.View.Asks.Count, buffer.View.IsBeyondHorizon));
    }

    [Fact]
    public void A_small_buffer_takes_what_fits_and_says_that_more_was_there()
    {
        ring.Publish(Whole, Book(Levels((100, 1), (99, 2)), Levels((101, 3))));
        var small = new BookBuffer(1);

        Assert.True(ring.TryRead(1, small));

        Assert.Equal((1, 1), (small.View.Bids.Count, small.View.Asks.Count));
        Assert.Equal((true, false), (small.Header.HasMoreBids, small.Header.HasMoreAsks));
    }

    [Fact]
    public void More_levels_are_carried_from_the_next_publication_on()
    {
        var book = Book([.. Enumerable.Range(1, 2_000).Select(x => new ScaledLevel(x, x))], []);
        ring.Publish(Whole, book);
        ring.EnsureLevels(50);
        ring.Publish(Whole, book);
        ring.EnsureLevels(20); // a smaller wish takes nothing away
        ring.Publish(Whole, book);
        ring.EnsureLevels(5_000);
        ring.Publish(Whole, book);

        Assert.Equal([3, 50, 50, BookBuffer.MaxLevels], Enumerable.Range(1, 4).Select(BidsOf));
        Assert.Equal(BookBuffer.MaxLevels, ring.Levels);
    }

    [Fact]
    public void The_last_64_publications_can_be_read_and_older_ones_are_known_to_be_gone()
    {
        var book = Book(Levels((100, 1)), []);
        for (var i = 1; i <= 200; i++) ring.Publish(Whole with { Sequence = i }, book);

        Assert.False(ring.TryRead(200 - BookRing.Slots, buffer));
        Assert.False(ring.TryRead(201, buffer));
        for (var i = 201 - BookRing.Slots; i <= 200; i++)
        {
            Assert.True(ring.TryRead(i, buffer));
            Assert.Equal((i, i), (buffer.Header.Sequence, buffer.Header.Publication));
        }
    }

    [Fact]
    public void A_withdrawn_book_is_shown_again_by_the_next_publication()
    {
        ring.Publish(Whole, Book(Levels((100, 1)), []));
        Assert.True(ring.IsPublished);
        ring.Withdraw();
        Assert.False(ring.IsPublished);
        ring.Publish(Whole, [], Levels((100, 1)));
        Assert.True(ring.IsPublished);
    }

    [Fact]
    public async Task A_reader_never_sees_a_slot_that_is_being_rewritten()
    {
        const int Publications = 200_000;
        var written = new ScaledLevel[40];
        var growing = new BookRing(5);
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadAll(growing, Publications))).ToArray();
        for (var i = 1; i <= Publications; i++)
        {
            if (i % 10_000 == 0) growing.EnsureLevels(5 + i / 10_000);
            Array.Fill(written, new ScaledLevel(i, i));
            growing.Publish(Whole with { Sequence = i }, written, written.AsSpan(0, 30));
        }

        var seen = await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.All(seen, x => Assert.True(x > 0));
    }

    [Fact]
    public void Publishing_and_reading_allocate_nothing()
    {
        var book = Book(Levels((100, 1), (99, 1)), Levels((101, 1)));
        var reader = new LatestBookReader(null!, ring, buffer, static _ => { });
        for (var i = 0; i < BookRing.Slots + 1; i++) Turn(); // every slot has been made

        Assert.Equal(0, Allocations.Steady(() =>
        {
            for (var i = 0; i < 1_000; i++) Turn();
        }));

        void Turn()
        {
            ring.Publish(Whole, book);
            reader.TryHandle(out _);
        }
    }

    int BidsOf(int publication)
    {
        Assert.True(ring.TryRead(publication, buffer));
        return buffer.View.Bids.Count;
    }

    static OrderBook Book(ScaledLevel[] bids, ScaledLevel[] asks)
    {
        var book = new OrderBook();
        Assert.True(book.TryReplace(Snapshot(1, bids, asks)));
        return book;
    }

    /// <summary>Reads until the last publication; every number in a slot must be that of its publication.</summary>
    static int ReadAll(BookRing ring, int last)
    {
        var buffer = new BookBuffer(100);
        var seen = 0;
        while (true)
        {
            var latest = ring.Latest;
            // The oldest slot is the next to be rewritten: there a torn read is likeliest.
            var wanted = seen % 2 == 0 ? latest : Math.Max(1, latest - BookRing.Slots + 1);
            if (ring.TryRead(wanted, buffer))
            {
                seen++;
                Assert.Equal((wanted, wanted), (buffer.Header.Publication, buffer.Header.Sequence));
                foreach (var level in buffer.BidRoom[..buffer.Header.BidCount]) Assert.Equal(wanted, level.Price);
                foreach (var level in buffer.AskRoom[..buffer.Header.AskCount]) Assert.Equal(wanted, level.Quantity);
            }

            if (latest == last) return seen;
        }
    }
}
