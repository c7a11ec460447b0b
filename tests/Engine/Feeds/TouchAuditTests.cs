using StrategyHost.Engine.Books;
using StrategyHost.Engine.Feeds;
using StrategyHost.Market;
using StrategyHost.Tests.Engine.Books;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Feeds;

/// <summary>Tickers against a book without numbers. Times are milliseconds of one venue's clock.</summary>
public sealed class TouchAuditTests
{
    const long Ms = 1_000_000;

    readonly OrderBook book = new();
    readonly TouchAudit audit = new();

    [Fact]
    public void A_ticker_with_the_books_best_prices_is_equal()
    {
        Stand(1_000, 100, 101);
        Tell(1_010, 100, 101);
        Assert.Equal((1, 1), (audit.Compared, audit.Equal));
    }

    [Fact]
    public void A_ticker_of_before_the_books_first_known_time_is_not_comparable()
    {
        Stand(0, 100, 101); // a snapshot that tells no time
        Tell(900, 90, 91);
        Stand(1_000, 100, 102);
        Tell(999, 100, 101);
        Assert.Equal(0, audit.Compared);
    }

    [Fact]
    public void A_ticker_that_is_ahead_of_a_batch_is_equal_when_the_batch_comes()
    {
        Stand(1_000, 100, 101);
        Tell(1_030, 100, 105);
        Assert.Equal(0, audit.Compared);
        Stand(1_050, 100, 105);
        Stand(1_400, 100, 106);
        Assert.Equal((1, 1), (audit.Compared, audit.Equal));
    }

    [Fact]
    public void A_ticker_that_is_behind_the_book_is_equal_to_what_the_book_was()
    {
        Stand(1_000, 100, 101);
        Stand(1_040, 100, 105);
        Tell(1_030, 100, 101);
        Assert.Equal((1, 1), (audit.Compared, audit.Equal));
    }

    [Fact]
    public void A_bid_and_an_ask_of_two_moments_within_the_window_are_equal()
    {
        Stand(1_000, 100, 101);
        Stand(1_040, 99, 105);
        Tell(1_030, 100, 105);
        Assert.Equal((1, 1), (audit.Compared, audit.Equal));
    }

    [Theory]
    [InlineData(100, 103)] // the ask moved from 102 to 105: it may have been 103 in between
    [InlineData(100, 109)]
    public void Best_prices_that_the_book_never_had_prove_nothing_where_it_moved(long bid, long ask)
    {
        Stand(1_000, 100, 102);
        Tell(1_010, bid, ask);
        Stand(1_050, 100, 105);
        Stand(1_500, 100, 105);
        Assert.Equal(0, audit.Compared);
    }

    [Theory]
    [InlineData(101, 102)]
    [InlineData(100, 101)]
    public void Better_prices_than_the_books_prove_nothing_since_they_may_have_come_and_gone(long bid, long ask)
    {
        Stand(1_000, 100, 102);
        Tell(1_010, bid, ask);
        Stand(1_500, 100, 102);
        Assert.Equal(0, audit.Compared);
    }

    [Fact]
    public void A_level_that_was_touched_meanwhile_proves_nothing_since_it_may_have_gone_and_come_back()
    {
        Stand(1_000, 100, 102);
        Tell(1_010, 99, 102);
        Stand(1_050, 100, 102, size: 2);
        Stand(1_500, 100, 102, size: 2);
        Assert.Equal(0, audit.Compared);
    }

    [Fact]
    public void A_side_that_the_venue_calls_empty_contradicts_a_level_that_stood_there()
    {
        Stand(1_000, 100, 102);
        audit.Take(Ticker(1_010, 1m, null));
        Stand(1_500, 100, 102);
        Assert.Equal((1, 0), (audit.Compared, audit.Equal));
    }

    [Fact]
    public void A_bid_that_stood_still_is_contradicted_though_the_ask_moved()
    {
        Stand(1_000, 100, 102);
        Tell(1_010, 99, 103);
        Stand(1_050, 100, 105);
        Stand(1_500, 100, 105);
        Assert.Equal((1, 0), (audit.Compared, audit.Equal));
    }

    [Fact]
    public void Best_prices_that_the_book_had_too_long_ago_are_not_equal()
    {
        Stand(1_000, 100, 103);
        Stand(1_100, 100, 102);
        Tell(1_400, 100, 103);
        Stand(1_651, 100, 102);
        Assert.Equal((1, 0), (audit.Compared, audit.Equal));
    }

