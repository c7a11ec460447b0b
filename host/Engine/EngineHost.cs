using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using StrategyHost.Engine.Dispatch;
using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Metrics;
using StrategyHost.Engine.Signals;
using StrategyHost.Engine.Strategies;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Engine;

/// <summary>
/// A live run: adapters and scripts go in, feeds are opened for what is watched and what scripts subscribe to, and an
/// <see cref="EngineSnapshot"/> can be had at any moment. It never touches what it was given beyond the listed edges.
/// </summary>
/// <remarks>
/// Start once, dispose once. One control task lets time pass for every connection; each connection and each strategy
/// has a thread of its own.
/// </remarks>
public sealed class EngineHost : IAsyncDisposable
{
    static readonly TimeSpan ControlInterval = TimeSpan.FromMilliseconds(50);

    readonly EngineOptions options;
    readonly TimeProvider time;
    readonly ILogger log;
    readonly FanOut fanOut = new();
    readonly FeedDirectory directory;
    readonly Dictionary<string, VenueFeeds> venues = new(StringComparer.OrdinalIgnoreCase);
    readonly CancellationTokenSource stopping = new();
    readonly SemaphoreSlim bell = new(0);
    readonly List<Task> tasks = [];
    readonly FeedMeters meters;
    readonly long startedAt;
    ImmutableArray<StrategyDriver> strategies = [];
    int rung;

    /// <summary>Makes a host that has not started anything yet.</summary>
    /// <param name="adapters">One for each venue.</param>
    /// <param name="options">What to watch, where, and what the data is.</param>
    /// <param name="time">The only clock of the run.</param>
    /// <param name="loggers">Where its lines go.</param>
    public EngineHost(
        IEnumerable<IExchangeAdapter> adapters, EngineOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        this.options = options;
        this.time = time;
        log = loggers.CreateLogger("engine");
        startedAt = time.GetTimestamp();
        directory = new FeedDirectory(Resolve, fanOut, time, measuresProcessing: true)
        {
            MessagesPerReport = options.MessagesPerReport,
        };
        foreach (var adapter in adapters)
        {
            venues[adapter.Profile.Venue] = new VenueFeeds(adapter, options, directory.FeedOf, Ring, time, log);
        }

        meters = new FeedMeters(() => Snapshot().Feeds.Select(SnapshotTaker.Reading));
    }

    /// <summary>Every signal of the run, newest 1,000.</summary>
    public SignalLog Signals { get; } = new();

    /// <summary>
    /// Asks each venue for its instruments, starts the scripts, and opens the feeds. Returns what went wrong, one
    /// sentence each; an empty list when nothing did. Throws <see cref="UnknownNameException"/> when the watch list
    /// names something that does not exist.
    /// </summary>
    public async Task<IReadOnlyList<string>> StartAsync(
        IReadOnlyList<CompiledScript> scripts, CancellationToken cancellation)
    {
        foreach (var name in options.Watch) CheckVenue(InstrumentName.Parse(name).Venue, name);
        await LoadAsync(cancellation).ConfigureAwait(false);
        var problems = venues.Values
            .Where(x => x.Failure is not null)
            .Select(x => $"{x.Venue} cannot be used: its instruments are not to be had: {x.Failure}.")
            .ToList();
        foreach (var name in options.Watch) TryWatch(name);
        foreach (var script in scripts) Add(script);
        var started = Task.WhenAll(strategies.Select(x => x.Started.Task));
        await Task.WhenAny(started, Task.Delay(options.StartBound, time, cancellation)).ConfigureAwait(false);
        OpenFeeds(directory.Begin(subscription => OpenFeeds([subscription])));
        foreach (var venue in venues.Values.Where(x => x.Failure is null))
        {
            tasks.Add(Task.Run(() => venue.KeepClockAsync(stopping.Token), CancellationToken.None));
        }

        tasks.Add(Task.Run(ControlAsync, CancellationToken.None));
        return problems;
    }

    /// <summary>The instruments that a venue lists; empty while it has not said so.</summary>
    public IReadOnlyCollection<Instrument> InstrumentsOf(string venue) =>
        venues.TryGetValue(venue, out var found) && found.Directory is { } listed ? listed.All : [];

