using Microsoft.Extensions.Logging;
using StrategyHost.Engine.Metrics;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>What a session shares with its surroundings.</summary>
sealed record FeedSessionContext
{
    public required TimeProvider Time { get; init; }

    public required ServerClock Clock { get; init; }

    public required RequestBudget Budget { get; init; }

    public required SymbolTable Symbols { get; init; }

    /// <summary>Finds or makes the feed of an instrument.</summary>
    public required Func<Instrument, InstrumentFeed> FeedOf { get; init; }

    /// <summary>The address that is used for an endpoint: its own, or the embedded exchange's.</summary>
    public Func<Uri, Uri> AddressOf { get; init; } = static endpoint => endpoint;

    public required Random Random { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>Of a recording: whatever instrument appears becomes a feed.</summary>
    public bool AdoptsInstruments { get; init; }
}

/// <summary>
/// One connection as a state machine: it is told what happened (opened, received, answered, closed, time passed) and
/// says what to do (<see cref="TryTakeAction"/>). It starts nothing, waits for nothing and reads no clock, so that
/// live runs, replays and simulations drive the same code.
/// </summary>
/// <remarks>
/// Every call is made under <see cref="Gate"/>: the receiving thread takes it uncontended, the control side for the
/// rest. Hot: <see cref="Received"/> allocates nothing for data.
/// </remarks>
sealed class FeedSession
{
    static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);
    static readonly TimeSpan SteadyAfter = TimeSpan.FromSeconds(30);

    readonly IExchangeAdapter adapter;
    readonly FeedSessionContext context;
    readonly FeedSink sink;
    readonly SnapshotDesk snapshots;
    readonly Queue<FeedAction> actions = new();
    readonly FrameOutput output = new();
    readonly Backoff backoff;
    readonly long sendInterval;
    IWireSession? wire;
    FeedState state = FeedState.Connecting;
    string? reason;
    string? closing;
    string? decoderFailure;
    int endpoint;
    long connectAt;
    long openedAt;
    long sendAt;
    long pingAt;
    long lastFrameAt;

    public FeedSession(IExchangeAdapter adapter, Route route, FeedSessionContext context)
    {
        this.adapter = adapter;
        this.context = context;
        Route = route;
        sink = new FeedSink(this, context.Clock, context.Time);
        snapshots = new SnapshotDesk(adapter, context);
        backoff = new Backoff(FirstRetry, LongestRetry, context.Random);
        sendInterval = Ticks(TimeSpan.FromSeconds(1)) / adapter.Profile.Limits.MessagesPerSecond;
        foreach (var subscription in route.Subscriptions) Track(subscription);
    }

    public Lock Gate { get; } = new();

    public Route Route { get; private set; }

    public VenueProfile Profile => adapter.Profile;

    public FrameCounts Frames { get; } = new();

    public ServerClock Clock => context.Clock;

    public SymbolTable Symbols => context.Symbols;

    public long Reconnects { get; private set; }

    public IEnumerable<FeedPart> Parts => sink.Parts;

    /// <summary>Of a recording: whatever instrument appears becomes a feed.</summary>
    public bool AdoptsInstruments => context.AdoptsInstruments;

    /// <summary>Of a recording: instruments that the venue acknowledged and of which nothing came.</summary>
    public IEnumerable<Instrument> Unserved => sink.Unserved;

    /// <summary>Events of what this connection does not carry.</summary>
    public long Strangers => sink.Strangers;

    public bool IsStopped => state == FeedState.Stopped;

    Uri Address => context.AddressOf(Route.Endpoints[endpoint]);

    /// <summary>True between opened and closed.</summary>
    public bool IsConnected => state == FeedState.Live;

    /// <summary>Takes the next thing to do, oldest first.</summary>
    public bool TryTakeAction(out FeedAction action) => actions.TryDequeue(out action);

    public bool HasActions => actions.Count > 0;

    public void Start()
    {
        Log.Connecting(context.Log, Profile.Venue, Route.Name, Address);
        actions.Enqueue(new FeedAction(FeedActionKind.Connect, Address));
    }

    public void Opened(Stamp now)
    {
        if (IsStopped) return;
        Log.Connected(context.Log, Profile.Venue, Route.Name);
        state = FeedState.Live;
        reason = closing = null;
        openedAt = lastFrameAt = pingAt = now.Monotonic;
        foreach (var part in sink.Parts)
        {
            foreach (var track in part.Tracks) track.AskedAt = now.Monotonic;
        }

        output.Clear();
        Contain("OpenSession", () =>
        {
            wire = adapter.OpenSession(Route, context.Symbols);
            wire.Start(output);
        });
        Attend(now);
    }

