using StrategyHost.Market;

namespace StrategyHost.Strategy;

/// <summary>What a published book says beside its levels. Prices are scaled by <see cref="PriceScale"/>.</summary>
public record struct BookHeader
{
    /// <summary>Whose book.</summary>
    public Instrument? Instrument { get; set; }

    /// <summary>Decimals of the prices.</summary>
    public byte PriceScale { get; set; }

    /// <summary>Decimals of the quantities.</summary>
    public byte QuantityScale { get; set; }

    /// <summary>Bids held, best first.</summary>
    public int BidCount { get; set; }

    /// <summary>Asks held, best first.</summary>
    public int AskCount { get; set; }

    /// <summary>True when the book has known bids below the last one held.</summary>
    public bool HasMoreBids { get; set; }

    /// <summary>True when the book has known asks above the last one held.</summary>
    public bool HasMoreAsks { get; set; }

    /// <summary>
    /// Worst bid price the book is known down to; <see cref="long.MinValue"/> when all of it is known.
    /// </summary>
    public long BidHorizon { get; set; }

    /// <summary>Worst ask price the book is known up to; <see cref="long.MaxValue"/> when all of it is known.</summary>
    public long AskHorizon { get; set; }

    /// <summary>
    /// True when the touch itself lies past the horizon; only the confirmed best prices are held then.
    /// </summary>
    public bool IsBeyondHorizon { get; set; }

    /// <summary>True when the feed is slower than it normally is.</summary>
    public bool IsLate { get; set; }

    /// <summary>Which uninterrupted life of the book this is, from 1.</summary>
    public int Epoch { get; set; }

    /// <summary>The venue's number of this state; -1 when it gives none.</summary>
    public long Sequence { get; set; }

    /// <summary>Counts publications of this book, from 1.</summary>
    public long Publication { get; set; }

    /// <summary>The venue's time, nanoseconds since the Unix epoch; 0 when it gives none.</summary>
    public long VenueTimeNs { get; set; }

    /// <summary>Venue's clock less ours in nanoseconds; <see cref="long.MinValue"/> while unknown.</summary>
    public long ClockOffsetNs { get; set; }

    /// <summary>When this host received the message that led to this state.</summary>
    public Stamp Received { get; set; }
}

/// <summary>
/// Room for the top levels of one book. Whoever reads a book owns one: a publication is copied into it, and a
/// <see cref="BookView"/> looks at it until the next copy.
/// </summary>
/// <remarks>Hot: reused, never grown. One thread at a time.</remarks>
public sealed class BookBuffer
{
    readonly ScaledLevel[] bids;
    readonly ScaledLevel[] asks;
    BookHeader header;

    /// <summary>Makes room for a number of levels a side.</summary>
    /// <param name="capacity">Levels a side, 1 to 1,000.</param>
    /// <param name="clock">Tells a view's age; null where there is no clock (age is then unknown).</param>
    public BookBuffer(int capacity, TimeProvider? clock = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaxLevels);
        bids = new ScaledLevel[capacity];
        asks = new ScaledLevel[capacity];
        Clock = clock;
    }

    /// <summary>The most levels a side that a publication carries.</summary>
    public const int MaxLevels = 1000;

    /// <summary>The most levels a side that this buffer holds.</summary>
    public int Capacity => bids.Length;

    /// <summary>Everything beside the levels, to read or to write.</summary>
    public ref BookHeader Header => ref header;

    /// <summary>
    /// All of the room for bids, for the writer; the first <see cref="BookHeader.BidCount"/> are the book's.
    /// </summary>
    public Span<ScaledLevel> BidRoom => bids;

    /// <summary>
    /// All of the room for asks, for the writer; the first <see cref="BookHeader.AskCount"/> are the book's.
    /// </summary>
    public Span<ScaledLevel> AskRoom => asks;

    /// <summary>What is in it now.</summary>
    public BookView View => new(this);

    internal TimeProvider? Clock { get; }

    internal ReadOnlySpan<ScaledLevel> Bids => bids.AsSpan(0, header.BidCount);

    internal ReadOnlySpan<ScaledLevel> Asks => asks.AsSpan(0, header.AskCount);

    /// <summary>A buffer of its own with the same content, just as large as that content.</summary>
    public BookBuffer Clone()
    {
        var clone = new BookBuffer(Math.Max(1, Math.Max(header.BidCount, header.AskCount)), Clock) { header = header };
        Bids.CopyTo(clone.bids);
        Asks.CopyTo(clone.asks);
        return clone;
    }
}
