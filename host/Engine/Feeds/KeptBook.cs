using StrategyHost.Engine.Books;
using StrategyHost.Engine.Dispatch;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Engine.Feeds;

/// <summary>What a step of a kept book asks of its session.</summary>
enum BookNeed : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A snapshot: there is no book, and deltas wait for one.</summary>
    Snapshot,

    /// <summary>
    /// A fresh snapshot: the touch has come near the end of what is known, or tickers put the book in doubt.
    /// </summary>
    Refresh,
}

/// <summary>
/// How often the book was compared with what the venue says of it, and how often it was the same: its own quotes or
/// tickers, or its checksums.
/// </summary>
/// <param name="Compared">
/// Comparisons: quotes of the book's number, tickers of a moment that it knows, or checksums that came.
/// </param>
/// <param name="Equal">
/// Comparisons in which best prices and sizes, or the sums, were equal, exactly; of a ticker, best prices that the book
/// had about then.
/// </param>
public readonly record struct AuditCount(long Compared, long Equal);

/// <summary>
/// One instrument's book on one connection: synchronised, audited against the venue's quotes, published to the ring.
/// The rule it guards: what is published is the venue's book, or it is not published.
/// </summary>
/// <remarks>Hot: no allocation per update. Under the feed's gate.</remarks>
sealed class KeptBook(VenueProfile profile, BookRing ring, Dispatcher dispatcher)
{
    // No venue sums up more levels a side than this.
    const int MaxChecksumLevels = 100;

    readonly BookSync sync = new(profile.Bridge, profile.IsMonotonic);
    readonly QuoteHistory quotes = new();
    readonly TouchAudit? touches = profile.TickersAuditBook ? new TouchAudit() : null;
    long withheld;
    int heldBack;
    long compared;
    long equal;
    AuditCount checksums;
    string? proof;

    /// <summary>True when the book is the venue's, whether or not the touch may be shown.</summary>
    public bool IsLive => sync.State == SyncState.Live;

    /// <summary>True once it has been live on this connection or an earlier one.</summary>
    public bool WasLive => sync.Epoch > 0;

    public OrderBook Book => sync.Book;

    public long Sequence => sync.Sequence;

    /// <summary>True when the venue numbers this book; null while there is none.</summary>
    public bool? IsNumbered => IsLive ? sync.Sequence >= 0 : null;

    public int Epoch => sync.Epoch;

    public long DeltasApplied => sync.DeltasApplied;

    public long DeltasStale => sync.DeltasStale;

    public long Gaps => sync.Gaps;

    /// <summary>Updates after which the touch lay past the horizon unconfirmed and was not shown.</summary>
    public long Withheld => withheld;

    public AuditCount Audit => new(compared + (touches?.Compared ?? 0), equal + (touches?.Equal ?? 0));

    /// <summary>The venue's checksums of the book: those that came, and those that held.</summary>
    public AuditCount Checksums => checksums;

    /// <summary>Why the book was last given up, in one clause.</summary>
    public string? LossReason { get; private set; }

    /// <summary>What the session should ask the venue for now.</summary>
    public BookNeed Need
    {
        get
        {
            if (sync.NeedsSnapshot) return BookNeed.Snapshot;
            return IsLive && (IsNearHorizon || touches is { IsInDoubt: true }) ? BookNeed.Refresh : BookNeed.None;
        }
    }

    bool IsNearHorizon
    {
        get
        {
            var near = Math.Max(1, profile.SnapshotLevels / 10);
            return (Book.BidHorizon != long.MinValue && Book.KnownBids < near)
                || (Book.AskHorizon != long.MaxValue && Book.KnownAsks < near);
        }
    }

    /// <summary>Forgets the book, as when its connection is gone.</summary>
    public void Reset()
    {
        ring.Withdraw();
        quotes.Clear();
        touches?.Clear();
        sync.Reset();
    }

    /// <summary>Tells the synchroniser that a fresh snapshot has been asked for while the book is live.</summary>
    public void BeginRefresh() => sync.BeginRefresh();

    /// <summary>Takes what came in the stream; publishing is the caller's next step.</summary>
    public SyncResult Take(in BookUpdate update)
    {
        var result = sync.Apply(update);
        if (result == SyncResult.Applied) result = Check(result);
        Explain(result, update.Sequence);
        if (touches is not null) Note(touches, update, result);
        return result;
    }

    /// <summary>Takes a snapshot from REST and the deltas that waited for it.</summary>
    public SyncResult Join(in BookUpdate snapshot)
    {
        var result = sync.Join(snapshot);
        if (result == SyncResult.Applied)
        {
            result = Check(result);
            while (sync.TryStep(out var step))
            {
                result = step == SyncResult.Applied ? Check(step) : step == SyncResult.Stale ? result : step;
            }
        }

        Explain(result, snapshot.Sequence);
        return result;
    }

