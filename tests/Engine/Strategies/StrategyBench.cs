using Microsoft.Extensions.Logging.Abstractions;
using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Recording;
using StrategyHost.Engine.Signals;
using StrategyHost.Engine.Strategies;
using StrategyHost.Market;
using StrategyHost.Strategy;
using StrategyHost.Tests.Engine.Books;

namespace StrategyHost.Tests.Engine.Strategies;

/// <summary>One strategy, made by hand, on virtual time and without a thread of its own.</summary>
sealed class StrategyBench : IDisposable
{
    public static readonly Instrument Eth = Updates.Btc with
    {
        Symbol = "ETH/USDT",
        VenueSymbol = "ETHUSDT",
        Base = "ETH",
    };

    public StrategyBench(Func<IStrategyGlobals, Task> start)
    {
        var listed = new VenueDirectory("test", [Updates.Btc, Eth]);
        Directory = new FeedDirectory((_, symbol) => listed.Find(symbol), null, Clock, measuresProcessing: false);
        var script = new CompiledScript("hand", "hand.csx", start, () => Unloads++);
        Runner = new StrategyRunner(script, Directory, Signals, Clock, NullLogger.Instance);
    }

    public StrategyBench(Action<IStrategyGlobals> start)
        : this(x =>
        {
            start(x);
            return Task.CompletedTask;
        })
    {
    }

    public ReplayClock Clock { get; } = new(1_800_000_000_000_000_000);

    Announcer Announcer => field ??= new Announcer(Clock);

    public FeedDirectory Directory { get; }

    public SignalLog Signals { get; } = new();

    public StrategyRunner Runner { get; }

    public int Unloads { get; private set; }

    public InstrumentFeed Btc => Directory.FeedOf(Updates.Btc);

    public StrategyBench Start()
    {
        Runner.Start();
        Runner.Drain();
        return this;
    }

    /// <summary>Publishes a book whose best bid is 100.00, or more, at a number.</summary>
    public void Publish(long number, Instrument? of = null)
    {
        var topic = Directory.FeedOf(of ?? Updates.Btc).BookTopic(Depth.Full, 20);
        var header = new BookHeader
        {
            Instrument = of ?? Updates.Btc, PriceScale = 2, QuantityScale = 3, Sequence = number,
            BidHorizon = long.MinValue, AskHorizon = long.MaxValue,
        };
        topic.Ring.Publish(header, Updates.Levels((10_000, 1)), Updates.Levels((10_001, 2)));
        topic.Dispatcher.Notify();
    }

    public void PublishQuote(long number)
    {
        Btc.Quotes.Publish(new Quote
        {
            Instrument = Updates.Btc,
            Bid = new ScaledLevel(100, number),
            Ask = new ScaledLevel(101, 1),
            PriceScale = 2,
            QuantityScale = 3,
            Number = number,
            Received = default,
        }, Announcer);
    }

    public void PublishTrade(long id)
    {
        Btc.Trades.Publish(new Trade
        {
            Instrument = Updates.Btc,
            Id = id,
            Scaled = new ScaledLevel(100, 1),
            PriceScale = 2,
            QuantityScale = 3,
            TakerSide = Side.Ask,
            Received = default,
        });
    }

    /// <summary>Lets time pass; the strategy handles what each timer brings before the next.</summary>
    public void Pass(TimeSpan time) => Clock.AdvanceTo(Clock.Now.UtcNs + time.Ticks * 100, Runner.Drain);

    public void Dispose()
    {
        Runner.Stop(Directory.Feeds);
        Runner.Dispose();
    }
}
