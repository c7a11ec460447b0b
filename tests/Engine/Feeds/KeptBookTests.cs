using StrategyHost.Engine.Books;
using StrategyHost.Engine.Dispatch;
using StrategyHost.Engine.Feeds;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Binance;
using StrategyHost.Strategy;
using static StrategyHost.Tests.Engine.Books.Updates;

namespace StrategyHost.Tests.Engine.Feeds;

public sealed class KeptBookTests
{
    readonly BookRing ring = new(5);
    readonly Mailbox listener = new();
    readonly KeptBook kept;

    public KeptBookTests()
    {
        var dispatcher = new Dispatcher(null);
        listener.TryAddTopic(out var topic);
        dispatcher.Add(listener, topic);
        kept = new KeptBook(new BinanceSpotAdapter().Profile, ring, dispatcher);
    }

    [Fact]
    public void A_joined_book_is_published_with_its_number_and_told()
    {
        kept.Take(Spot(1, 4));
        Assert.Equal((BookNeed.Snapshot, false), (kept.Need, ring.IsPublished));

        kept.Join(Known(2));
        kept.Publish(7);

        var header = Read().Header;
        Assert.Equal((4, 1, 7, 1), (header.Sequence, header.Epoch, header.ClockOffsetNs, header.Publication));
        Assert.True(listener.HasNews);
    }

    [Fact]
    public void A_quote_before_its_delta_is_compared_when_the_delta_comes()
    {
        Live(10);
        kept.Take(Quote(12, (100, 12), (200, 10)), 0);
        Assert.Equal(default, kept.Audit);

        Assert.Equal(SyncResult.Applied, kept.Take(Spot(11, 12)));

        Assert.Equal(new AuditCount(1, 1), kept.Audit);
    }

    [Fact]
    public void A_quote_after_its_delta_is_compared_at_once()
    {
        Live(10);
        kept.Take(Spot(11, 12));
        kept.Take(Quote(11, (99, 1), (200, 10)), 0); // of a moment that the book never stood at
        Assert.Equal(default, kept.Audit);

        Assert.Equal(SyncResult.Stale, kept.Take(Quote(12, (100, 12), (200, 10)), 0));

        Assert.Equal(new AuditCount(1, 1), kept.Audit);
    }

    [Fact]
    public void Equal_numbers_at_other_scales_are_equal()
    {
        Live(10);
        kept.Take(
            new Quote
            {
                Instrument = Btc,
                Bid = new ScaledLevel(100_000, 1),
                Ask = new ScaledLevel(200_000, 1),
                PriceScale = 5,
                QuantityScale = 2,
                Number = 10,
                Received = default,
            },
            0);
        Assert.Equal(new AuditCount(1, 1), kept.Audit);
    }

