using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>
/// Fields into what events are made of: numbers that may be missing, which many venues say by an empty text, and the
/// levels that were read last as a book, a quote or a trade.
/// </summary>
/// <remarks>Hot: no allocation.</remarks>
public static class FieldValues
{
    // Milliseconds whose nanoseconds 64 bits hold.
    const long MaxMilliseconds = long.MaxValue / 1_000_000;

    /// <summary>
    /// A field's milliseconds since the Unix epoch in nanoseconds; 0 where the message has none, false where it is no
    /// time.
    /// </summary>
    public static bool TryMilliseconds<TField>(
        this FrameFields<TField> fields, ReadOnlySpan<byte> bytes, TField field, out long ns)
        where TField : unmanaged, Enum
    {
        ns = 0;
        if (!fields.Has(field)) return true;
        if (!fields.TryInt64(bytes, field, out var value) || value is < 0 or > MaxMilliseconds) return false;
        ns = value * 1_000_000;
        return true;
    }

    /// <summary>A book of the levels read, which are believed now: their scales become the symbol's.</summary>
    public static BookUpdate Book<TField>(
        this FrameFields<TField> fields, SymbolEntry entry, SequenceSpan sequence, bool isSnapshot, Depth depth,
        int levelLimit, int levelBound, long? checksum, long venueTimeNs, Stamp received)
        where TField : unmanaged, Enum
    {
        var levels = fields.Believe(entry);
        return new BookUpdate
        {
            Instrument = entry.Instrument,
            IsSnapshot = isSnapshot,
            Depth = depth,
            Sequence = sequence,
            Bids = levels.Bids,
            Asks = levels.Asks,
            PriceScale = levels.PriceScale,
            QuantityScale = levels.QuantityScale,
            LevelLimit = levelLimit,
            LevelBound = levelBound,
            Checksum = checksum,
            VenueTimeNs = venueTimeNs,
            Received = received,
        };
    }

    /// <summary>A quote of the first bid and ask read, which are believed now; 0 at 0 for a side without any.</summary>
    public static Quote Quote<TField>(
        this FrameFields<TField> fields, SymbolEntry entry, long number, long venueTimeNs, Stamp received)
        where TField : unmanaged, Enum
    {
        var levels = fields.Believe(entry);
        return new Quote
        {
            Instrument = entry.Instrument,
            Bid = levels.Bids.IsEmpty ? default : levels.Bids[0],
            Ask = levels.Asks.IsEmpty ? default : levels.Asks[0],
            PriceScale = levels.PriceScale,
            QuantityScale = levels.QuantityScale,
            Number = number,
            VenueTimeNs = venueTimeNs,
            Received = received,
        };
    }

    /// <summary>A trade of the first bid read; the symbol's scales stay what they are.</summary>
    public static Trade Trade<TField>(
        this FrameFields<TField> fields, SymbolEntry entry, long id, Side taker, long venueTimeNs, Stamp received)
        where TField : unmanaged, Enum => new()
        {
            Instrument = entry.Instrument,
            Id = id,
            Scaled = fields.Levels.Bids[0],
            PriceScale = fields.Levels.PriceScale,
            QuantityScale = fields.Levels.QuantityScale,
            TakerSide = taker,
            VenueTimeNs = venueTimeNs,
            Received = received,
        };

    /// <summary>A number, not negative; null where there is none, false where there is something else.</summary>
    public static bool TryOptional<TField>(
        this FrameFields<TField> fields, ReadOnlySpan<byte> bytes, TField field, out decimal? value)
        where TField : unmanaged, Enum
    {
        value = null;
        if (!fields.Has(field) || fields.IsEmpty(field)) return true;
        if (!fields.TryDecimal(bytes, field, out var found) || found < 0) return false;
        value = found;
        return true;
    }

    /// <summary>A level of two numbers; null without one or at a price of 0, false where it is no level.</summary>
    public static bool TryOptionalLevel<TField>(
        this FrameFields<TField> fields, ReadOnlySpan<byte> bytes, TField price, TField quantity, out Level? level)
        where TField : unmanaged, Enum
    {
        level = null;
        if (!fields.TryOptional(bytes, price, out var p) || !fields.TryOptional(bytes, quantity, out var q))
            return false;
        if (p is > 0) level = new Level(p.Value, q ?? 0);
        return true;
    }
}
