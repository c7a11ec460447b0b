using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Metrics;
using StrategyHost.Engine.Signals;
using StrategyHost.Engine.Strategies;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Engine.Recording;

/// <summary>What a replay needs beside the recording.</summary>
public sealed record ReplayOptions
{
    /// <summary>1 keeps the recorded pace, 2 is twice as fast; null is as fast as the machine allows.</summary>
    public double? Speed { get; init; }

    /// <summary>Messages between two delay reports of each feed; 0 for none.</summary>
    public int MessagesPerReport { get; init; }

    /// <summary>
    /// Called on the replay's thread after each line, to show what came of it before time moves on; null for nobody.
    /// </summary>
    public Action<Replay>? AfterEach { get; init; }
}

/// <summary>How a replay ended.</summary>
/// <param name="Snapshot">Feeds, strategies and signals at the end.</param>
/// <param name="Lines">Lines read.</param>
/// <param name="Damage">Where the recording is broken; null when it is whole.</param>
/// <param name="Notes">What a user should know, one sentence each.</param>
public sealed record ReplayResult(EngineSnapshot Snapshot, long Lines, string? Damage, IReadOnlyList<string> Notes);

/// <summary>
/// Plays a recording through the pipeline that live data takes; only the transport differs. One thread, in lock step:
/// every frame is decoded, applied, published and handled by every strategy before time moves on, so that a recording
/// gives the same signals each time.
/// </summary>
public sealed class Replay : IDisposable
{
    static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);

    readonly RecordingReader reader;
    readonly ReplayOptions options;
    readonly ILogger log;
    readonly ReplayClock clock = new();
    readonly FeedDirectory directory;
    readonly Dictionary<string, ReplayVenue> venues;
    readonly Dictionary<int, ReplayConnection> connections = [];
    readonly List<ReplayConnection> opened = [];
    readonly List<StrategyRunner> runners = [];
    readonly SignalLog signals = new();
    readonly ReplayAnswers answers = new();
    readonly List<string> notes = [];
    string? markedVenue;
    string source = "replay";
    int opens;
    long unplaced;
    ITimer? ticks;

    /// <summary>Makes a replay of an open recording.</summary>
    /// <param name="reader">The recording, read to its end by <see cref="RunAsync"/>.</param>
    /// <param name="adapters">One for each venue that it may hold.</param>
    /// <param name="options">Its pace.</param>
    /// <param name="loggers">Where its lines go.</param>
    public Replay(
        RecordingReader reader, IEnumerable<IExchangeAdapter> adapters, ReplayOptions options, ILoggerFactory loggers)
    {
        this.reader = reader;
        this.options = options;
        log = loggers.CreateLogger("replay");
        venues = adapters.ToDictionary(
            x => x.Profile.Venue, x => new ReplayVenue(x), StringComparer.OrdinalIgnoreCase);
        directory = new FeedDirectory(Resolve, null, clock, measuresProcessing: false)
        {
            MessagesPerReport = options.MessagesPerReport,
        };
    }

    /// <summary>Every signal of the replay, newest 1,000.</summary>
    public SignalLog Signals => signals;

    /// <summary>Takes the oldest delay report that was not taken yet.</summary>
    public bool TryTakeReport(out FeedReport report) => directory.Reports.TryDequeue(out report!);

    /// <summary>Plays the recording to its end, its damage, or the token's.</summary>
    /// <param name="scripts">Strategies to run over it.</param>
    /// <param name="pace">The clock that a kept pace goes by.</param>
    /// <param name="cancellation">Ends the replay after the line it is at.</param>
    public async Task<ReplayResult> RunAsync(
        IReadOnlyList<CompiledScript> scripts, TimeProvider pace, CancellationToken cancellation)
    {
        var startedAt = pace.GetTimestamp();
        long firstNs = 0;
        while (!cancellation.IsCancellationRequested && Step(scripts, ref firstNs, out var dueNs))
        {
            if (options.Speed is not { } speed) continue;
            var ahead = TimeSpan.FromTicks((long)((dueNs - firstNs) / speed / 100)) - pace.GetElapsedTime(startedAt);
            if (ahead > TimeSpan.FromMilliseconds(1)) await PauseAsync(ahead, pace, cancellation).ConfigureAwait(false);
        }

        if (runners.Count == 0) StartStrategies(scripts);
        foreach (var runner in runners) End(runner);
        NoteWhatIsMissing();
        return new ReplayResult(Snapshot(pace.GetElapsedTime(startedAt)), reader.LineNumber, reader.Damage, notes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ticks?.Dispose();
        reader.Dispose();
    }

    static async Task PauseAsync(TimeSpan length, TimeProvider pace, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(length, pace, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends the replay.
        }
    }

    bool Step(IReadOnlyList<CompiledScript> scripts, ref long firstNs, out long dueNs)
    {
        dueNs = 0;
        if (!reader.TryRead(out var line)) return false;
        dueNs = line.TimeNs;
        if (firstNs == 0)
        {
            firstNs = line.TimeNs;
            clock.AdvanceTo(line.TimeNs, static () => { });
            ticks = clock.CreateTimer(_ => Tick(), null, TickInterval, TickInterval);
            StartStrategies(scripts);
        }

        clock.AdvanceTo(line.TimeNs, Settle);
        Play(line);
        Settle();
        options.AfterEach?.Invoke(this);
        return true;
    }

    void Play(in RecordedLine line)
    {
        switch (line.Kind)
        {
            case RecordKind.Open:
                Open(Encoding.UTF8.GetString(line.Text));
                break;
            case RecordKind.Close when connections.TryGetValue(line.Connection, out var closing):
                line.SplitClose(out _, out var reason);
                answers.Forget(closing);
                closing.Session.Closed(reason.Length == 0 ? "closed in the recording" : reason, clock.Now);
                break;
            case RecordKind.Received when connections.TryGetValue(line.Connection, out var connection):
                connection.Session.Received(line.Text, new Stamp(line.TimeNs, clock.GetTimestamp()));
                break;
            case RecordKind.Received:
                unplaced++;
                break;
            case RecordKind.Rest:
                Answer(line);
                break;
            case RecordKind.Mark:
                ReadMark(line.Text);
                break;
        }
    }

    void Open(string url)
    {
        opens++;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || FindVenue(address) is not { } venue)
        {
            notes.Add($"No plugin decodes {url}: what the recording received there was skipped.");
            return;
        }

        var again = opened.Find(x => x.Venue == venue && x.Address == address);
        if (again is not null)
        {
            connections[opens] = again;
            answers.Forget(again);
            if (again.Session.IsConnected) again.Session.Closed("opened anew in the recording", clock.Now);
            again.Session.Opened(clock.Now);
            return;
        }

        var connection = new ReplayConnection(venue, address, NewSession(venue, address));
        connections[opens] = connection;
        opened.Add(connection);
        connection.Session.Opened(clock.Now);
    }

    FeedSession NewSession(ReplayVenue venue, Uri address) => new(
        venue.Adapter,
        new Route($"connection {opens}", [address], []),
        new FeedSessionContext
        {
            Time = clock,
            Clock = new ServerClock(clock),
            Budget = new RequestBudget(venue.Adapter.Profile.Budget, clock.TimestampFrequency),
            Symbols = new SymbolTable([], venue.Adapter.Infer),
            FeedOf = directory.FeedOf,
            Random = new Random(1),
            Log = log,
            AdoptsInstruments = true,
        });

    ReplayVenue? FindVenue(Uri address)
    {
        if (markedVenue is not null && venues.TryGetValue(markedVenue, out var marked)) return marked;
        // Venues may share a host and be told apart by the path alone.
        var onHost = venues.Values.Where(x => IsAmong(address, x.Adapter.Profile.StreamEndpoints)).ToArray();
        return Array.Find(onHost, x => x.Adapter.Profile.StreamEndpoints.Any(y => IsBelow(address, y)))
            ?? (onHost.Length == 1 ? onHost[0] : null);
    }

    static bool IsAmong(Uri address, IEnumerable<Uri> endpoints) =>
        endpoints.Any(x => string.Equals(x.Host, address.Host, StringComparison.OrdinalIgnoreCase));

    static bool IsBelow(Uri address, Uri endpoint)
    {
        if (!string.Equals(endpoint.Host, address.Host, StringComparison.OrdinalIgnoreCase)) return false;
        var folder = endpoint.AbsolutePath.TrimEnd('/');
        return address.AbsolutePath == folder
            || address.AbsolutePath.StartsWith(folder + "/", StringComparison.Ordinal);
    }

    void Answer(in RecordedLine line)
    {
        line.SplitRest(out var url, out var body);
        if (url is null)
        {
            if (answers.TryFindOnlyAsker(out var only, out var asked)) Hand(only!, asked!, body);
            return;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)) return;
        foreach (var venue in venues.Values.Where(x => MayAnswer(x, address)))
        {
            if (venue.Adapter.Recognise(address) is not { } recorded) continue;
            if (venue.Adapter.Ask(recorded) is not { } request) continue;
            if (answers.TryFindAsker(venue.Name, request.Key, recorded, body, out var asker))
                Hand(asker!, recorded, body);
            return;
        }
    }

    bool MayAnswer(ReplayVenue venue, Uri address) =>
        IsAmong(address, venue.Adapter.Profile.RestEndpoints)
        || opened.Exists(x => x.Venue == venue && x.Address.Authority == address.Authority);

    void Hand(ReplayConnection asker, RestQuery recorded, ReadOnlySpan<byte> body)
    {
        // The session knows the instrument by the object that it adopted, not by one made from an address.
        var known = asker.Session.Parts
            .Select(x => x.Feed.Instrument)
            .FirstOrDefault(x => x.VenueSymbol == recorded.Instrument?.VenueSymbol);
        var query = recorded with { Instrument = known ?? recorded.Instrument };
        asker.Session.Answered(new RestArrival(query, 200, body.ToArray(), clock.Now, null, null), clock.Now);
    }

    /// <summary>Does what the sessions ask, and lets every strategy handle what came, until nothing is left.</summary>
    void Settle()
    {
        foreach (var connection in opened)
        {
            while (connection.Session.TryTakeAction(out var action))
            {
                if (action is { Kind: FeedActionKind.Fetch, Query: { } query }) Ask(connection, query);
            }
        }

        foreach (var runner in runners) runner.Drain();
    }

    void Ask(ReplayConnection asker, RestQuery query)
    {
        if (asker.Venue.Adapter.Ask(query) is not { } request) return;
        if (answers.TryAnswer(asker, query, request.Key, out var recorded, out var body)) Hand(asker, recorded, body);
    }

    void Tick()
    {
        foreach (var connection in opened) connection.Session.Tick(clock.Now);
    }

    void ReadMark(ReadOnlySpan<byte> json)
    {
        try
        {
            using var mark = JsonDocument.Parse(Encoding.UTF8.GetString(json));
            if (mark.RootElement.ValueKind != JsonValueKind.Object) return;
            if (mark.RootElement.TryGetProperty("venue", out var venue)) markedVenue = venue.ToString();
            if (mark.RootElement.TryGetProperty("source", out var said)) source = $"replay of {said}";
        }
        catch (JsonException)
        {
            notes.Add($"The mark in line {reader.LineNumber} is not JSON and was skipped.");
        }
    }

    void StartStrategies(IReadOnlyList<CompiledScript> scripts)
    {
        foreach (var script in scripts)
        {
            var runner = new StrategyRunner(script, directory, signals, clock, log);
            runners.Add(runner);
            runner.Start();
            runner.Drain();
        }
    }

    void End(StrategyRunner runner)
    {
        runner.Drain();
        runner.Stop(directory.Feeds);
        runner.DrainLast();
        runner.Finish(hasEnded: true);
        runner.Dispose();
    }

    /// <summary>
    /// A strategy may name any instrument that a venue of this host could list: the recording decides.
    /// </summary>
    Instrument Resolve(string venue, string symbol)
    {
        if (!venues.TryGetValue(venue, out var found))
        {
            var offered = string.Join(", ", venues.Keys.Order());
            throw new UnknownNameException(
                $"'{venue}:{symbol}': no plugin offers the venue '{venue}' (offered: {offered}).");
        }

        var parts = symbol.ToUpperInvariant().Split('/');
        if (parts.Length == 1 && found.Adapter.Infer(symbol) is { } inferred) return inferred;
        return new Instrument
        {
            Venue = venue, Symbol = symbol.ToUpperInvariant(), VenueSymbol = symbol, Base = parts[0], Quote = parts[^1],
        };
    }

    void NoteWhatIsMissing()
    {
        var absent = directory.Feeds.Where(x => !x.IsBound).Select(x => x.Instrument.Name);
        var names = string.Join(", ", absent.Order(StringComparer.Ordinal));
        if (names.Length > 0)
        {
            notes.Add($"Strategies subscribed to instruments that this recording does not hold: {names}.");
        }

        var acknowledged = opened.SelectMany(x => x.Session.Unserved).Select(x => x.Name).Distinct();
        var unserved = string.Join(", ", acknowledged.Order(StringComparer.Ordinal));
        if (unserved.Length > 0)
        {
            notes.Add($"The venue acknowledged instruments of which this recording holds nothing: {unserved}.");
        }

        if (unplaced > 0) notes.Add($"{unplaced} messages came on connections that no plugin decodes.");
        if (reader.UnknownLines > 0) notes.Add($"{reader.UnknownLines} lines of unknown kinds were skipped.");
    }

    EngineSnapshot Snapshot(TimeSpan elapsed)
    {
        var sessions = opened.Select(x => x.Session).ToArray();
        return new EngineSnapshot(
            source,
            elapsed,
            [.. directory.Feeds.Where(x => x.IsBound).OrderBy(x => x.Instrument.Name, StringComparer.Ordinal)
                .Select(x => SnapshotTaker.Of(x, sessions, measuresProcessing: false))],
            [.. runners.Select(SnapshotTaker.Of).OrderBy(x => x.Name, StringComparer.Ordinal)],
            signals.Newest(EngineSnapshot.SignalsShown),
            signals.Count);
    }
}