    [Fact]
    public void Best_prices_that_the_book_never_had_are_judged_when_it_has_gone_on()
    {
        Stand(1_000, 100, 101);
        Tell(1_010, 99, 101);
        Stand(1_260, 100, 101);
        Assert.Equal(0, audit.Compared);
        Stand(1_261, 100, 101);
        Assert.Equal((1, 0), (audit.Compared, audit.Equal));
    }

    [Fact]
    public void An_empty_side_is_equal_to_a_ticker_without_a_price_there()
    {
        Stand(1_000, 0, 101);
        audit.Take(Ticker(1_001, null, 1.01m));
        Assert.Equal((1, 1), (audit.Compared, audit.Equal));
    }

    [Fact]
    public void Five_contradictions_over_two_seconds_put_the_book_in_doubt_and_a_new_book_ends_it()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.False(audit.IsInDoubt);
            Stand(1_000 + (i * 600), 100, 101);
            Tell(1_000 + (i * 600), 99, 101);
            Stand(1_300 + (i * 600), 100, 101);
        }

        Assert.True(audit.IsInDoubt);
        audit.Clear();
        Assert.False(audit.IsInDoubt);
        Assert.Equal((5, 0), (audit.Compared, audit.Equal));
    }

    [Theory]
    [InlineData(10, 600, 4)] // every fifth agrees
    [InlineData(10, 100, 99)] // all within one second
    public void Contradictions_that_end_or_come_all_at_once_put_no_book_in_doubt(int count, int stepMs, int good)
    {
        Stand(1_000, 100, 101);
        for (var i = 0; i < count; i++) Tell(1_000 + (i * stepMs), i % 5 == good ? 100 : 99, 101);
        Stand(60_000, 100, 101);
        Assert.False(audit.IsInDoubt);
    }

    [Fact]
    public void Tickers_that_nothing_follows_are_let_go_uncounted()
    {
        Stand(1_000, 100, 101);
        for (var i = 0; i < TouchAudit.MaxWaiting + 5; i++) Tell(1_000, 99, 101);
        Stand(2_000, 100, 101);
        Assert.Equal((TouchAudit.MaxWaiting, 0), (audit.Compared, audit.Equal));
    }

    [Fact]
    public void A_ticker_older_than_the_touches_remembered_is_not_comparable()
    {
        for (var i = 0; i <= TouchAudit.MaxTouches; i++) Stand(1_000 + i, 100, 101 + i);
        Tell(1_000, 7, 8);
        Assert.Equal(0, audit.Compared);
    }

    [Fact]
    public void A_book_of_another_scale_is_compared_by_value()
    {
        Stand(1_000, 100, 101);
        book.TryAmend(Updates.Delta(default, Updates.Levels((100_00, 0), (100_50, 1)), [], prices: 4));
        audit.Add(book, 1_010 * Ms);
        Tell(1_020, 1.0050m, 1.01m, isPlain: true);
        Assert.Equal((1, 1), (audit.Compared, audit.Equal));
    }

    [Fact]
    public void Auditing_allocates_nothing()
    {
        Stand(1_000, 100, 101);
        var (now, ticker) = (1_000L, Ticker(0, 1m, 1.01m));
        Assert.Equal(0, Allocations.Steady(() =>
        {
            now += 100;
            audit.Add(book, now * Ms);
            audit.Take(ticker with { VenueTimeNs = now * Ms });
        }));
        Assert.True(audit.Compared > 0);
    }

    // Prices in hundredths; a price of 0 is an empty side.
    void Stand(long timeMs, long bid, long ask, long size = 1)
    {
        book.TryReplace(Updates.Snapshot(
            1, bid == 0 ? [] : Updates.Levels((bid, size)), Updates.Levels((ask, size))));
        audit.Add(book, timeMs * Ms);
    }

    void Tell(long timeMs, decimal bid, decimal ask, bool isPlain = false) =>
        audit.Take(isPlain ? Ticker(timeMs, bid, ask) : Ticker(timeMs, bid / 100, ask / 100));

    static Ticker Ticker(long timeMs, decimal? bid, decimal? ask) => new()
    {
        Instrument = Updates.Btc,
        Last = 1,
        BestBid = bid is { } b ? new Level(b, 0) : null,
        BestAsk = ask is { } a ? new Level(a, 0) : null,
        QuoteSource = QuoteSource.Ticker,
        VenueTimeNs = timeMs * Ms,
        Received = default,
    };
}
