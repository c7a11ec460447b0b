using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Strategies;
using StrategyHost.Market;
using StrategyHost.Strategy;
using StrategyHost.Tests.Engine.Books;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Strategies;

public sealed class StrategyRunnerTests
{
    const string Name = "test:BTC/USDT";
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    readonly List<string> heard = [];

    [Fact]
    public void Draining_a_mailbox_allocates_nothing_whether_or_not_there_is_news()
    {
        var seen = 0L;
        using var bench = new StrategyBench(x => x.OnBook("test:BTC/USDT", book => seen += book.Sequence ?? 0)).Start();
        for (var i = 1; i <= 100; i++) Step(bench, i);

        var allocated = Allocations.Steady(() =>
        {
            for (var i = 0; i < 1_000; i++) bench.Runner.Drain();
        });

        Assert.Equal(0, allocated);
        Assert.True(seen > 0);

        static void Step(StrategyBench bench, int number)
        {
            bench.Publish(number);
            bench.Runner.Drain();
        }
    }

    [Fact]
    public void A_fault_is_counted_with_its_line_and_the_others_go_on()
    {
        using var bench = new StrategyBench(x =>
        {
            x.OnQuote(Name, Explode);
            x.OnBook(Name, book => heard.Add($"book {book.Sequence}"));
        }).Start();
        bench.PublishQuote(1);
        bench.Publish(7);
        bench.Runner.Drain();

        Assert.Equal(["book 7"], heard);
        Assert.Equal((1L, 2L, StrategyState.Running), (bench.Runner.Faults, bench.Runner.Events, bench.Runner.State));
        Assert.Equal("hand.csx:12: InvalidOperationException: no such quote", bench.Runner.NewestFault!.ToString());
    }

    [Fact]
    public void Faults_without_end_are_counted_and_described_now_and_then()
    {
        using var bench = new StrategyBench(x => x.OnTrade(Name, _ => throw new ArithmeticException())).Start();
        for (var i = 0; i < 25; i++) bench.PublishTrade(i);
        bench.Runner.Drain();
        Assert.Equal((25L, 25L), (bench.Runner.Faults, bench.Runner.Events));
    }

    [Fact]
    public void What_waits_behind_a_faulty_trade_is_still_handled()
    {
        using var bench = new StrategyBench(x => x.OnTrade(Name, trade =>
        {
            heard.Add($"{trade.Id}");
            if (trade.Id == 2) throw new ArithmeticException();
        })).Start();
        for (var i = 1; i <= 4; i++) bench.PublishTrade(i);
        bench.Runner.Drain();
        Assert.Equal(["1", "2", "3", "4"], heard);
    }

    [Fact]
    public void What_was_skipped_is_counted_exactly()
    {
        using var bench = new StrategyBench(x =>
        {
            x.OnBook(Name, book => heard.Add($"{book.Sequence}"));
            x.OnQuote(Name, quote => heard.Add($"q{quote.Number}"));
        }).Start();
        for (var i = 1; i <= 10; i++) bench.Publish(i);
        for (var i = 1; i <= 5; i++) bench.PublishQuote(i);
        bench.Runner.Drain();

        Assert.Equal(["10", "q5"], heard);
        Assert.Equal((9L + 4L, 2L), (bench.Runner.Conflated, bench.Runner.Events));
    }

    [Fact]
    public void A_signal_carries_the_instrument_that_is_being_handled()
    {
        using var bench = new StrategyBench(x =>
        {
            x.Signal("start");
            x.OnBook(Name, book => x.Signal("wide", Side.Bid, 0.5m, "note"));
            x.OnBook("test:ethusdt", _ => x.Signal("other"));
            x.Every(Second, () => x.Signal("timer"));
        }).Start();
        bench.Publish(1);
        bench.Publish(1, StrategyBench.Eth);
        bench.Runner.Drain();
        bench.Pass(Second);

        var signals = bench.Signals.Newest(10);
        Assert.Equal(
            [("start", null), ("wide", Updates.Btc), ("other", StrategyBench.Eth), ("timer", null)],
            signals.Select(x => (x.Name, x.Instrument)));
        var wide = signals[1];
        Assert.Equal((Side.Bid, 0.5m, "note", "hand"), (wide.Side, wide.Strength, wide.Note, wide.Strategy));
        Assert.Equal(bench.Clock.GetUtcNow(), signals[3].At);
        Assert.Equal(4, bench.Runner.Signals);
    }