    /// <summary>A whole message came.</summary>
    /// <param name="frame">Its bytes, borrowed for the call.</param>
    /// <param name="received">When.</param>
    /// <param name="isBehind">
    /// True when more has come already: what this message changed may be told together with the next ones, until
    /// <see cref="CatchUp"/>.
    /// </param>
    public void Received(ReadOnlySpan<byte> frame, Stamp received, bool isBehind = false)
    {
        if (wire is null) return;
        lastFrameAt = received.Monotonic;
        sink.Announcer.Begin(isBehind, received.Monotonic);
        var kind = Decode(frame, received);
        if (!sink.Announcer.HoldsBack) CatchUp();
        Frames.Count(kind);
        if (kind != FrameKind.Data) Note(kind, frame);
        if (sink.NeedsAttention || output.Count > 0) Attend(received);
    }

    /// <summary>True while something that came has not been told yet.</summary>
    public bool HasHeldBack => sink.Announcer.HasNews;

    /// <summary>Tells what was held back: the connection is about to wait for more.</summary>
    public void CatchUp() => sink.Announcer.Release(sink.ClockOffsetNs);

    /// <summary>A REST question was answered, or was not.</summary>
    public void Answered(in RestArrival arrival, Stamp now)
    {
        if (arrival.Query.Instrument is { } instrument && sink.TryFind(instrument, out var part) && IsConnected)
        {
            snapshots.Read(part, arrival, sink, now);
        }

        Attend(now);
    }

    /// <summary>The connection is gone, or could not be made.</summary>
    public void Closed(string why, Stamp now)
    {
        if (IsStopped) return;
        why = closing ?? why;
        closing = null;
        var wasOpen = IsConnected;
        if (wasOpen) Reconnects++;
        if (wasOpen && now.Monotonic - openedAt > Ticks(SteadyAfter)) backoff.Reset();
        endpoint = (endpoint + 1) % Route.Endpoints.Count;
        wire = null;
        output.Clear();
        foreach (var part in sink.Parts) part.Reset();
        state = FeedState.Recovering;
        reason = why;
        var delay = backoff.Next();
        connectAt = now.Monotonic + Ticks(delay);
        Log.Disconnected(context.Log, Profile.Venue, Route.Name, why, delay.TotalMilliseconds);
        EvaluateParts(now);
    }

    /// <summary>Time passed: whatever is due happens now.</summary>
    public void Tick(Stamp now)
    {
        if (state == FeedState.Recovering && now.Monotonic >= connectAt && connectAt != 0)
        {
            connectAt = 0;
            Start();
        }

        if (!IsConnected) return;
        if (now.Monotonic - lastFrameAt > Ticks(Profile.Heartbeat.SilenceLimit))
        {
            Hang($"nothing came for {Profile.Heartbeat.SilenceLimit.TotalSeconds:0} s");
        }

        if (Profile.Heartbeat.PingInterval is { } interval && now.Monotonic - pingAt >= Ticks(interval))
        {
            pingAt = now.Monotonic;
            Contain("Tick", () => wire?.Tick(output));
        }

        Attend(now);
    }

    /// <summary>Adds subscriptions while the connection lives.</summary>
    public void Add(IReadOnlyList<Subscription> subscriptions, Stamp now)
    {
        Route = Route with { Subscriptions = [.. Route.Subscriptions, .. subscriptions] };
        foreach (var subscription in subscriptions) Track(subscription).AskedAt = now.Monotonic;
        if (IsConnected) Contain("Subscribe", () => wire?.Subscribe(subscriptions, output));
        Attend(now);
    }

    /// <summary>Ends the connection for good.</summary>
    public void Stop(string why, Stamp now)
    {
        if (IsStopped) return;
        state = FeedState.Stopped;
        reason = why;
        wire = null;
        actions.Clear();
        actions.Enqueue(new FeedAction(FeedActionKind.Disconnect));
        foreach (var part in sink.Parts) part.Reset();
        EvaluateParts(now);
    }

    /// <summary>Of a recording: makes a feed of an instrument that appeared. Else false.</summary>
    public bool TryAdopt(Instrument instrument, out FeedPart part)
    {
        part = null!;
        if (!context.AdoptsInstruments) return false;
        part = PartOf(instrument);
        return true;
    }

