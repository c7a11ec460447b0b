using Microsoft.Extensions.Logging.Abstractions;
using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Metrics;
using StrategyHost.Engine.Recording;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Binance;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulation;

/// <summary>The engine's sessions and both simulated venues in one thread on virtual time.</summary>
sealed class SimulatedRun
{
    const int StepMs = 20;
    const int Levels = 20;
    static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    readonly SimulatedVenues venues;
    readonly ReplayClock clock = new(Stamp.ToUnixNs(Start));
    readonly Random random;
    readonly Dictionary<string, InstrumentFeed> feeds = [];
    readonly List<SimulatedLink> links = [];
    readonly List<PublishedBook> books = [];

    public SimulatedRun(int seed)
    {
        random = new Random(seed);
        venues = new SimulatedVenues(new SimulatorOptions { Seed = seed });
        venues.Advance(Start);
        Add(new BinanceSpotAdapter());
        Add(new BinanceFuturesAdapter());
    }

    public IEnumerable<FeedSession> Sessions => links.Select(x => x.Session);

    public IReadOnlyCollection<InstrumentFeed> Feeds => feeds.Values;

    public IEnumerable<KeptBook> Kept => feeds.Values.SelectMany(x => x.Parts).Select(x => x.Kept).OfType<KeptBook>();

    /// <summary>Publications that were compared with the venue's truth.</summary>
    public long Compared => books.Sum(x => x.Compared);

    public bool IsLive => feeds.Values.All(x => x.Status.State == FeedState.Live) && books.All(x => x.IsPublished);

    /// <summary>Lives for a time, or until something is so; how long it lived.</summary>
    public TimeSpan Run(TimeSpan time, WireFaults faults, Func<bool>? until = null)
    {
        var lived = TimeSpan.Zero;
        while (lived < time && until?.Invoke() != true)
        {
            lived += TimeSpan.FromMilliseconds(StepMs);
            clock.AdvanceTo(clock.Now.UtcNs + StepMs * 1_000_000L, static () => { });
            venues.Advance(clock.Now.Utc);
            foreach (var link in links) link.Step(clock.Now, faults, Compare);
        }

        return lived;
    }

    public string Describe() =>
        string.Join("; ", feeds.Values.Select(x => $"{x.Instrument}: {x.Status.State} {x.Status.Reason}"));

    void Compare()
    {
        foreach (var book in books) book.CompareNew(venues);
    }

    void Add(IExchangeAdapter adapter)
    {
        var name = adapter.Profile.Venue;
        var chosen = venues[name].Instruments.Where(x => x.Base is "BTC" or "XRP").ToArray();
        var channels = Enum.GetValues<Channel>();
        Subscription[] subscriptions = [.. chosen.SelectMany(x => channels.Select(c => new Subscription(x, c)))];
        var context = new FeedSessionContext
        {
            Time = clock,
            Clock = new ServerClock(clock),
            Budget = new RequestBudget(adapter.Profile.Budget, clock.TimestampFrequency),
            Symbols = new SymbolTable(chosen),
            FeedOf = FeedOf,
            Random = random,
            Log = NullLogger.Instance,
        };
        foreach (var route in adapter.Plan(subscriptions))
        {
            var session = new FeedSession(adapter, route, context with { Symbols = new SymbolTable(chosen) });
            links.Add(new SimulatedLink(adapter, session, venues[name], random));
            session.Start();
        }

        foreach (var instrument in chosen)
        {
            books.Add(new PublishedBook(instrument, FeedOf(instrument).BookTopic(Depth.Full, Levels).Ring, Levels));
        }
    }

    InstrumentFeed FeedOf(Instrument instrument)
    {
        if (feeds.TryGetValue(instrument.Name, out var feed)) return feed;
        return feeds[instrument.Name] = new InstrumentFeed(instrument, null, clock, measuresProcessing: false);
    }
}
