using StrategyHost.Engine.Feeds;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Tests.Engine.Books;

namespace StrategyHost.Tests.Engine.Feeds;

/// <summary>What a session does when something goes wrong.</summary>
public sealed class FeedRecoveryTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void It_connects_again_and_again_at_each_endpoint_in_turn_with_growing_capped_jittered_waits()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Book);
        bench.Session.Start();
        var connects = bench.Take();
        string[] names = ["one", "two", "three"];
        var waits = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            bench.Session.Closed("refused", bench.Clock.Now);
            var next = Assert.Single(bench.Pass(Minute));
            connects.Add(next.What);
            waits.Add(next.At.TotalSeconds);
        }

        Assert.Equal(
            Enumerable.Range(0, 11).Select(x => $"Connect ws://{names[x % 3]}.test/ws"), connects);
        for (var i = 0; i < waits.Count; i++)
        {
            var limit = Math.Min(30, 0.5 * Math.Pow(2, i));
            Assert.InRange(waits[i], limit / 2 - 0.05, limit + 0.1);
        }

        Assert.Equal((FeedState.Recovering, "refused"), (bench.Feed.Status.State, bench.Feed.Status.Reason));
        Assert.Equal(0, bench.Session.Reconnects); // none of them was ever open
    }

    [Fact]
    public void Jitter_differs_and_a_steady_connection_begins_again_with_short_waits()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), new Random(3));
        var waits = Enumerable.Range(0, 200).Select(_ => backoff.Next().TotalSeconds).ToArray()[10..];
        Assert.All(waits, x => Assert.InRange(x, 15, 30));
        Assert.True(waits.Distinct().Count() > 150);
        Assert.True(waits.Max() - waits.Min() > 10);

        var bench = new SessionBench(new FakeVenue(), Channel.Book);
        for (var i = 0; i < 6; i++) bench.Session.Closed("refused", bench.Clock.Now);
        bench.Pass(Minute);
        bench.Session.Opened(bench.Clock.Now);
        bench.Pass(TimeSpan.FromSeconds(40));
        bench.Session.Closed("gone", bench.Clock.Now);
        Assert.InRange(Assert.Single(bench.Pass(Minute)).At.TotalSeconds, 0.2, 0.6);
    }

    [Fact]
    public void A_lost_connection_leaves_no_old_level_and_is_counted()
    {
        var bench = Live();
        var old = bench.Part.Kept!.Book;
        bench.Session.Closed("1006 gone", bench.Clock.Now);

        Assert.Equal((FeedState.Recovering, "1006 gone"), (bench.Feed.Status.State, bench.Feed.Status.Reason));
        Assert.Equal((false, false, 1L), (bench.Ring.IsPublished, bench.Part.Kept.IsLive, bench.Session.Reconnects));
        Assert.NotSame(old, bench.Part.Kept.Book);
        bench.Say("delta 9 10 11"); // what comes after the end is nothing

        bench.Pass(Minute);
        bench.Session.Opened(bench.Clock.Now);
        Assert.Equal(["Send sub btcusdt@book"], bench.Take());
        bench.Say("ack 0", "delta 50 51 52");
        Assert.Equal(FeedState.Recovering, bench.Feed.Status.State);
        bench.Answer("snap 50");

        Assert.Equal((FeedState.Live, 2, 0L), (bench.Feed.Status.State, bench.Part.Kept.Epoch, bench.Part.Kept.Gaps));
        Assert.Equal(1, bench.Part.Kept.Book.Bids.Count);
    }

    [Fact]
    public void A_partial_book_is_withdrawn_with_its_connection()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Ticker);
        var partial = new Subscription(Updates.Btc, Channel.Book, Depth.Partial5);
        bench.Session.Add([partial], bench.Clock.Now);
        bench.Open();
        var ring = bench.Feed.BookTopic(Depth.Partial5, 5).Ring;
        bench.Say("partial 5");
        Assert.True(ring.IsPublished);

        bench.Session.Closed("gone", bench.Clock.Now);

        Assert.False(ring.IsPublished);
    }

    [Fact]
    public void Silence_past_the_venues_limit_closes_the_connection_once()
    {
        var bench = Live();
        Assert.Empty(bench.Pass(TimeSpan.FromSeconds(59)));
        bench.Say("unknown"); // any frame is a sign of life
        Assert.Empty(bench.Pass(TimeSpan.FromSeconds(59)));

        Assert.Equal(["Disconnect"], bench.Pass(TimeSpan.FromSeconds(20)).Select(x => x.What));
        bench.Session.Closed("1000 closed by us", bench.Clock.Now);
        Assert.Equal("nothing came for 60 s", bench.Feed.Status.Reason);
        Assert.Equal(1, bench.Session.Reconnects);
    }

    [Fact]
    public void Application_pings_go_out_at_their_interval()
    {
        var venue = new FakeVenue();
        var heartbeat = new Heartbeat(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(10));
        venue = new FakeVenue { Profile = venue.Profile with { Heartbeat = heartbeat } };
        var bench = new SessionBench(venue, Channel.Trade).Open();
        bench.Take();
        var pings = bench.Pass(TimeSpan.FromSeconds(65));
        Assert.Equal([20, 40, 60], pings.Select(x => Math.Round(x.At.TotalSeconds)));
        Assert.All(pings, x => Assert.Equal("Send ping", x.What));
    }

    [Fact]
    public void An_acknowledged_but_silent_upper_case_name_is_named_as_the_likely_cause()
    {
        var bench = new SessionBench(new FakeVenue { Spelling = _ => "BTCUSDT@depth" }, Channel.Book).Open();
        bench.Say("ack 0");
        bench.Pass(TimeSpan.FromSeconds(7));
        Assert.Equal(FeedState.Syncing, bench.Feed.Status.State);
        bench.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(FeedState.Stale, bench.Feed.Status.State);
        Assert.Contains("'BTCUSDT@depth' at ws://one.test/ws", bench.Feed.Status.Reason, StringComparison.Ordinal);
        Assert.Contains("acknowledged", bench.Feed.Status.Reason, StringComparison.Ordinal);
        Assert.Contains("'btcusdt@depth'?", bench.Feed.Status.Reason, StringComparison.Ordinal);

        bench.Say("delta 1 2 3"); // it spoke after all
        Assert.NotEqual(FeedState.Stale, bench.Feed.Status.State);
    }

    [Theory]
    [InlineData(new[] { "ack 0", "unknown" }, "(/ws against /stream)")]
    [InlineData(new[] { "ack 0", "reject no number" }, "cannot be believed (no number)")]
    [InlineData(new string[0], "did not answer the request")]
    [InlineData(new[] { "ack 0" }, "channels that another path serves")]
    public void A_silent_subscription_is_stale_with_its_likely_cause(string[] frames, string cause)
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Book).Open();
        bench.Say(frames);
        bench.Pass(TimeSpan.FromSeconds(9));

        Assert.Equal(FeedState.Stale, bench.Feed.Status.State);
        Assert.Contains(cause, bench.Feed.Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Trades_may_be_quiet()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Trade).Open();
        bench.Say("ack 0");
        bench.Pass(Minute - TimeSpan.FromSeconds(5));
        Assert.Equal(FeedState.Live, bench.Feed.Status.State);
    }

    [Fact]
    public void A_snapshot_that_fails_is_asked_for_again_with_growing_waits()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Book).Open();
        bench.Say("ack 0", "delta 4 5 6");
        bench.Take();
        var waits = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            bench.Answer("", status: 500);
            Assert.Equal("no snapshot: Failed: HTTP 500", bench.Feed.Status.Reason);
            var next = Assert.Single(bench.Pass(TimeSpan.FromSeconds(31)));
            Assert.Equal("Fetch", next.What);
            waits.Add(next.At.TotalSeconds);
            bench.Say("delta 6 6 6"); // keeps the connection alive, tells nothing new
        }

        for (var i = 0; i < waits.Count; i++)
        {
            var limit = Math.Min(30, 0.25 * Math.Pow(2, i));
            Assert.InRange(waits[i], limit / 2 - 0.05, limit + 0.1);
        }

        bench.Say("delta 6 6 6");
        bench.Answer("snap 2"); // too old: the next may be newer
        Assert.Equal("the snapshot is older than the deltas", bench.Feed.Status.Reason);
        Assert.Single(bench.Pass(TimeSpan.FromSeconds(31)));
        bench.Say("delta 6 6 6");
        bench.Answer("no book at all");
        Assert.Equal("no snapshot: the answer holds no book", bench.Feed.Status.Reason);
        Assert.Single(bench.Pass(TimeSpan.FromSeconds(31)));
        bench.Answer("snap 5");
        Assert.Equal((FeedState.Live, (string?)null), (bench.Feed.Status.State, bench.Feed.Status.Reason));
    }

    [Fact]
    public void Too_many_requests_pauses_the_whole_venue_for_as_long_as_it_says()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Book).Open();
        bench.Say("ack 0", "delta 4 5 6");
        bench.Take();
        bench.Answer("", status: 429, retryAfter: TimeSpan.FromSeconds(17));

        Assert.False(bench.Budget.TryCharge(1, bench.Clock.Now));
        var next = Assert.Single(bench.Pass(TimeSpan.FromSeconds(30)));

        Assert.InRange(next.At.TotalSeconds, 16.9, 17.2);
    }

    [Fact]
    public void Requests_keep_to_the_venues_weight()
    {
        var budget = new RequestBudget(new RestBudget(1_000, TimeSpan.FromMinutes(1), null), 1_000);
        Stamp At(double seconds) => new(0, 1 + (long)(seconds * 1_000));
        Assert.Equal(8, Enumerable.Range(0, 20).Count(_ => budget.TryCharge(100, At(0)))); // 80 % of the weight
        Assert.False(budget.TryCharge(100, At(7)));
        Assert.True(budget.TryCharge(100, At(7.6)));
        Assert.True(budget.TryCharge(5_000, At(120))); // heavier than the budget: when it is full
        Assert.False(budget.TryCharge(1, At(120)));
    }

    [Fact]
    public void A_stopped_session_stays_stopped()
    {
        var bench = Live();
        bench.Session.Stop("the run ended", bench.Clock.Now);
        Assert.Equal(["Disconnect"], bench.Take());
        Assert.Equal((FeedState.Stopped, false), (bench.Feed.Status.State, bench.Ring.IsPublished));

        bench.Session.Closed("1000", bench.Clock.Now);
        bench.Say("delta 9 10 11");
        Assert.Empty(bench.Pass(Minute));
        Assert.Equal((FeedState.Stopped, "the run ended"), (bench.Feed.Status.State, bench.Feed.Status.Reason));
    }

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
}
