using StrategyHost.Market;

namespace StrategyHost.Engine.Books;

/// <summary>
/// Deltas kept in order while a snapshot is on its way. Bounded: when it is full it is emptied and begins again, and
/// only a snapshot newer than what was lost can then be joined.
/// </summary>
/// <remarks>Grows to its bound and is reused. One thread at a time.</remarks>
sealed class DeltaBuffer
{
    public const int MaxDeltas = 4_096;
    public const int MaxLevels = 1_048_576;

    readonly List<Entry> entries = new(64);
    ScaledLevel[] levels = new ScaledLevel[1024];
    int levelCount;

    public int Count => entries.Count;

    /// <summary>Times that it was full.</summary>
    public long Overflows { get; private set; }

    public SequenceSpan SpanAt(int index) => entries[index].Sequence;

    /// <summary>The venue's time of a delta; 0 when it gave none.</summary>
    public long TimeAt(int index) => entries[index].VenueTimeNs;

    public void Clear()
    {
        entries.Clear();
        levelCount = 0;
    }

    /// <summary>Keeps a copy of a delta; false when the buffer was full and had to begin again with this one.</summary>
    public bool Add(in BookUpdate delta)
    {
        var needed = delta.Bids.Length + delta.Asks.Length;
        var fits = entries.Count < MaxDeltas && levelCount + needed <= MaxLevels;
        if (!fits)
        {
            Overflows++;
            Clear();
        }

        if (levelCount + needed > levels.Length)
        {
            Array.Resize(ref levels, Math.Max(levels.Length * 2, levelCount + needed));
        }

        delta.Bids.CopyTo(levels.AsSpan(levelCount));
        delta.Asks.CopyTo(levels.AsSpan(levelCount + delta.Bids.Length));
        entries.Add(new Entry(
            delta.Instrument, delta.Sequence, levelCount, delta.Bids.Length, delta.Asks.Length, delta.PriceScale,
            delta.QuantityScale, delta.LevelBound, delta.Checksum, delta.VenueTimeNs, delta.Received));
        levelCount += needed;
        return fits;
    }

    /// <summary>A delta as it came; its spans are valid until the buffer changes.</summary>
    public BookUpdate At(int index)
    {
        var entry = entries[index];
        return new BookUpdate
        {
            Instrument = entry.Instrument,
            IsSnapshot = false,
            Sequence = entry.Sequence,
            Bids = levels.AsSpan(entry.Offset, entry.Bids),
            Asks = levels.AsSpan(entry.Offset + entry.Bids, entry.Asks),
            PriceScale = entry.PriceScale,
            QuantityScale = entry.QuantityScale,
            LevelBound = entry.LevelBound,
            Checksum = entry.Checksum,
            VenueTimeNs = entry.VenueTimeNs,
            Received = entry.Received,
        };
    }

    readonly record struct Entry(
        Instrument Instrument,
        SequenceSpan Sequence,
        int Offset,
        int Bids,
        int Asks,
        byte PriceScale,
        byte QuantityScale,
        int LevelBound,
        long? Checksum,
        long VenueTimeNs,
        Stamp Received);
}
