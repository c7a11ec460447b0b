using StrategyHost.Engine.Books;
using StrategyHost.Engine.Metrics;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Engine.Feeds;

/// <summary>
/// Takes what a connection's decoder found to the feeds: the seam between wire and book. An instrument that the
/// connection does not carry is counted, never guessed at.
/// </summary>
/// <remarks>Hot: no allocation per event. Under the connection's gate.</remarks>
sealed class FeedSink(FeedSession session, ServerClock clock, TimeProvider time) : IMarketSink
{
    // Asking whether the touch is near the horizon costs a search: every 32nd update is often enough.
    const int RefreshCheckMask = 31;

    readonly Dictionary<Instrument, FeedPart> parts = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<Instrument> acknowledged = [];

    /// <summary>Tells strategies of what came, at once or when the connection has caught up.</summary>
    public Announcer Announcer { get; } = new(time);

    /// <summary>True when a part changed in a way that the session has to look at.</summary>
    public bool NeedsAttention { get; set; }

    /// <summary>True while a REST answer is being read: its books are snapshots to join.</summary>
    public bool IsReadingSnapshot { get; private set; }

    /// <summary>What became of the snapshot in the answer; null while the answer held none.</summary>
    public SyncResult? SnapshotResult { get; private set; }

    /// <summary>Events of instruments that this connection does not carry.</summary>
    public long Strangers { get; private set; }

    public IEnumerable<FeedPart> Parts => parts.Values;

    /// <summary>Of a recording: instruments that the venue acknowledged and of which nothing came.</summary>
    public IEnumerable<Instrument> Unserved => acknowledged.Where(x => !parts.ContainsKey(x));

    /// <summary>Venue's clock less ours; <see cref="long.MinValue"/> while unknown.</summary>
    public long ClockOffsetNs => clock.OffsetNs ?? long.MinValue;

    /// <summary>Takes the books that follow for snapshots, or for what the stream brings again.</summary>
    public void ReadSnapshot(bool isBeginning)
    {
        IsReadingSnapshot = isBeginning;
        if (isBeginning) SnapshotResult = null;
    }

    public void Add(Instrument instrument, FeedPart part) => parts[instrument] = part;

    public bool TryFind(Instrument instrument, out FeedPart part) => parts.TryGetValue(instrument, out part!);

    public void Book(in BookUpdate update)
    {
        if (!TryPart(update.Instrument, out var part)) return;
        var isFirst = part.MarkServed(Channel.Book, update.Depth);
        if (update.Depth == Depth.Full && part.Kept is null)
        {
            Strangers++; // a book that nobody asked for on this connection
            return;
        }

        lock (part.Feed.Gate)
        {
            if (update.Depth != Depth.Full) PublishPartial(part, update);
            else if (IsReadingSnapshot) Join(part, update);
            else Take(part, update);
            part.Feed.Measure(update.VenueTimeNs, update.Received, ClockOffsetNs);
        }

        NeedsAttention |= isFirst;
    }

    public void Quote(in Quote quote)
    {
        if (!TryPart(quote.Instrument, out var part)) return;
        var isFirst = part.MarkServed(Channel.Quote, Depth.Full);
        lock (part.Feed.Gate)
        {
            part.Feed.Counters.Quotes++;
            if (part.Kept is { } kept && IsLost(kept.Take(quote, ClockOffsetNs)))
            {
                NeedsAttention = true;
                session.ReportLoss(part);
            }

            part.Feed.Quotes.Publish(quote, Announcer);
            part.Feed.Measure(quote.VenueTimeNs, quote.Received, ClockOffsetNs);
        }

        NeedsAttention |= isFirst;
    }

    public void Ticker(in Ticker ticker)
    {
        if (!TryPart(ticker.Instrument, out var part)) return;
        var isFirst = part.MarkServed(Channel.Ticker, Depth.Full);
        lock (part.Feed.Gate)
        {
            part.Feed.Counters.Tickers++;
            if (part.Kept is { } kept)
            {
                kept.Take(ticker);
                NeedsAttention |= kept.Need == BookNeed.Refresh;
            }

            part.Feed.Tickers.Publish(part.Feed.WithQuote(ticker), Announcer);
            part.Feed.Measure(ticker.VenueTimeNs, ticker.Received, ClockOffsetNs);
        }

        NeedsAttention |= isFirst;
    }

    public void Trade(in Trade trade)
    {
        if (!TryPart(trade.Instrument, out var part)) return;
        var isFirst = part.MarkServed(Channel.Trade, Depth.Full);
        lock (part.Feed.Gate)
        {
            part.Feed.Counters.Trades++;
            part.Feed.Trades.Publish(trade);
            part.Feed.Measure(trade.VenueTimeNs, trade.Received, ClockOffsetNs);
        }

        NeedsAttention |= isFirst;
    }

    public void Instrument(Instrument instrument)
    {
        // A stream that describes instruments changes nothing here: the venue's directory is read over REST.
    }

    public void Answered(in Subscription subscription, string? refusal)
    {
        if (!parts.TryGetValue(subscription.Instrument, out var part))
        {
            if (session.AdoptsInstruments && refusal is null) acknowledged.Add(subscription.Instrument);
            return;
        }

        var wanted = subscription;
        if (part.Tracks.Find(x => x.Subscription == wanted) is not { } track) return;
        track.IsAnswered = true;
        track.Refusal = refusal;
        NeedsAttention = true;
    }

    void Take(FeedPart part, in BookUpdate update)
    {
        var kept = part.Kept!;
        var wasLive = kept.IsLive;
        var result = kept.Take(update);
        if (result == SyncResult.Applied)
        {
            if (!wasLive) part.Evaluate(FeedState.Live, null, time.GetUtcNow()); // status before the first book
            Announcer.Publish(part, ClockOffsetNs);
            NeedsAttention |= (kept.DeltasApplied & RefreshCheckMask) == 0 && kept.Need == BookNeed.Refresh;
            return;
        }

        NeedsAttention |= result != SyncResult.Stale;
        if (IsLost(result)) session.ReportLoss(part);
    }

    void Join(FeedPart part, in BookUpdate snapshot)
    {
        var kept = part.Kept!;
        var wasLive = kept.IsLive;
        SnapshotResult = kept.Join(snapshot);
        NeedsAttention = true;
        if (SnapshotResult != SyncResult.Applied) return;
        if (!wasLive) part.Evaluate(FeedState.Live, null, time.GetUtcNow());
        kept.Publish(ClockOffsetNs);
    }

    void PublishPartial(FeedPart part, in BookUpdate update)
    {
        part.Feed.Counters.PartialBooks++;
        if (part.Feed.FindBookTopic(update.Depth) is not { } topic) return;
        var header = new BookHeader
        {
            Instrument = update.Instrument,
            PriceScale = update.PriceScale,
            QuantityScale = update.QuantityScale,
            BidHorizon = long.MinValue,
            AskHorizon = long.MaxValue,
            Epoch = 1,
            Sequence = update.Sequence.Last,
            VenueTimeNs = update.VenueTimeNs,
            ClockOffsetNs = ClockOffsetNs,
            Received = update.Received,
        };
        topic.Ring.Publish(header, update.Bids, update.Asks);
        Announcer.Announce(topic.Dispatcher);
    }

    bool TryPart(Instrument instrument, out FeedPart part)
    {
        if (parts.TryGetValue(instrument, out part!)) return true;
        if (session.TryAdopt(instrument, out part)) return true;
        Strangers++;
        return false;
    }

    static bool IsLost(SyncResult result) => result is SyncResult.Gap or SyncResult.DoesNotFit or SyncResult.Disproved;
}