    [Fact]
    public void A_status_is_told_before_the_book_even_when_both_come_while_others_are_handled()
    {
        using var bench = new StrategyBench(x =>
        {
            x.OnStatus(status => heard.Add($"{status.State}"));
            x.OnBook(Name, book => heard.Add($"book {book.Sequence}"));
            x.OnBook(Name, book => heard.Add($"every {book.Sequence}"), delivery: Delivery.Every);
        }).Start();
        bench.Publish(1); // marks both readers

        // A continuation is run between statuses and books: what a feed's thread does just then must keep its order.
        bench.Runner.Mailbox.Post(() =>
        {
            bench.Runner.Mailbox.Add(new FeedStatus(Updates.Btc, FeedState.Live, null, DateTimeOffset.UnixEpoch));
            bench.Publish(2);
        });
        bench.Runner.Drain();

        Assert.Equal(["Live", "every 1", "book 2", "every 2"], heard);
    }

    [Fact]
    public void A_handler_that_subscribes_to_more_is_no_fault_of_the_host()
    {
        using var bench = new StrategyBench(x => x.OnStatus(_ =>
        {
            heard.Add("first");
            x.OnStatus(_ => heard.Add("second"));
            x.OnBook(Name, book => heard.Add($"book {book.Sequence}"));
        })).Start();
        bench.Runner.Mailbox.Add(new FeedStatus(Updates.Btc, FeedState.Live, null, DateTimeOffset.UnixEpoch));
        bench.Runner.Drain();
        bench.Publish(3);
        bench.Runner.Drain();

        Assert.Equal(["first", "book 3"], heard);
        Assert.Equal(0, bench.Runner.Faults);
    }

    [Fact]
    public void Top_level_await_goes_on_on_the_strategys_own_turn()
    {
        using var bench = new StrategyBench(async x =>
        {
            heard.Add("before");
            await Task.Delay(Second, x.Clock);
            heard.Add("after");
            x.OnBook(Name, book => heard.Add($"book {book.Sequence}"));
        }).Start();
        Assert.Equal((StrategyState.Starting, "before"), (bench.Runner.State, Assert.Single(heard)));

        bench.Pass(Second);
        bench.Publish(5);
        bench.Runner.Drain();

        Assert.Equal(["before", "after", "book 5"], heard);
        Assert.Equal(StrategyState.Running, bench.Runner.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_failed_start_is_a_fault_and_takes_the_strategy_off_its_feeds(bool isLate)
    {
        using var bench = new StrategyBench(async x =>
        {
            x.OnBook(Name, _ => heard.Add("book"));
            x.Every(Second, () => heard.Add("timer"));
            if (isLate) await Task.Delay(Second / 2, x.Clock);
            throw new InvalidOperationException("no start");
        }).Start();
        bench.Pass(Second / 2);

        Assert.Equal((StrategyState.Failed, 1L), (bench.Runner.State, bench.Runner.Faults));
        bench.Publish(1);
        bench.Pass(Second * 5);
        Assert.Empty(heard);
        Assert.False(bench.Runner.Mailbox.HasNews);
        Assert.True(bench.Runner.Stopping.IsCancellationRequested); // so that its thread ends instead of turning idly
    }

    [Fact]
    public void A_strategy_that_was_stopped_hears_no_more_and_is_unloaded()
    {
        using var bench = new StrategyBench(x =>
        {
            x.OnTrade(Name, _ => heard.Add("trade"));
            x.Every(Second, () => heard.Add("timer"));
        }).Start();
        bench.Runner.Stop(bench.Directory.Feeds);
        bench.Runner.Finish(hasEnded: true);
        for (var i = 0; i < 2_000; i++) bench.PublishTrade(i);
        bench.Pass(Second * 3);

        Assert.Empty(heard);
        Assert.Equal((StrategyState.Stopped, 1, 0L), (bench.Runner.State, bench.Unloads, bench.Runner.Conflated));
    }

    [Fact]
    public async Task On_a_thread_of_its_own_a_strategy_hears_everything_and_ends_when_told()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var bench = new StrategyBench(x => x.OnTrade(Name, trade =>
        {
            if (trade.Id == 500) done.SetResult();
        }));
        var driver = new StrategyDriver(bench.Runner);
        driver.Start();
        await driver.Started.Task.WaitAsync(TimeSpan.FromSeconds(30), bench.Runner.Stopping);
        for (var i = 1; i <= 500; i++) bench.PublishTrade(i);
        await done.Task.WaitAsync(TimeSpan.FromSeconds(30), bench.Runner.Stopping);

        bench.Runner.Stop(bench.Directory.Feeds);
        driver.Join();

        Assert.Equal((StrategyState.Stopped, 500L, 1), (bench.Runner.State, bench.Runner.Events, bench.Unloads));
    }

    static void Explode(Quote quote)
    {
#line 12 "hand.csx"
        throw new InvalidOperationException("no such quote");
#line default
    }
}
