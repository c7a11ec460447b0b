using StrategyHost.Engine.Books;
using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Engine.Dispatch;

/// <summary>
/// The last 64 publications of one book's top. One writer, any number of readers; a reader copies a slot and then
/// checks that it was not rewritten meanwhile, so the writer never waits for anybody.
/// </summary>
/// <remarks>
/// Hot: publishing writes one slot and allocates nothing. A slot's version is odd while it is being written and else
/// twice the publication it holds.
/// </remarks>
sealed class BookRing
{
    public const int Slots = 64;

    readonly Slot[] slots = new Slot[Slots];
    readonly Lock growing = new();
    long latest;
    volatile bool isPublished;
    int capacity;

    public BookRing(int levels) => EnsureLevels(levels);

    /// <summary>Levels a side that a publication carries.</summary>
    public int Levels => Volatile.Read(ref capacity);

    /// <summary>Publications so far.</summary>
    public long Latest => Volatile.Read(ref latest);

    /// <summary>False while there is no book to show: what the ring holds is old news then.</summary>
    public bool IsPublished => isPublished;

    /// <summary>Makes publications carry at least so many levels from the next one on. Any thread.</summary>
    public void EnsureLevels(int levels)
    {
        lock (growing) Volatile.Write(ref capacity, Math.Clamp(levels, capacity, BookBuffer.MaxLevels));
    }

    /// <summary>Stops showing the book.</summary>
    public void Withdraw() => isPublished = false;

    /// <summary>Writes the top of a kept book, up to its horizon. The feed's thread.</summary>
    /// <param name="header">What stands above the levels.</param>
    /// <param name="book">The book.</param>
    /// <param name="skipped">Updates before this one that were not published: readers count them as conflated.</param>
    public void Publish(in BookHeader header, OrderBook book, int skipped = 0)
    {
        var slot = Open(skipped, out var publication);
        // Past the horizon only the confirmed touch is shown.
        var levels = header.IsBeyondHorizon ? 1 : slot.Bids.Length;
        var (worstBid, worstAsk) = header.IsBeyondHorizon
            ? (long.MinValue, long.MaxValue)
            : (header.BidHorizon, header.AskHorizon);
        slot.Header = header;
        slot.Header.Publication = publication;
        slot.Header.BidCount = book.Bids.CopyTo(slot.Bids.AsSpan(0, levels), worstBid);
        slot.Header.AskCount = book.Asks.CopyTo(slot.Asks.AsSpan(0, levels), worstAsk);
        slot.Header.HasMoreBids = slot.Header.BidCount < book.Bids.Count || header.BidHorizon != long.MinValue;
        slot.Header.HasMoreAsks = slot.Header.AskCount < book.Asks.Count || header.AskHorizon != long.MaxValue;
        Close(slot, publication);
    }

    /// <summary>Writes a partial book as the venue sent it. The feed's thread.</summary>
    public void Publish(in BookHeader header, ReadOnlySpan<ScaledLevel> bids, ReadOnlySpan<ScaledLevel> asks)
    {
        var slot = Open(skipped: 0, out var publication);
        slot.Header = header;
        slot.Header.Publication = publication;
        slot.Header.BidCount = Math.Min(bids.Length, slot.Bids.Length);
        slot.Header.AskCount = Math.Min(asks.Length, slot.Asks.Length);
        slot.Header.HasMoreBids = slot.Header.HasMoreAsks = true;
        bids[..slot.Header.BidCount].CopyTo(slot.Bids);
        asks[..slot.Header.AskCount].CopyTo(slot.Asks);
        Close(slot, publication);
    }

    /// <summary>Copies one publication; false when it has been overwritten, or was not made yet.</summary>
    public bool TryRead(long publication, BookBuffer target)
    {
        var slot = slots[publication % Slots];
        if (slot is null || Volatile.Read(ref slot.Version) != publication * 2) return false;
        ref var header = ref target.Header;
        header = slot.Header;
        header.HasMoreBids |= header.BidCount > target.Capacity;
        header.HasMoreAsks |= header.AskCount > target.Capacity;
        header.BidCount = Math.Clamp(header.BidCount, 0, target.Capacity);
        header.AskCount = Math.Clamp(header.AskCount, 0, target.Capacity);
        var (bids, asks) = (slot.Bids, slot.Asks);
        if (header.BidCount > bids.Length || header.AskCount > asks.Length) return false;
        bids.AsSpan(0, header.BidCount).CopyTo(target.BidRoom);
        asks.AsSpan(0, header.AskCount).CopyTo(target.AskRoom);
        Volatile.ReadBarrier();
        return Volatile.Read(ref slot.Version) == publication * 2;
    }

    Slot Open(int skipped, out long publication)
    {
        publication = latest + 1 + skipped;
        var slot = slots[publication % Slots] ??= new Slot();
        Volatile.Write(ref slot.Version, publication * 2 - 1);
        Volatile.WriteBarrier();
        var levels = Volatile.Read(ref capacity);
        if (slot.Bids.Length < levels) Grow(slot, levels);
        return slot;
    }

    void Close(Slot slot, long publication)
    {
        Volatile.Write(ref slot.Version, publication * 2);
        Volatile.Write(ref latest, publication);
        isPublished = true;
    }

    static void Grow(Slot slot, int levels)
    {
        slot.Bids = new ScaledLevel[levels];
        slot.Asks = new ScaledLevel[levels];
    }

    sealed class Slot
    {
        public long Version;
        public BookHeader Header;
        public ScaledLevel[] Bids = [];
        public ScaledLevel[] Asks = [];
    }
}
