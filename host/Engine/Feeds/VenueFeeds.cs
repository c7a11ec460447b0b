using Microsoft.Extensions.Logging;
using StrategyHost.Engine.Metrics;
using StrategyHost.Engine.Transport;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>
/// One venue in a live run: its instruments, its clock, its connections. Control plane: it opens what is wanted and
/// keeps the venue's clock known.
/// </summary>
sealed class VenueFeeds : IDisposable
{
    const int MaxPages = 100;
    const int FirstClockSamples = 4;
    static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan ClockInterval = TimeSpan.FromSeconds(30);

    readonly IExchangeAdapter adapter;
    readonly EngineOptions options;
    readonly RestTransport rest;
    readonly FeedLink link;
    readonly ServerClock clock;
    readonly RequestBudget budget;
    readonly Func<Instrument, InstrumentFeed> feedOf;
    readonly TimeProvider time;
    readonly ILogger log;
    readonly Lock gate = new();
    readonly List<FeedDriver> drivers = [];

    public VenueFeeds(
        IExchangeAdapter adapter, EngineOptions options, Func<Instrument, InstrumentFeed> feedOf, Action signal,
        TimeProvider time, ILogger log)
    {
        this.adapter = adapter;
        this.options = options;
        this.feedOf = feedOf;
        this.time = time;
        this.log = log;
        var profile = adapter.Profile;
        var other = options.Addresses.GetValueOrDefault(profile.Venue);
        var bases = other is null ? profile.RestEndpoints : [other.Rest];
        rest = new RestTransport(bases, profile.Budget.UsedWeightHeader, time, proxies: options.Proxies);
        link = new FeedLink(adapter, options, rest, time, signal);
        clock = new ServerClock(time);
        budget = new RequestBudget(profile.Budget, time.TimestampFrequency);
    }

    public string Venue => adapter.Profile.Venue;

    /// <summary>What the venue lists; null until it has said so.</summary>
    public VenueDirectory? Directory { get; private set; }

    /// <summary>Why the venue's instruments are not known; null when they are.</summary>
    public string? Failure { get; private set; } = "not asked yet";

    public IReadOnlyList<FeedDriver> Drivers
    {
        get
        {
            lock (gate) return [.. drivers];
        }
    }

    /// <summary>Asks for the venue's instruments until it answers or the token ends it; true when it did.</summary>
    public async Task<bool> LoadInstrumentsAsync(CancellationToken cancellation)
    {
        var backoff = new Backoff(FirstRetry, TimeSpan.FromSeconds(5), new Random(options.Seed));
        while (!cancellation.IsCancellationRequested)
        {
            Failure = await TryLoadAsync(cancellation).ConfigureAwait(false);
            if (Failure is null) return await KnowClockAsync(cancellation).ConfigureAwait(false);
            Log.RestFailed(log, Venue, "instruments", Failure);
            if (!await WaitAsync(backoff.Next(), cancellation).ConfigureAwait(false)) break;
        }

        return false;
    }

