using StrategyHost.Engine.Dispatch;
using StrategyHost.Engine.Feeds;
using StrategyHost.Exchange;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Engine.Feeds;

/// <summary>What strategies are told while a connection is behind.</summary>
public sealed class AnnouncerTests
{
    [Fact]
    public void A_book_that_is_old_already_is_published_once_the_connection_has_caught_up()
    {
        var bench = Live();
        var reader = Listen(bench, Delivery.Latest, out var seen);

        bench.SayWithMoreBehind("delta 12 13 15", "delta 15 16 18");
        Assert.True(bench.Session.HasHeldBack);
        Assert.Equal((1L, 18L), (bench.Ring.Latest, bench.Part.Kept!.Sequence));
        bench.Say("delta 18 19 21");

        Assert.False(bench.Session.HasHeldBack);
        Assert.True(reader.TryHandle(out _));
        Assert.Equal([21L], seen);
        Assert.Equal(2, reader.Conflated); // passed over, and counted
        bench.Session.CatchUp();
        Assert.Equal(4, bench.Ring.Latest); // told once
    }

    [Fact]
    public void What_was_held_back_is_told_before_the_connection_waits_for_more()
    {
        var bench = Live();
        var reader = Listen(bench, Delivery.Latest, out var seen);

        bench.SayWithMoreBehind("delta 12 13 15");
        Assert.False(reader.TryHandle(out _));
        bench.Session.CatchUp();

        Assert.True(reader.TryHandle(out _));
        Assert.Equal([15L], seen);
    }

    [Fact]
    public void Nothing_is_held_back_for_longer_than_its_bound()
    {
        var bench = Live();
        bench.SayWithMoreBehind("delta 12 13 15");
        var bound = (Announcer.LongestHeldBack.Ticks * 100) + 100;
        bench.Clock.AdvanceTo(bench.Clock.Now.UtcNs + bound, static () => { });

        bench.SayWithMoreBehind("delta 15 16 18");

        Assert.Equal(3, bench.Ring.Latest);
        Assert.False(bench.Session.HasHeldBack);
    }

    [Fact]
    public void A_handler_of_every_update_has_each_published()
    {
        var bench = Live();
        var reader = Listen(bench, Delivery.Every, out var seen);

        bench.SayWithMoreBehind("delta 12 13 15", "delta 15 16 18");
        while (reader.TryHandle(out _))
        {
        }

        Assert.Equal([15L, 18L], seen);
        Assert.Equal(0, reader.Conflated);
        bench.Session.CatchUp();
        Assert.Equal(3, bench.Ring.Latest);
    }

    [Fact]
    public void A_book_that_is_lost_while_it_is_held_back_is_not_published()
    {
        var bench = Live();
        bench.SayWithMoreBehind("delta 12 13 15", "delta 17 18 19");

        bench.Session.CatchUp();

        Assert.Equal((1L, false), (bench.Ring.Latest, bench.Ring.IsPublished));
    }

    static SessionBench Live()
    {
        var bench = new SessionBench(new FakeVenue(), Channel.Book).Open();
        bench.Say("ack 0", "delta 9 10 12");
        bench.Answer("snap 12");
        Assert.Equal(1, bench.Ring.Latest);
        bench.Take();
        return bench;
    }

    static TopicReader Listen(SessionBench bench, Delivery delivery, out List<long> seen)
    {
        var numbers = seen = [];
        var topic = bench.Feed.BookTopic(StrategyHost.Market.Depth.Full, 20);
        topic.Dispatcher.Add(bench.Listener, 0, delivery == Delivery.Every);
        var buffer = new BookBuffer(20, bench.Clock);
        void Handle(BookView book) => numbers.Add(book.Sequence ?? 0);
        return delivery == Delivery.Every
            ? new EveryBookReader(bench.Feed, topic.Ring, buffer, Handle)
            : new LatestBookReader(bench.Feed, topic.Ring, buffer, Handle);
    }
}