    /// <summary>Says once for each loss why a book was given up.</summary>
    public void ReportLoss(FeedPart part) =>
        Log.BookLost(context.Log, part.Feed.Instrument.Name, part.Kept?.LossReason);

    FrameKind Decode(ReadOnlySpan<byte> frame, Stamp received)
    {
        try
        {
            return wire!.Decode(frame, received, sink, output);
        }
        catch (Exception failure) // foreign code: an adapter may throw anything
        {
            decoderFailure = WordsOf(failure);
            Log.PluginFailed(context.Log, Profile.Venue, Route.Name, "Decode", decoderFailure);
            return FrameKind.Rejected;
        }
    }

    /// <summary>Makes a call other than that for a frame; a session whose adapter throws there is of no use.</summary>
    void Contain(string call, Action foreign)
    {
        try
        {
            foreign();
        }
        catch (Exception failure) // foreign code: an adapter may throw anything
        {
            var words = WordsOf(failure);
            Log.PluginFailed(context.Log, Profile.Venue, Route.Name, call, words);
            Hang(words);
        }
    }

    static string WordsOf(Exception failure) => $"the plugin threw {failure.GetType().Name}: {failure.Message}";

    void Note(FrameKind kind, ReadOnlySpan<byte> frame)
    {
        if (kind == FrameKind.Unknown) Frames.KeepSample(frame);
        if (kind == FrameKind.Rejected)
        {
            Frames.LastRejection = decoderFailure ?? wire!.Reason ?? "no reason given";
            decoderFailure = null;
            if (Frames.Rejected <= 10) Log.Rejected(context.Log, Profile.Venue, Route.Name, Frames.LastRejection);
        }

        if (kind is FrameKind.Error or FrameKind.Notice && wire!.Reason is { } why)
        {
            Frames.LastError = why;
            if (Frames.Errors <= 100) Log.VenueError(context.Log, Profile.Venue, Route.Name, why);
        }
    }

    /// <summary>Asks for the connection's end and remembers why; the driver reports the closing.</summary>
    void Hang(string why)
    {
        wire = null;
        if (closing is not null) return;
        closing = why;
        lastFrameAt = long.MaxValue / 2; // once is enough
        actions.Enqueue(new FeedAction(FeedActionKind.Disconnect));
    }

    /// <summary>Looks at everything that may need a request, a status or a frame sent.</summary>
    void Attend(Stamp now)
    {
        sink.NeedsAttention = false;
        if (wire is not null)
        {
            Contain("Ask", () => AttendParts(now));
            SendWhatMaySend(now);
        }

        EvaluateParts(now);
    }

    void AttendParts(Stamp now)
    {
        foreach (var part in sink.Parts)
        {
            JudgeSilence(part, now);
            snapshots.Ask(part, wire!, output, actions, now);
        }
    }

    void JudgeSilence(FeedPart part, Stamp now)
    {
        foreach (var track in part.Tracks)
        {
            if (track.IsServed || track.MayBeQuiet || track.Silence is not null || track.Refusal is not null) continue;
            if (track.AskedAt == 0 || now.Monotonic - track.AskedAt < Ticks(SilenceCause.FirstDataTimeout)) continue;
            track.Silence = SilenceCause.Explain(track, wire!.Describe(track.Subscription), Address, Frames);
            Log.Unserved(context.Log, track.Subscription.ToString(), track.Silence);
        }
    }

    void SendWhatMaySend(Stamp now)
    {
        while (now.Monotonic >= sendAt && output.TryTake(out var frame))
        {
            actions.Enqueue(new FeedAction(FeedActionKind.Send, Frame: frame));
            sendAt = now.Monotonic + sendInterval;
        }
    }

    void EvaluateParts(Stamp now)
    {
        foreach (var part in sink.Parts) part.Evaluate(state, reason, now.Utc);
    }

    SubscriptionTrack Track(Subscription subscription) => PartOf(subscription.Instrument).Track(subscription);

    FeedPart PartOf(Instrument instrument)
    {
        if (sink.TryFind(instrument, out var part)) return part;
        var feed = context.FeedOf(instrument);
        part = new FeedPart(feed, Profile, context.AdoptsInstruments);
        feed.AddPart(part);
        sink.Add(instrument, part);
        return part;
    }

    long Ticks(TimeSpan span) => (long)(span.TotalSeconds * context.Time.TimestampFrequency);
}