    /// <summary>Takes a quote, which may prove the book wrong.</summary>
    public SyncResult Take(in Quote quote, long clockOffsetNs)
    {
        quotes.Add(quote);
        if (!IsLive) return SyncResult.Stale;
        var result = SyncResult.Stale;
        if (profile.QuoteNumbersMatchBook && quote.Number >= 0 && quote.Number == sync.Sequence)
            result = Compare(quote);
        Explain(result, SequenceSpan.At(quote.Number));
        if (IsLive && Book.IsBeyondHorizon) Confirm(clockOffsetNs);
        return result;
    }

    /// <summary>Takes a ticker's best prices, which may put a book without numbers in doubt.</summary>
    public void Take(in Ticker ticker)
    {
        if (IsLive) touches?.Take(ticker);
    }

    /// <summary>True when somebody wants every update published.</summary>
    public bool WantsEach => dispatcher.WantsEach;

    /// <summary>True while what is published is older than the book.</summary>
    public bool IsHeldBack => heldBack > 0;

    /// <summary>Leaves an update unpublished: a newer one follows, and readers count this one as conflated.</summary>
    public void HoldBack() => heldBack++;

    /// <summary>Shows the book as it stands, unless its touch lies past the horizon and no quote confirms it.</summary>
    public void Publish(long clockOffsetNs)
    {
        if (!IsLive) return;
        var isBeyond = Book.IsBeyondHorizon;
        if (isBeyond && !quotes.NewestAgreesOnPrices(Book))
        {
            withheld++;
            ring.Withdraw();
            return;
        }

        ring.Publish(HeaderOf(isBeyond, clockOffsetNs), Book, heldBack);
        heldBack = 0;
        dispatcher.Notify();
    }

    /// <summary>Past the horizon the newest quote decides whether the touch is shown.</summary>
    void Confirm(long clockOffsetNs)
    {
        var agrees = quotes.NewestAgreesOnPrices(Book);
        if (!agrees) ring.Withdraw();
        else if (!ring.IsPublished) Publish(clockOffsetNs);
    }

    BookHeader HeaderOf(bool isBeyond, long clockOffsetNs) => new()
    {
        Instrument = sync.Instrument,
        PriceScale = Book.PriceScale,
        QuantityScale = Book.QuantityScale,
        BidHorizon = Book.BidHorizon,
        AskHorizon = Book.AskHorizon,
        IsBeyondHorizon = isBeyond,
        Epoch = sync.Epoch,
        Sequence = sync.Sequence,
        VenueTimeNs = sync.VenueTimeNs,
        ClockOffsetNs = clockOffsetNs,
        Received = sync.Received,
    };

    void Note(TouchAudit touches, in BookUpdate update, SyncResult result)
    {
        if (!IsLive || update.IsSnapshot) touches.Clear(); // another book
        if (result == SyncResult.Applied) touches.Add(Book, update.VenueTimeNs);
    }

    SyncResult Check(SyncResult applied)
    {
        if (sync.Checksum is { } sum && profile.Checksum is { } rule && !Holds(sum, rule))
        {
            proof = $"the venue's checksum {sum} is not the book's";
            return sync.Condemn();
        }

        if (!profile.QuoteNumbersMatchBook || !quotes.TryFind(sync.Sequence, out var quote)) return applied;
        return Compare(quote) == SyncResult.Disproved ? SyncResult.Disproved : applied;
    }

    bool Holds(long sum, BookChecksum rule)
    {
        var limit = Math.Min(rule.Levels, MaxChecksumLevels);
        Span<ScaledLevel> bids = stackalloc ScaledLevel[MaxChecksumLevels];
        Span<ScaledLevel> asks = stackalloc ScaledLevel[MaxChecksumLevels];
        bids = bids[..Book.Bids.CopyTo(bids[..limit])];
        asks = asks[..Book.Asks.CopyTo(asks[..limit])];
        var holds = rule.Compute(bids, asks, Book.PriceScale, Book.QuantityScale) == sum;
        checksums = new AuditCount(checksums.Compared + 1, checksums.Equal + (holds ? 1 : 0));
        return holds;
    }

    /// <summary>
    /// Equal numbers, unequal best prices: the book is wrong and is given up. Past the horizon it is merely unknown,
    /// which proves nothing, and is not shown.
    /// </summary>
    SyncResult Compare(in Quote quote)
    {
        var agrees = QuoteHistory.Agrees(Book, quote);
        if (!agrees && Book.IsBeyondHorizon) return SyncResult.Stale;
        compared++;
        if (agrees) equal++;
        else proof = $"the venue's quote {quote.Number} has other best prices than the book";
        return agrees ? SyncResult.Stale : sync.Condemn();
    }

    void Explain(SyncResult result, SequenceSpan span)
    {
        if (result is not (SyncResult.Gap or SyncResult.DoesNotFit or SyncResult.Disproved)) return;
        ring.Withdraw();
        LossReason = result switch
        {
            SyncResult.DoesNotFit => "a number does not fit 64 bits at the scale that the book needs",
            SyncResult.Disproved => $"audit: {proof}",
            _ => $"gap before number {span.First}",
        };
    }
}
