using StrategyHost.Engine.Books;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>
/// The audit of a book that its venue does not number: each ticker tells the best prices of one moment, and the book
/// must have had them about then. It never condemns: it counts, and after several tickers in a row that the book
/// contradicts it is in doubt and wants a fresh snapshot.
/// </summary>
/// <remarks>
/// A ticker is of a trade's moment and a book's changes may come in batches, so that either may be ahead. A ticker
/// agrees when the book had its best bid, and its best ask, at some moment within 250 ms of its time, by the venue's
/// clock alone; it is judged at once where it agrees, else when the book has gone on past that. It contradicts when the
/// book had a better level all that while, price and size unmoved, of which the venue knew nothing. Anything else
/// proves nothing and is not counted, since a batch hides what came and went inside it. Nor is a ticker of a moment
/// before the book's first known time, or before the touches that are remembered: the one that a venue sends on
/// subscribing tells of the last trade, however old. Hot: fixed room, no allocation.
/// </remarks>
sealed class TouchAudit
{
    /// <summary>Touches remembered.</summary>
    public const int MaxTouches = 256;

    /// <summary>Tickers that wait for the book to go on; the oldest is let go, uncounted.</summary>
    public const int MaxWaiting = 16;

    const long WindowNs = 250_000_000;
    const int RowOfDoubt = 5;
    const long LengthOfDoubtNs = 2_000_000_000;

    // The book had these best levels from a time on, until the next one's.
    readonly record struct Touch(ScaledLevel Bid, ScaledLevel Ask, byte Scale, long FromNs);

    enum Verdict
    {
        Agrees,
        Contradicts,
        ProvesNothing,
    }

    readonly record struct Claim(decimal Bid, decimal Ask, long TimeNs);

    readonly Touch[] touches = new Touch[MaxTouches];
    readonly Claim[] waiting = new Claim[MaxWaiting];
    long touchCount;
    long firstWaiting;
    long waitingCount;
    long bookTimeNs;
    int disputed;
    long disputedSinceNs;
    long agreedNs;

    public long Compared { get; private set; }

    public long Equal { get; private set; }

    /// <summary>True after five tickers in a row, over two seconds, that the book contradicts.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>Begins anew, as with another book; what was counted stays.</summary>
    public void Clear()
    {
        touchCount = firstWaiting = waitingCount = bookTimeNs = 0;
        disputed = 0;
        agreedNs = 0;
        IsInDoubt = false;
    }

    /// <summary>The book changed.</summary>
    /// <param name="book">As it is now.</param>
    /// <param name="venueTimeNs">The venue's time of the change; 0 where it gave none.</param>
    public void Add(OrderBook book, long venueTimeNs)
    {
        bookTimeNs = Math.Max(bookTimeNs, venueTimeNs);
        if (bookTimeNs == 0) return;
        var now = new Touch(book.Bids.Best, book.Asks.Best, book.PriceScale, bookTimeNs);
        var newest = touches[Math.Max(0, touchCount - 1) % MaxTouches];
        if (touchCount == 0 || newest with { FromNs = bookTimeNs } != now) touches[touchCount++ % MaxTouches] = now;
        while (firstWaiting < waitingCount && waiting[firstWaiting % MaxWaiting].TimeNs + WindowNs < bookTimeNs)
        {
            var claim = waiting[firstWaiting++ % MaxWaiting];
            Count(claim, Judge(claim));
        }
    }

    /// <summary>The venue told best prices.</summary>
    public void Take(in Ticker ticker)
    {
        if (ticker.QuoteSource != QuoteSource.Ticker || !IsComparable(ticker.VenueTimeNs)) return;
        var claim = new Claim(ticker.BestBid?.Price ?? 0, ticker.BestAsk?.Price ?? 0, ticker.VenueTimeNs);
        var verdict = Judge(claim);
        if (verdict == Verdict.Agrees || claim.TimeNs + WindowNs < bookTimeNs) Count(claim, verdict);
        else Wait(claim);
    }

    bool IsComparable(long timeNs) =>
        touchCount > 0 && timeNs >= touches[Math.Max(0, touchCount - MaxTouches) % MaxTouches].FromNs;

    void Wait(Claim claim)
    {
        if (waitingCount - firstWaiting == MaxWaiting) firstWaiting++;
        waiting[waitingCount++ % MaxWaiting] = claim;
    }

    Verdict Judge(Claim claim)
    {
        var (bid, ask) = (default(SideView), default(SideView));
        var untilNs = long.MaxValue;
        for (var i = touchCount - 1; i >= Math.Max(0, touchCount - MaxTouches); i--)
        {
            ref readonly var touch = ref touches[i % MaxTouches];
            if (untilNs < claim.TimeNs - WindowNs) break;
            if (touch.FromNs <= claim.TimeNs + WindowNs)
            {
                bid.Note(touch.Bid, touch.Scale, claim.Bid);
                ask.Note(touch.Ask, touch.Scale, claim.Ask);
            }

            untilNs = touch.FromNs;
        }

        if (bid.HadIt && ask.HadIt) return Verdict.Agrees;
        var contradicts = (bid.StoodStill && bid.Price > claim.Bid)
            || (ask.StoodStill && ask.Price > 0 && (ask.Price < claim.Ask || claim.Ask == 0));
        return contradicts ? Verdict.Contradicts : Verdict.ProvesNothing;
    }

    void Count(Claim claim, Verdict verdict)
    {
        if (verdict == Verdict.ProvesNothing) return;
        Compared++;
        if (verdict == Verdict.Agrees)
        {
            Equal++;
            disputed = 0;
            agreedNs = Math.Max(agreedNs, claim.TimeNs);
            return;
        }

        if (claim.TimeNs <= agreedNs) return; // it waited, and a later one agreed at once
        if (disputed++ == 0) disputedSinceNs = claim.TimeNs;
        IsInDoubt |= disputed >= RowOfDoubt && claim.TimeNs - disputedSinceNs >= LengthOfDoubtNs;
    }

    /// <summary>One side's best levels within the window; an empty side is price and size 0.</summary>
    struct SideView
    {
        ScaledLevel newest;
        int levels;

        public bool HadIt { get; private set; }

        /// <summary>The best price, where there was one alone.</summary>
        public decimal Price { get; private set; }

        public readonly bool StoodStill => levels == 1;

        public void Note(ScaledLevel level, int scale, decimal claimed)
        {
            if (levels > 0 && level == newest) return;
            newest = level;
            levels++;
            Price = Scaling.ToDecimal(level.Price, scale);
            HadIt |= Price == claimed;
        }
    }
}
