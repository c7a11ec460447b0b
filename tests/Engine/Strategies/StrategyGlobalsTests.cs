using StrategyHost.Engine.Feeds;
using StrategyHost.Market;
using StrategyHost.Strategy;
using StrategyHost.Tests.Engine.Books;

namespace StrategyHost.Tests.Engine.Strategies;

public sealed class StrategyGlobalsTests
{
    const string Name = "test:BTC/USDT";
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    readonly List<string> heard = [];

    [Fact]
    public void Every_calls_at_its_interval_and_a_late_strategy_once()
    {
        using var bench = new StrategyBench(x => x.Every(Second, () => heard.Add($"{x.Clock.GetUtcNow():ss}"))).Start();
        bench.Pass(Second * 3.5);
        Assert.Equal(3, heard.Count);
        Assert.Equal(3, heard.Distinct().Count());

        bench.Clock.AdvanceTo(bench.Clock.Now.UtcNs + 10_000_000_000, static () => { }); // the strategy does not look
        bench.Runner.Drain();
        Assert.Equal(4, heard.Count);
    }

    [Fact]
    public void An_async_timer_is_called_again_only_when_its_last_call_has_ended()
    {
        using var bench = new StrategyBench(x => x.Every(Second, async () =>
        {
            heard.Add("begin");
            await Task.Delay(Second * 2.5, x.Clock);
            heard.Add("end");
        })).Start();

        bench.Pass(Second * 12);

        Assert.Equal(["begin", "end", "begin", "end", "begin", "end", "begin"], heard); // at 1, 4, 7 and 10 s
    }

    [Fact]
    public void An_async_timer_that_ends_at_once_misses_no_call()
    {
        var calls = 0;
        using var bench = new StrategyBench(x => x.Every(TimeSpan.FromMilliseconds(1), async () =>
        {
            await Task.Yield();
            calls++;
        })).Start();

        bench.Pass(Second * 5);

        Assert.Equal(5_000, calls); // each time: a replay gives the same signals
    }

    [Fact]
    public void A_timer_that_throws_is_a_fault_and_goes_on()
    {
        using var bench = new StrategyBench(x =>
        {
            x.Every(Second, () => throw new ArithmeticException());
            x.Every(Second, async () =>
            {
                await Task.Yield();
                throw new ArithmeticException();
            });
        }).Start();
        bench.Pass(Second * 3);
        Assert.Equal((6L, 6L), (bench.Runner.Faults, bench.Runner.Events));
    }

    [Fact]
    public void Run_goes_its_own_way_until_the_strategy_is_stopped_and_may_tidy_up()
    {
        using var bench = new StrategyBench(x => x.Run(async stop =>
        {
            try
            {
                while (true)
                {
                    await Task.Delay(Second, x.Clock, stop);
                    heard.Add("turn");
                }
            }
            finally
            {
                heard.Add("tidied");
            }
        })).Start();
        bench.Pass(Second * 2);
        Assert.Equal(["turn", "turn"], heard);

        bench.Runner.Stop(bench.Directory.Feeds);
        bench.Runner.DrainLast();

        Assert.Equal("tidied", heard[^1]);
        Assert.Equal(0, bench.Runner.Faults); // ending as asked is none
    }

    [Fact]
    public void A_body_that_yields_for_ever_does_not_keep_a_stopped_strategy()
    {
        using var bench = new StrategyBench(x => x.Every(Second, async () =>
        {
            while (true) await Task.Yield();
        }));
        bench.Runner.Start();
        bench.Clock.AdvanceTo(bench.Clock.Now.UtcNs + 1_000_000_000, static () => { });
        bench.Runner.Stop(bench.Directory.Feeds);
        bench.Runner.DrainLast();
    }

    [Fact]
    public void A_body_that_throws_is_a_fault()
    {
        using var bench = new StrategyBench(x => x.Run(_ => throw new ArithmeticException("off"))).Start();
        Assert.Equal(1, bench.Runner.Faults);
        Assert.Equal("ArithmeticException: off", bench.Runner.NewestFault!.Message);
    }

    [Fact]
    public void Books_shows_what_is_published_now_and_nothing_while_nothing_is()
    {
        IStrategyGlobals globals = null!;
        using var bench = new StrategyBench(x => globals = x).Start();
        Assert.False(globals.Books[Name].IsPublished);
        Assert.Equal(Updates.Btc, globals.Books[Name].Instrument);

        bench.Publish(4);
        bench.Publish(5);
        Assert.True(globals.Books["test:btcusdt"].IsPublished);
        Assert.Equal((5L, 100.00m), (globals.Books[Name].Sequence, globals.Books[Name].BestBid.Price));

        bench.Btc.BookTopic(Depth.Full, 20).Ring.Withdraw();
        Assert.False(globals.Books[Name].IsPublished);
        var thrown = Assert.Throws<InvalidOperationException>(() => globals.Books[Name].BestBid);
        Assert.Contains("no published book", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_wish_becomes_one_subscription()
    {
        var opened = new List<string>();
        using var bench = new StrategyBench(x =>
        {
            x.OnBook(Name, _ => { });
            x.OnBook("TEST:btcusdt", _ => { }, Depth.Partial5);
            x.OnQuote(Name, _ => { });
        }).Start();
        var before = bench.Directory.Begin(x => opened.Add($"{x}"));
        bench.Directory.Want(Name, StrategyHost.Exchange.Channel.Quote);
        bench.Directory.Want(Name, StrategyHost.Exchange.Channel.Ticker);

        Assert.Equal(
            ["test:BTC/USDT book", "test:BTC/USDT book top 5", "test:BTC/USDT quotes"],
            before.Select(x => $"{x}").Order(StringComparer.Ordinal));
        Assert.Equal(["test:BTC/USDT ticker"], opened);
        Assert.Single(bench.Directory.Feeds);
    }

    [Fact]
    public void Unknown_names_are_refused_with_the_nearest()
    {
        using var bench = new StrategyBench(x => x.OnBook("test:BTC/USDC", _ => { })).Start();
        Assert.Contains("nearest: BTC/USDT", bench.Runner.NewestFault!.Message, StringComparison.Ordinal);
        Assert.Contains("'test:BTC/USDC'", bench.Runner.NewestFault.Message, StringComparison.Ordinal);
        Assert.Throws<UnknownNameException>(() => bench.Directory.Want("BTCUSDT", StrategyHost.Exchange.Channel.Book));
    }

    [Fact]
    public void Arguments_are_checked_where_they_are_given()
    {
        IStrategyGlobals globals = null!;
        using var bench = new StrategyBench(x => globals = x).Start();
        Assert.Throws<ArgumentOutOfRangeException>(() => globals.OnBook(Name, _ => { }, levels: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => globals.OnBook(Name, _ => { }, levels: 1_001));
        Assert.Throws<ArgumentNullException>(() => globals.OnBook(Name, null!));
        Assert.Throws<ArgumentNullException>(() => globals.OnTrade(null!, _ => { }));
        Assert.Throws<ArgumentNullException>(() => globals.OnStatus(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => globals.Every(TimeSpan.Zero, () => { }));
        Assert.Throws<ArgumentException>(() => globals.Signal(" "));
        globals.Param("size", 5m);
        Assert.Throws<ArgumentException>(() => globals.Param("size", 6m));
    }

    [Fact]
    public void More_levels_asked_for_are_more_levels_published()
    {
        using var bench = new StrategyBench(x => x.OnBook(Name, _ => { }, levels: 150)).Start();
        Assert.Equal(150, bench.Btc.BookTopic(Depth.Full, 20).Ring.Levels);
    }
}