    /// <summary>A copy of a watched instrument's book as published now; null while none is.</summary>
    /// <param name="name">As in the watch list.</param>
    /// <param name="levels">Levels a side, at most <see cref="EngineOptions.WatchLevels"/>.</param>
    public BookSnapshot? CopyBook(string name, int levels)
    {
        var feed = directory.FeedOf(Resolve(name));
        if (feed.FindBookTopic(Depth.Full)?.Ring is not { IsPublished: true } ring) return null;
        var buffer = new BookBuffer(levels, time);
        return ring.TryRead(ring.Latest, buffer) ? buffer.View.Copy() : null;
    }

    /// <summary>Takes the oldest delay report that was not taken yet.</summary>
    public bool TryTakeReport(out FeedReport report) => directory.Reports.TryDequeue(out report!);

    /// <summary>The run as it is now.</summary>
    public EngineSnapshot Snapshot()
    {
        var sessions = venues.Values.SelectMany(x => x.Drivers).Select(x => x.Session).ToArray();
        return new EngineSnapshot(
            options.Source,
            time.GetElapsedTime(startedAt),
            [.. directory.Feeds.OrderBy(x => x.Instrument.Name, StringComparer.Ordinal)
                .Select(x => SnapshotTaker.Of(x, sessions, measuresProcessing: true))],
            [.. strategies.Select(x => SnapshotTaker.Of(x.Runner)).OrderBy(x => x.Name, StringComparer.Ordinal)],
            Signals.Newest(EngineSnapshot.SignalsShown),
            Signals.Count);
    }

    /// <summary>Ends strategies and connections, each within a bound.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        Ring();
        foreach (var strategy in strategies) strategy.Runner.Stop(directory.Feeds);
        foreach (var strategy in strategies) strategy.Join();
        foreach (var stuck in venues.Values.SelectMany(x => x.Stop("the run ended"))) Log.FeedStuck(log, stuck);
        await Task.WhenAll(tasks).ConfigureAwait(false);
        foreach (var venue in venues.Values) venue.Dispose();
        meters.Dispose();
        fanOut.Dispose();
        bell.Dispose();
        stopping.Dispose();
    }

    async Task LoadAsync(CancellationToken cancellation)
    {
        using var bound = new CancellationTokenSource(options.StartBound, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellation);
        await Task.WhenAll(venues.Values.Select(x => x.LoadInstrumentsAsync(either.Token))).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }

    void TryWatch(string name)
    {
        if (venues[InstrumentName.Parse(name).Venue].Directory is null) return; // already named as a problem
        foreach (var channel in options.WatchChannels)
        {
            var feed = directory.Want(name, channel);
            if (channel == Channel.Book) feed.BookTopic(Depth.Full, options.WatchLevels);
        }
    }

    void Add(CompiledScript script)
    {
        var driver = new StrategyDriver(new StrategyRunner(script, directory, Signals, time, log));
        strategies = strategies.Add(driver);
        driver.Start();
    }

    void OpenFeeds(IReadOnlyList<Subscription> subscriptions)
    {
        foreach (var group in subscriptions.GroupBy(x => x.Instrument.Venue))
        {
            venues[group.Key].Open([.. group]);
        }
    }

    Instrument Resolve(string name)
    {
        var (venue, symbol) = InstrumentName.Parse(name);
        return Resolve(venue, symbol);
    }

    Instrument Resolve(string venue, string symbol)
    {
        CheckVenue(venue, $"{venue}:{symbol}");
        var found = venues[venue];
        return found.Directory is { } listed
            ? listed.Find(symbol)
            : throw new UnknownNameException(
                $"'{venue}:{symbol}': {venue} has not listed its instruments: {found.Failure}.");
    }

    void CheckVenue(string venue, string name)
    {
        if (venues.ContainsKey(venue)) return;
        var offered = venues.Count == 0 ? "none" : string.Join(", ", venues.Keys.Order(StringComparer.Ordinal));
        var nearest = InstrumentName.Nearest(venue, venues.Keys);
        throw new UnknownNameException(
            $"'{name}': no plugin offers the venue '{venue}' (offered: {offered}{nearest}).");
    }

    void Ring()
    {
        if (Interlocked.Exchange(ref rung, 1) == 0) bell.Release();
    }

    async Task ControlAsync()
    {
        var timer = time.CreateTimer(_ => Ring(), null, ControlInterval, ControlInterval);
        await using (timer.ConfigureAwait(false))
        {
            while (!stopping.IsCancellationRequested)
            {
                await bell.WaitAsync(CancellationToken.None).ConfigureAwait(false);
                Volatile.Write(ref rung, 0);
                foreach (var driver in venues.Values.SelectMany(x => x.Drivers)) driver.Service();
            }
        }
    }
}
