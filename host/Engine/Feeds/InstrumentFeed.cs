using System.Collections.Immutable;
using StrategyHost.Engine.Dispatch;
using StrategyHost.Engine.Metrics;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>
/// Everything of one instrument that strategies and screens look at, whatever connections it comes by: topics,
/// counters, delays, state. Its state is the worst of its parts.
/// </summary>
/// <remarks>
/// Hot: taking an event allocates nothing. Events of one feed may come from several connections: each takes
/// <see cref="Gate"/>, which is uncontended where one connection carries them all.
/// </remarks>
sealed class InstrumentFeed(Instrument instrument, FanOut? fanOut, TimeProvider time, bool measuresProcessing)
{
    readonly Lock listening = new();
    readonly BookTopic?[] books = new BookTopic?[4];
    ImmutableArray<FeedPart> parts = [];
    ImmutableArray<Mailbox> statusListeners = [];

    public Lock Gate { get; } = new();

    /// <summary>As the venue last described it; of a recording, as it was named until it appeared there.</summary>
    public Instrument Instrument { get; private set; } = instrument;

    /// <summary>Of a recording: false until the recording has shown that it holds this instrument.</summary>
    public bool IsBound { get; private set; }

    public LatestTopic<Quote> Quotes { get; } = new(fanOut);

    public LatestTopic<Ticker> Tickers { get; } = new(fanOut);

    public TradeTopic Trades { get; } = new(fanOut);

    public FeedCounters Counters { get; } = new();

    /// <summary>One-way delays by the venue's clock; empty while that clock is unknown.</summary>
    public LatencyHistogram Delays { get; } = new();

    /// <summary>From received to published, by this host's monotonic clock.</summary>
    public LatencyHistogram Processing { get; } = new();

    /// <summary>Delays since the last report, where the run reports every so many messages.</summary>
    public FeedWindow? Window { get; set; }

    public FeedStatus Status { get; private set; } =
        new(instrument, FeedState.Connecting, null, time.GetUtcNow());

    public ImmutableArray<FeedPart> Parts => parts;

    /// <summary>Gives the instrument the description that the venue, or the recording, has of it.</summary>
    public void Bind(Instrument described)
    {
        Instrument = described;
        IsBound = true;
        Status = Status with { Instrument = described };
    }

    /// <summary>The topic of a whole or partial book, with room for a number of levels.</summary>
    public BookTopic BookTopic(Depth depth, int levels)
    {
        lock (listening)
        {
            var topic = books[IndexOf(depth)] ??= new BookTopic(fanOut, levels);
            topic.Ring.EnsureLevels(levels);
            return topic;
        }
    }

    /// <summary>The topic of a whole or partial book; null while nobody has asked for it.</summary>
    public BookTopic? FindBookTopic(Depth depth) => Volatile.Read(ref books[IndexOf(depth)]);

    public void AddPart(FeedPart part) => ImmutableInterlocked.Update(ref parts, (all, one) => all.Add(one), part);

    public void AddStatusListener(Mailbox mailbox) => ImmutableInterlocked.Update(
        ref statusListeners, (all, one) => all.Contains(one) ? all : all.Add(one), mailbox);

    public void RemoveListener(Mailbox mailbox)
    {
        ImmutableInterlocked.Update(ref statusListeners, (all, one) => all.Remove(one), mailbox);
        lock (listening)
        {
            foreach (var topic in books) topic?.Dispatcher.Remove(mailbox);
        }

        Quotes.Dispatcher.Remove(mailbox);
        Tickers.Dispatcher.Remove(mailbox);
        Trades.Dispatcher.Remove(mailbox);
    }

    /// <summary>Works the state out again after a part changed, and tells whoever listens. Under the gate.</summary>
    public void Reconsider(DateTimeOffset now)
    {
        var worst = (State: FeedState.Live, Reason: (string?)null);
        foreach (var part in parts)
        {
            if (Severity(part.State) > Severity(worst.State)) worst = (part.State, part.Reason);
        }

        if (parts.Length == 0) worst = (FeedState.Connecting, null);
        if (worst.State == Status.State && worst.Reason == Status.Reason) return;
        Status = new FeedStatus(Instrument, worst.State, worst.Reason, now);
        foreach (var mailbox in statusListeners) mailbox.Add(Status);
    }

    /// <summary>Counts an event and measures how late it came and how long it took. Under the gate.</summary>
    /// <param name="venueTimeNs">The venue's time of it; 0 when it gave none.</param>
    /// <param name="received">When it was received.</param>
    /// <param name="clockOffsetNs">Venue's clock less ours; <see cref="long.MinValue"/> while unknown.</param>
    public void Measure(long venueTimeNs, Stamp received, long clockOffsetNs)
    {
        Counters.FramesReceived++;
        Counters.LastReceivedNs = received.UtcNs;
        if (measuresProcessing)
        {
            Processing.Record((long)((time.GetTimestamp() - received.Monotonic) * (1e9 / time.TimestampFrequency)));
        }

        if (venueTimeNs == 0 || clockOffsetNs == long.MinValue)
        {
            Window?.Count(received);
            return;
        }

        var delay = received.UtcNs + clockOffsetNs - venueTimeNs;
        Delays.Record(delay);
        Window?.Record(delay, received);
    }

    /// <summary>A ticker that brings no best prices takes them from the newest quote, and says so.</summary>
    public Ticker WithQuote(in Ticker ticker)
    {
        if (ticker.QuoteSource != QuoteSource.None || !Quotes.Cell.TryRead(out var quote, out _)) return ticker;
        return ticker with
        {
            BestBid = quote.BestBid,
            BestAsk = quote.BestAsk,
            QuoteSource = QuoteSource.NewestQuote,
        };
    }

    static int IndexOf(Depth depth) => depth switch
    {
        Depth.Full => 0,
        Depth.Partial5 => 1,
        Depth.Partial10 => 2,
        _ => 3,
    };

    static int Severity(FeedState state) => state switch
    {
        FeedState.Live => 0,
        FeedState.Late => 1,
        FeedState.Syncing => 2,
        FeedState.Connecting => 3,
        FeedState.Recovering => 4,
        FeedState.Stale => 5,
        _ => 6,
    };
}
