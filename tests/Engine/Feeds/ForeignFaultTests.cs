using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Tests.Engine.Books;

namespace StrategyHost.Tests.Engine.Feeds;

/// <summary>An adapter is foreign code and may throw from any call; the host lives on and says who it was.</summary>
public sealed class ForeignFaultTests
{
    [Fact]
    public void A_decoder_that_throws_costs_one_frame()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Book).Open();
        bench.Say("ack 0", "delta 4 5 9");
        bench.Answer("snap 7");

        bench.Say("throw", "delta 9 10 11");

        Assert.Equal((FeedState.Live, 11L), (bench.Feed.Status.State, bench.Part.Kept!.Sequence));
        Assert.Equal(1, bench.Session.Frames.Rejected);
        Assert.Equal(
            "the plugin threw InvalidOperationException: Decode is broken", bench.Session.Frames.LastRejection);
    }

    [Fact]
    public void A_reader_of_answers_that_throws_costs_one_snapshot()
    {
        var venue = new FakeVenue();
        var bench = new SessionBench(venue, Channel.Book).Open();
        bench.Say("ack 0", "delta 4 5 9");
        bench.Take();
        venue.Throws = "Read";
        bench.Answer("snap 7");
        Assert.Equal(
            "no snapshot: the plugin threw InvalidOperationException: Read is broken", bench.Feed.Status.Reason);

        venue.Throws = null;
        Assert.Equal(["Fetch"], bench.Pass(TimeSpan.FromSeconds(1)).Select(x => x.What));
        bench.Answer("snap 7");
        Assert.Equal(FeedState.Live, bench.Feed.Status.State);
    }

    [Theory]
    [InlineData("OpenSession")]
    [InlineData("Start")]
    [InlineData("Subscribe")]
    public void A_session_that_cannot_be_opened_closes_and_is_tried_again(string call)
    {
        var venue = new FakeVenue { Throws = call };
        var bench = new SessionBench(venue, Channel.Book).Open();
        bench.Say("ack 0");

        Assert.Equal(["Disconnect"], bench.Take());
        bench.Session.Closed("1000 closed by us", bench.Clock.Now);
        Assert.Equal(FeedState.Recovering, bench.Feed.Status.State);
        Assert.Equal($"the plugin threw InvalidOperationException: {call} is broken", bench.Feed.Status.Reason);

        venue.Throws = null;
        Assert.Equal(["Connect ws://two.test/ws"], bench.Pass(TimeSpan.FromSeconds(2)).Select(x => x.What));
        bench.Session.Opened(bench.Clock.Now);
        Assert.Equal(["Send sub btcusdt@book"], bench.Take());
    }

    [Theory]
    [InlineData("Tick")]
    [InlineData("Describe")]
    [InlineData("Ask")]
    [InlineData("Resubscribe")]
    public void A_call_that_throws_while_time_passes_ends_the_connection_and_no_more(string call)
    {
        var profile = new FakeVenue().Profile with
        {
            Heartbeat = new Heartbeat(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)),
            SnapshotSource = call == "Resubscribe" ? SnapshotSource.Stream : SnapshotSource.Rest,
        };
        var venue = new FakeVenue { Profile = profile };
        var bench = new SessionBench(venue, Channel.Book, Channel.Quote).Open();
        bench.Pass(TimeSpan.FromSeconds(1));
        venue.Throws = call;
        if (call is "Ask" or "Resubscribe") bench.Say("delta 4 5 9");

        var done = bench.Take().Concat(bench.Pass(TimeSpan.FromSeconds(12)).Select(x => x.What)).ToArray();
        Assert.Single(done, x => x == "Disconnect");
        bench.Session.Closed("1000 closed by us", bench.Clock.Now);

        Assert.Equal(FeedState.Recovering, bench.Feed.Status.State);
        Assert.Equal($"the plugin threw InvalidOperationException: {call} is broken", bench.Feed.Status.Reason);
    }

    [Fact]
    public void A_subscription_that_cannot_be_added_ends_the_connection()
    {
        var venue = new FakeVenue();
        var bench = new SessionBench(venue, Channel.Book).Open();
        bench.Take();
        venue.Throws = "Subscribe";

        bench.Session.Add([new Subscription(Updates.Btc, Channel.Quote)], bench.Clock.Now);

        Assert.Equal(["Disconnect"], bench.Take());
    }
}