    [Theory]
    [InlineData(99, 12, 200, 10)]
    [InlineData(100, 11, 200, 10)]
    [InlineData(100, 12, 201, 10)]
    [InlineData(100, 12, 200, 9)]
    public void A_book_that_its_venue_contradicts_is_condemned_and_withdrawn(long bid, long bids, long ask, long asks)
    {
        Live(10);
        kept.Take(Spot(11, 12));
        kept.Publish(0);

        Assert.Equal(SyncResult.Disproved, kept.Take(Quote(12, (bid, bids), (ask, asks)), 0));

        Assert.Equal((false, false, 1L), (kept.IsLive, ring.IsPublished, kept.Gaps));
        Assert.Equal(new AuditCount(1, 0), kept.Audit);
        Assert.Contains("audit: the venue's quote 12", kept.LossReason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delta_that_makes_a_wrong_book_is_condemned_by_the_quote_before_it()
    {
        Live(10);
        kept.Publish(0);
        kept.Take(Quote(12, (100, 13), (200, 10)), 0);

        Assert.Equal(SyncResult.Disproved, kept.Take(Spot(11, 12)));
        Assert.False(ring.IsPublished);
    }

    [Fact]
    public void A_wrong_book_is_found_while_it_is_joined()
    {
        kept.Take(Spot(9, 11));
        kept.Take(Spot(12, 13));
        kept.Take(Quote(11, (100, 99), (200, 10)), 0);

        Assert.Equal(SyncResult.Disproved, kept.Join(Known(10)));
        Assert.False(kept.IsLive);
    }

    [Fact]
    public void Past_the_horizon_a_mismatch_proves_nothing()
    {
        Beyond();

        Assert.Equal(SyncResult.Stale, kept.Take(Quote(11, (97, 1), (200, 10)), 0));

        Assert.Equal((true, default), (kept.IsLive, kept.Audit));
    }

    [Fact]
    public void Past_the_horizon_the_top_is_published_only_while_the_newest_quote_agrees()
    {
        Beyond();
        kept.Publish(0);
        Assert.Equal((false, 1L), (ring.IsPublished, kept.Withheld));

        kept.Take(Quote(11, (90, 7), (200, 10)), 0); // confirms the touch: shown at once
        Assert.True(ring.IsPublished);
        Assert.True(Read().View.IsBeyondHorizon);

        kept.Take(Quote(12, (95, 1), (200, 10)), 0); // the venue's touch is elsewhere by now
        Assert.False(ring.IsPublished);

        kept.Take(Delta(new SequenceSpan(11, 12, 12), Levels((95, 1)), []));
        kept.Publish(0);
        Assert.True(ring.IsPublished);
    }

    [Fact]
    public void Within_the_horizon_no_quote_has_to_agree()
    {
        Live(10);
        kept.Take(Quote(15, (1, 1), (2, 1)), 0);
        kept.Publish(0);
        Assert.Equal((true, 0L), (ring.IsPublished, kept.Withheld));
    }

    [Fact]
    public void A_gap_withdraws_the_book_says_why_and_begins_another_epoch()
    {
        Live(10);
        kept.Publish(0);
        Assert.Equal(SyncResult.Gap, kept.Take(Spot(12, 13)));
        Assert.Equal((false, "gap before number 12"), (ring.IsPublished, kept.LossReason));
        Assert.Equal(BookNeed.Snapshot, kept.Need);

        kept.Join(Known(12));
        kept.Publish(0);
        Assert.Equal((2, 13L), (kept.Epoch, Read().Header.Sequence));

        kept.Reset();
        Assert.Equal((false, false, true), (kept.IsLive, ring.IsPublished, kept.WasLive));
        kept.Take(Spot(20, 21));
        kept.Join(Known(19));
        Assert.Equal(3, kept.Epoch);
    }

    [Fact]
    public void A_quote_of_the_connection_before_says_nothing_about_the_next_book()
    {
        Live(10);
        kept.Take(Quote(12, (1, 1), (2, 2)), 0);
        kept.Reset();
        kept.Take(Spot(11, 12));

        Assert.Equal(SyncResult.Applied, kept.Join(Known(10)));
        Assert.True(kept.IsLive);
    }

    [Fact]
    public void Checksums_are_compared_where_they_come_and_a_wrong_one_is_the_books_end()
    {
        // The sum of this venue is its best bid's quantity.
        var rule = new BookChecksum(1, (bids, _, _, _) => bids.IsEmpty ? 0 : bids[0].Quantity);
        var profile = new BinanceSpotAdapter().Profile with { Checksum = rule };
        var summed = new KeptBook(profile, ring, new Dispatcher(null));

        summed.Take(Plain(5) with { Checksum = 5 });
        summed.Take(Spot(6, 6) with { Checksum = 6 });
        summed.Take(Spot(7, 7));
        Assert.Equal((new AuditCount(2, 2), true), (summed.Checksums, summed.IsLive));

        Assert.Equal(SyncResult.Disproved, summed.Take(Spot(8, 8) with { Checksum = 9 }));
        Assert.Equal((new AuditCount(3, 2), false, 1L), (summed.Checksums, summed.IsLive, summed.Gaps));
        Assert.Equal("audit: the venue's checksum 9 is not the book's", summed.LossReason);

        summed.Take(Spot(9, 9) with { Checksum = 9 });
        summed.Take(Spot(10, 10) with { Checksum = 10 });
        Assert.Equal(SyncResult.Applied, summed.Join(Plain(8)));
        Assert.Equal((new AuditCount(5, 4), 10L), (summed.Checksums, summed.Sequence));
    }

    [Fact]
    public void A_touch_that_comes_near_the_horizon_asks_for_a_refresh()
    {
        var bids = Enumerable.Range(0, 1_000).Select(x => new ScaledLevel(5_000 - x, 1)).ToArray();
        kept.Take(Spot(10, 11));
        kept.Join(Snapshot(10, bids, Levels((6_000, 1)), limit: 1_000));
        Assert.Equal(BookNeed.None, kept.Need);

        var gone = Enumerable.Range(0, 901).Select(x => new ScaledLevel(5_000 - x, 0)).ToArray();
        kept.Take(Delta(new SequenceSpan(11, 12, 12), gone, []));

        Assert.Equal((BookNeed.Refresh, true), (kept.Need, kept.IsLive));
        kept.BeginRefresh();
        Assert.Equal(SyncResult.Applied, kept.Join(Known(12)));
        Assert.Equal((BookNeed.None, 1, 0L), (kept.Need, kept.Epoch, kept.Gaps));
    }

    void Live(long number)
    {
        kept.Join(Known(number));
        Assert.True(kept.IsLive);
    }

    /// <summary>Live at 11, with the best bid at 90 although the book is known down to 100 only.</summary>
    void Beyond()
    {
        kept.Join(Snapshot(10, Levels((100, 5)), Levels((200, 10)), limit: 1));
        kept.Take(Delta(new SequenceSpan(10, 11, 11), Levels((100, 0), (90, 7)), []));
        Assert.True(kept.Book.IsBeyondHorizon);
    }

    /// <summary>A whole book: one bid at 100 and one ask at 200 of 0.010, the bid's being the number.</summary>
    static BookUpdate Known(long number) => Snapshot(number, Levels((100, number)), Levels((200, 10)));

    static Quote Quote(long number, (long Price, long Quantity) bid, (long Price, long Quantity) ask) => new()
    {
        Instrument = Btc,
        Bid = new ScaledLevel(bid.Price, bid.Quantity),
        Ask = new ScaledLevel(ask.Price, ask.Quantity),
        PriceScale = 2,
        QuantityScale = 3,
        Number = number,
        Received = default,
    };

    BookBuffer Read()
    {
        var buffer = new BookBuffer(5);
        Assert.True(ring.TryRead(ring.Latest, buffer));
        return buffer;
    }
}
