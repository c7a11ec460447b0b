using StrategyHost.Market;

namespace StrategyHost.Simulator.Market;

/// <summary>
/// The venue's own book: every single level change has a number, and any state of the last seconds can be rebuilt
/// from its number. Never crossed, never locked.
/// </summary>
sealed class SimulatedBook(long firstSequence)
{
    const int MaxChanges = 1 << 17;

    readonly Ladder pastBids = new(Side.Bid);
    readonly Ladder pastAsks = new(Side.Ask);

    public Ladder Bids { get; } = new(Side.Bid);

    public Ladder Asks { get; } = new(Side.Ask);

    public ChangeJournal Journal { get; } = new(MaxChanges, firstSequence);

    /// <summary>The number of the newest change.</summary>
    public long Sequence { get; private set; } = firstSequence;

    /// <summary>When the newest change was, ms since the Unix epoch; 0 before the first.</summary>
    public long TimeMs { get; private set; }

    public Ladder Of(Side side) => side == Side.Bid ? Bids : Asks;

    /// <summary>Places a level of the first book, which has no change numbers of its own.</summary>
    public void Place(Side side, long price, long quantity) => Of(side).Set(price, quantity);

    /// <summary>Changes one level under the next number.</summary>
    public void Change(long sequence, long timeMs, Side side, long price, long quantity)
    {
        var before = Of(side).Set(price, quantity);
        Sequence = sequence;
        TimeMs = timeMs;
        Journal.Add(new BookChange(sequence, timeMs, side, price, quantity, before));
    }

    /// <summary>Rebuilds the book at a number; the ladders are valid until the next call.</summary>
    public bool TryAt(long sequence, out Ladder bids, out Ladder asks, out long timeMs)
    {
        (bids, asks, timeMs) = (Bids, Asks, TimeMs);
        if (sequence > Sequence || sequence < Journal.Floor) return false;
        if (sequence == Sequence) return true;
        pastBids.CopyFrom(Bids);
        pastAsks.CopyFrom(Asks);
        var first = Journal.IndexAfter(sequence);
        for (var i = Journal.Count - 1; i >= first; i--) Undo(Journal[i]);
        (bids, asks) = (pastBids, pastAsks);
        timeMs = first > 0 ? Journal[first - 1].TimeMs : Journal[first].TimeMs;
        return true;
    }

    /// <summary>The number of the newest state at a moment, its changes included; false when forgotten.</summary>
    public bool TryFind(long atMs, out long sequence)
    {
        var after = Journal.IndexAfterTime(atMs);
        sequence = after == 0 ? Journal.Floor : Journal[after - 1].Sequence;
        return atMs >= Journal.FloorMs;
    }

    void Undo(in BookChange change) =>
        (change.Side == Side.Bid ? pastBids : pastAsks).Set(change.Price, change.Before);
}