    /// <summary>Keeps the venue's clock known until the token ends it.</summary>
    public async Task KeepClockAsync(CancellationToken cancellation)
    {
        while (await WaitAsync(ClockInterval, cancellation).ConfigureAwait(false))
        {
            await SampleClockAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Opens the connections that some subscriptions need, or adds them to those that are open.</summary>
    public void Open(IReadOnlyList<Subscription> subscriptions)
    {
        lock (gate)
        {
            foreach (var route in Plan(subscriptions))
            {
                var sharing = drivers.Find(x => HasRoom(x.Session.Route, route));
                if (sharing is not null) Add(sharing, route.Subscriptions);
                else Start(route);
            }
        }
    }

    /// <summary>Ends every connection; the names of threads that did not end in time.</summary>
    public IReadOnlyList<string> Stop(string why)
    {
        var stopped = Drivers.Select(x => (x.Session.Route.Name, HasEnded: x.Stop(why))).ToArray();
        return [.. stopped.Where(x => !x.HasEnded).Select(x => $"{Venue}/{x.Name}")];
    }

    public void Dispose()
    {
        foreach (var driver in Drivers) driver.Dispose();
        rest.Dispose();
    }

    IReadOnlyList<Route> Plan(IReadOnlyList<Subscription> subscriptions)
    {
        try
        {
            return adapter.Plan(subscriptions);
        }
        catch (Exception failure) // foreign code: an adapter may throw anything
        {
            Log.PluginFailed(log, Venue, "-", "Plan", $"{failure.GetType().Name}: {failure.Message}");
            return [];
        }
    }

    bool HasRoom(Route open, Route wanted) =>
        open.Name == wanted.Name
        && open.Subscriptions.Count + wanted.Subscriptions.Count <= adapter.Profile.Limits.SubscriptionsPerConnection;

    void Add(FeedDriver driver, IReadOnlyList<Subscription> subscriptions)
    {
        lock (driver.Session.Gate)
        {
            foreach (var subscription in subscriptions) driver.Session.Symbols.Set(subscription.Instrument);
            driver.Session.Add(subscriptions, link.Now());
        }

        link.Signal();
    }

    void Start(Route route)
    {
        var session = new FeedSession(adapter, route, new FeedSessionContext
        {
            Time = time,
            Clock = clock,
            Budget = budget,
            Symbols = new SymbolTable(route.Subscriptions.Select(x => x.Instrument).Distinct()),
            FeedOf = feedOf,
            AddressOf = link.Map,
            Random = new Random(options.Seed + drivers.Count),
            Log = log,
        });
        var driver = new FeedDriver(session, link);
        drivers.Add(driver);
        driver.Start();
    }

    async Task<string?> TryLoadAsync(CancellationToken cancellation)
    {
        var collector = new InstrumentCollector();
        string? page = null;
        for (var count = 0; count < MaxPages; count++)
        {
            var query = new RestQuery(RestQueryKind.Instruments, Page: page);
            var (arrival, result) = await AskAsync(query, collector, cancellation).ConfigureAwait(false);
            if (arrival.Error is { } error) return error;
            if (result.Outcome != RestOutcome.Ok) return $"{result.Outcome} (HTTP {arrival.Status}): {result.Reason}";
            page = result.NextPage;
            if (page is null) break;
        }

        if (collector.Instruments.Count == 0) return "the venue lists no instrument that the plugin can describe";
        Directory = new VenueDirectory(Venue, collector.Instruments);
        return null;
    }

    /// <summary>
    /// Several samples before the first frame: a connection's first round trips are its slowest, and delays measured by
    /// them would say nothing.
    /// </summary>
    async Task<bool> KnowClockAsync(CancellationToken cancellation)
    {
        for (var sample = 0; sample < FirstClockSamples; sample++)
        {
            await SampleClockAsync(cancellation).ConfigureAwait(false);
        }

        return true;
    }

    async Task SampleClockAsync(CancellationToken cancellation)
    {
        var query = new RestQuery(RestQueryKind.Time);
        var (arrival, result) = await AskAsync(query, new InstrumentCollector(), cancellation).ConfigureAwait(false);
        if (arrival.Error is null && result is { Outcome: RestOutcome.Ok, ServerTimeNs: > 0 })
        {
            clock.Sample(arrival.Sent, result.ServerTimeNs, arrival.Received);
        }
    }

    /// <summary>Asks, unless the venue wants to be left alone, and heeds an answer that says so.</summary>
    async Task<(RestArrival Arrival, RestResult Result)> AskAsync(
        RestQuery query, IMarketSink sink, CancellationToken cancellation)
    {
        if (!budget.TryCharge(weight: 0, link.Now()))
            return (default, new RestResult(RestOutcome.Throttled, "the venue wants to be left alone"));
        var arrival = await link.FetchAsync(query, cancellation).ConfigureAwait(false);
        if (arrival.Error is not null) return (arrival, default);
        var result = Read(arrival, sink);
        if (result.Outcome == RestOutcome.Throttled)
            budget.Pause(arrival.RetryAfter ?? result.Wait ?? RequestBudget.ThrottledWait, link.Now());
        return (arrival, result);
    }

    RestResult Read(in RestArrival arrival, IMarketSink sink)
    {
        try
        {
            var symbols = new SymbolTable([]);
            return adapter.Read(arrival.Query, arrival.Status, arrival.Body.Span, symbols, arrival.Received, sink);
        }
        catch (Exception failure) // foreign code: an adapter may throw anything
        {
            var words = $"the plugin threw {failure.GetType().Name}: {failure.Message}";
            return new RestResult(RestOutcome.Malformed, words);
        }
    }

    async Task<bool> WaitAsync(TimeSpan delay, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(delay, time, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
