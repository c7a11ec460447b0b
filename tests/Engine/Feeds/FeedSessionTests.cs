using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Tests.Engine.Books;

namespace StrategyHost.Tests.Engine.Feeds;

/// <summary>From connecting to live.</summary>
public sealed class FeedSessionTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_session_connects_subscribes_joins_a_snapshot_and_is_live()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Book, Channel.Quote);
        bench.Session.Start();
        Assert.Equal(["Connect ws://one.test/ws"], bench.Take());
        Assert.Equal(FeedState.Connecting, bench.Feed.Status.State);

        bench.Session.Opened(bench.Clock.Now);
        Assert.Equal(["Send sub btcusdt@book"], bench.Take());
        Assert.Equal([FeedState.Syncing], bench.States());
        bench.Pass(Second);
        bench.Say("ack 0", "ack 1");
        Assert.Empty(bench.States());

        bench.Say("delta 4 5 9");
        Assert.Equal(["Fetch"], bench.Take());
        bench.Say("delta 9 10 12", "quote 12 7");
        Assert.Empty(bench.Take()); // one question at a time
        Assert.Equal((0L, FeedState.Syncing), (bench.Ring.Latest, bench.Feed.Status.State));

        bench.Answer("snap 7");

        Assert.Equal([FeedState.Live], bench.States());
        Assert.Equal((true, 12L), (bench.Ring.IsPublished, bench.Part.Kept!.Sequence));
        Assert.Equal((2L, 0L), (bench.Part.Kept.DeltasApplied, bench.Part.Kept.Gaps));
    }

    [Fact]
    public void Frames_are_sent_at_the_venues_pace()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Book, Channel.Quote, Channel.Ticker, Channel.Trade);
        bench.Session.Start();
        bench.Take();
        bench.Session.Opened(bench.Clock.Now);

        Assert.Equal(["Send sub btcusdt@book"], bench.Take());
        var later = bench.Pass(Second);

        Assert.Equal(
            ["Send sub btcusdt@quote", "Send sub btcusdt@ticker", "Send sub btcusdt@trade"], later.Select(x => x.What));
        Assert.Equal([200, 400, 600], later.Select(x => x.At.TotalMilliseconds));
    }

    [Fact]
    public void Subscriptions_are_added_to_the_open_connection()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Book).Open();
        bench.Pass(Second);

        bench.Session.Add([new Subscription(Updates.Btc, Channel.Ticker)], bench.Clock.Now);

        Assert.Equal(["Send sub btcusdt@ticker"], bench.Take());
        Assert.Equal(2, bench.Session.Route.Subscriptions.Count);
        Assert.Equal(2, bench.Part.Tracks.Count);
    }

    [Fact]
    public void Before_the_connection_is_open_frames_are_nothing_and_additions_wait_for_the_start()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Book);
        bench.Session.Add([new Subscription(Updates.Btc, Channel.Quote)], bench.Clock.Now);
        bench.Say("delta 1 2 3");
        Assert.Equal(0, bench.Feed.Counters.FramesReceived);

        bench.Open();
        var sent = bench.Take().Concat(bench.Pass(Second).Select(x => x.What));
        Assert.Equal(["Send sub btcusdt@book", "Send sub btcusdt@quote"], sent);
    }

    [Fact]
    public void After_a_gap_the_status_comes_before_the_first_book_of_the_next_life()
    {
        var bench = Live();
        bench.Say("delta 20 21 22");
        Assert.Equal([FeedState.Recovering], bench.States());
        Assert.Equal("gap before number 21", bench.Feed.Status.Reason);
        Assert.False(bench.Ring.IsPublished);
        Assert.Equal(["Fetch"], bench.Take());

        var heard = new List<string>();
        bench.Feed.BookTopic(Depth.Full, 20).Dispatcher.Add(bench.Listener, 0);
        bench.Answer("snap 20");
        if (bench.Listener.TryTakeStatus(out var status)) heard.Add($"{status.State} before {bench.Ring.Latest}");

        Assert.Equal(["Live before 2"], heard);
        Assert.Equal(2, bench.Part.Kept!.Epoch);
    }

    [Fact]
    public void A_stream_venue_is_asked_to_send_its_snapshot_again()
    {
        var venue = new FakeVenue();
        venue = new FakeVenue { Profile = venue.Profile with { SnapshotSource = SnapshotSource.Stream } };
        var bench = new SessionBench(venue, Channel.Book).Open();
        bench.Say("ack 0", "snap 5", "delta 5 6 6");
        Assert.Equal(FeedState.Live, bench.Feed.Status.State);
        bench.Pass(Second);

        bench.Say("delta 7 8 8");
        Assert.Equal(["Send resub btcusdt@book"], bench.Take());
        bench.Say("delta 8 9 9");
        Assert.Empty(bench.Take()); // asked once, not for every delta
        bench.Say("snap 20");

        Assert.Equal((FeedState.Live, 20L), (bench.Feed.Status.State, bench.Part.Kept!.Sequence));
    }

    [Fact]
    public void A_snapshot_that_may_come_in_the_stream_is_awaited_and_then_asked_for()
    {
        var bench = Either();
        bench.Say("ack 0", "delta 4 5 9", "delta 9 10 12");
        Assert.Empty(bench.Take());

        var asked = Assert.Single(bench.Pass(3 * Second));
        Assert.Equal(("Fetch", 2_000.0), (asked.What, asked.At.TotalMilliseconds));
        bench.Answer("snap 9");
        Assert.Equal((FeedState.Live, 12L), (bench.Feed.Status.State, bench.Part.Kept!.Sequence));
    }

    [Fact]
    public void A_snapshot_in_the_stream_costs_no_question_and_a_gap_renews_the_subscription_once()
    {
        var bench = Either();
        bench.Say("ack 0", "snap 5", "delta 5 6 6");
        Assert.Equal(FeedState.Live, bench.Feed.Status.State);
        Assert.Empty(bench.Pass(3 * Second));

        bench.Say("delta 8 9 9");
        Assert.Equal(["Send resub btcusdt@book"], bench.Take());
        bench.Say("snap 20", "delta 20 21 21");
        Assert.Equal(FeedState.Live, bench.Feed.Status.State);

        bench.Pass(3 * Second);
        bench.Say("delta 30 31 31"); // a second gap soon after is REST's
        Assert.Equal(["Fetch"], bench.Take());
        Assert.Empty(bench.Pass(Second));
    }

    static SessionBench Either()
    {
        var venue = new FakeVenue();
        venue = new FakeVenue { Profile = venue.Profile with { SnapshotSource = SnapshotSource.Either } };
        var bench = new SessionBench(venue, Channel.Book).Open();
        bench.Pass(Second);
        bench.Take();
        return bench;
    }

    [Fact]
    public void Refused_is_stopped_with_the_venues_words()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Book, Channel.Ticker).Open();
        bench.Say("ack 0", "refuse 1 -1121 no such symbol");

        Assert.Equal(FeedState.Stopped, bench.Feed.Status.State);
        Assert.Equal("test:BTC/USDT ticker: the venue refused it: -1121 no such symbol", bench.Feed.Status.Reason);
    }

    [Fact]
    public void What_the_connection_does_not_carry_is_counted_and_changes_nothing()
    {
        var bench = Live();
        bench.Say("stranger", "stranger");
        Assert.Equal((2L, 0L), (bench.Session.Strangers, bench.Session.Frames.Rejected));

        var tickers = new SessionBench(new FakeVenue(), Channel.Ticker).Open();
        tickers.Say("delta 1 2 3", "snap 4", "quote 4");
        Assert.Equal((2L, 0L), (tickers.Session.Strangers, tickers.Session.Frames.Rejected)); // a book nobody asked for
        Assert.Equal(FeedState.Syncing, tickers.Feed.Status.State);
    }

    [Fact]
    public void A_refresh_is_ordered_near_the_horizon_and_no_more_than_one_every_five_seconds()
    {
        var bench = Near();
        Assert.Equal(["Fetch"], bench.Take());
        bench.Answer("snap 7");

        var again = bench.Pass(TimeSpan.FromSeconds(8));

        Assert.Equal("Fetch", Assert.Single(again).What);
        Assert.InRange(again[0].At, TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(5.1));
        Assert.Equal((FeedState.Live, true), (bench.Feed.Status.State, bench.Ring.IsPublished));
        Assert.Equal(1, bench.Part.Kept!.Epoch);
    }

    [Fact]
    public void A_gap_soon_after_a_refresh_does_not_wait_for_the_next_refresh()
    {
        var bench = Near();
        bench.Take();
        bench.Answer("snap 7");
        Assert.Empty(bench.Pass(Second));

        bench.Say("delta 90 91 92");

        Assert.Equal(["Fetch"], bench.Take());
    }

    [Fact]
    public void A_refresh_that_is_not_to_be_had_costs_nothing_and_is_tried_again()
    {
        var bench = Near();
        bench.Take();
        bench.Answer("", error: "refused");

        Assert.Equal(["Fetch"], bench.Pass(TimeSpan.FromSeconds(8)).Select(x => x.What));
        bench.Answer("snap 3"); // older than the book
        Assert.Equal((FeedState.Live, true), (bench.Feed.Status.State, bench.Ring.IsPublished));
        Assert.Equal(7, bench.Part.Kept!.Sequence);
    }

    /// <summary>Live at 9 with book, quote and acknowledgements; nothing waits to be taken.</summary>
    static SessionBench Live()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Book).Open();
        bench.Say("ack 0", "delta 4 5 9");
        bench.Answer("snap 7");
        Assert.Equal(FeedState.Live, bench.Feed.Status.State);
        bench.Take();
        bench.States();
        return bench;
    }

    /// <summary>Live at 7 and known one level a side, which is near the end of what is known.</summary>
    static SessionBench Near()
    {
        var profile = new FakeVenue().Profile with { SnapshotLevels = 20 };
        var bench = new SessionBench(new FakeVenue { Profile = profile, SnapshotLimit = 1 }, Channel.Book).Open();
        bench.Say("ack 0", "delta 6 7 7");
        bench.Take();
        bench.Answer("snap 7");
        Assert.Equal(FeedState.Live, bench.Feed.Status.State);
        return bench;
    }
}
