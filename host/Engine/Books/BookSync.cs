using System.Diagnostics;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Engine.Books;

/// <summary>Where a book stands with its venue.</summary>
enum SyncState : byte
{
    /// <summary>There is no book: deltas are kept until a snapshot can be joined to them.</summary>
    AwaitingSnapshot,

    /// <summary>The book is the venue's at <see cref="BookSync.Sequence"/>.</summary>
    Live,
}

/// <summary>What became of an update.</summary>
enum SyncResult : byte
{
    /// <summary>It is in the book.</summary>
    Applied,

    /// <summary>It tells nothing that the book does not hold already.</summary>
    Stale,

    /// <summary>Kept until a snapshot comes.</summary>
    Buffered,

    /// <summary>A snapshot that the kept deltas cannot be joined to: a newer one is needed.</summary>
    SnapshotTooOld,

    /// <summary>
    /// Something between the book and this update is missing: the book is gone, a snapshot is needed.
    /// </summary>
    Gap,

    /// <summary>A number does not fit 64 bits: the book is gone, a snapshot is needed.</summary>
    DoesNotFit,

    /// <summary>
    /// The venue's own quote or checksum proves the book wrong: the book is gone, a snapshot is needed.
    /// </summary>
    Disproved,
}

/// <summary>
/// Decides whether an update continues a book. It is the only place that knows stale, bridge, continue and gap; what
/// differs between venues is data (<see cref="VenueProfile.Bridge"/>, <see cref="VenueProfile.IsMonotonic"/>).
/// </summary>
/// <remarks>
/// The rule for a delta (docs/architecture.md has it as a table): it continues the book when its Previous is the
/// book's number; else it is stale when the venue's numbers never fall and it ends at or before the book's; else, while
/// a REST snapshot L is being joined, it bridges when it covers L + 1 (Next) or L itself (Within), and is stale when it
/// ends at or before L without falling; else there is a gap. Hot: no allocation. One thread at a time.
/// </remarks>
sealed class BookSync(SnapshotBridge bridge, bool isMonotonic)
{
    readonly DeltaBuffer buffer = new();
    bool joining;
    bool refreshing;
    int nextBuffered;
    int firstAfter;

    /// <summary>The book; another object after every gap or reconnect, so that old levels cannot survive.</summary>
    public OrderBook Book { get; private set; } = new();

    public SyncState State { get; private set; }

    /// <summary>The venue's number of the book; -1 while there is none or the venue gives none.</summary>
    public long Sequence { get; private set; } = -1;

    /// <summary>Uninterrupted lives of the book so far.</summary>
    public int Epoch { get; private set; }

    public long DeltasApplied { get; private set; }

    public long DeltasStale { get; private set; }

    public long Gaps { get; private set; }

    /// <summary>True when deltas wait for a snapshot, which is when one is worth asking for.</summary>
    public bool NeedsSnapshot => State == SyncState.AwaitingSnapshot && buffer.Count > 0;

    /// <summary>True while a fresh snapshot is awaited although the book is live.</summary>
    public bool IsRefreshing => refreshing;

    /// <summary>The venue's time and the receive time of the last update in the book.</summary>
    public long VenueTimeNs { get; private set; }

    public Stamp Received { get; private set; }

    /// <summary>What the venue says the book sums up to as it stands; null when it does not say.</summary>
    public long? Checksum { get; private set; }

    /// <summary>Whose book, as the newest update in it says.</summary>
    public Instrument? Instrument { get; private set; }

    /// <summary>Gives up a book that the venue's quote or checksum has proved wrong.</summary>
    public SyncResult Condemn()
    {
        Gaps++;
        Reset();
        return SyncResult.Disproved;
    }

    /// <summary>Forgets the book, as when its connection is gone.</summary>
    public void Reset()
    {
        Book = new OrderBook();
        State = SyncState.AwaitingSnapshot;
        Sequence = -1;
        joining = refreshing = false;
        buffer.Clear();
        nextBuffered = 0;
    }

    /// <summary>Prepares for a fresh snapshot while the book goes on: deltas are kept as well as applied.</summary>
    public void BeginRefresh()
    {
        Debug.Assert(State == SyncState.Live, "Only a live book is refreshed.");
        buffer.Clear();
        refreshing = true;
    }

    /// <summary>Takes a delta, or a snapshot that came in the stream.</summary>
    public SyncResult Apply(in BookUpdate update)
    {
        if (update.IsSnapshot) return Replace(update);
        if (State == SyncState.AwaitingSnapshot) return Keep(update);
        var result = Classify(update.Sequence, Sequence, joining);
        if (result == SyncResult.Stale) DeltasStale++;
        if (result == SyncResult.Gap) return Lose(update, SyncResult.Gap);
        if (result != SyncResult.Applied) return result;
        if (refreshing && !buffer.Add(update)) refreshing = false;
        return Amend(update);
    }

    /// <summary>
    /// Joins a REST snapshot to the kept deltas. When it is accepted the book stands at the snapshot; then
    /// <see cref="TryStep"/> applies the kept deltas one by one.
    /// </summary>
    public SyncResult Join(in BookUpdate snapshot)
    {
        var number = snapshot.Sequence.Last;
        // Where numbers fall, a lower one does not say that it is older: nobody asked for this one.
        if (State == SyncState.Live && !refreshing && (number < Sequence || !isMonotonic)) return SyncResult.Stale;
        var wouldGoBack = buffer.Count == 0 && number < Sequence;
        var first = FirstAfter(number, snapshot.VenueTimeNs);
        if (wouldGoBack || first < 0) return SyncResult.SnapshotTooOld;
        if (State == SyncState.AwaitingSnapshot) Epoch++;
        Book = new OrderBook();
        if (!Book.TryReplace(snapshot)) return Lose(snapshot, SyncResult.DoesNotFit);
        Stand(snapshot);
        joining = true;
        nextBuffered = 0;
        firstAfter = first;
        return SyncResult.Applied;
    }

    /// <summary>Applies the next kept delta after a join; false when there is none left.</summary>
    public bool TryStep(out SyncResult result)
    {
        result = SyncResult.Stale;
        if (nextBuffered >= buffer.Count || State != SyncState.Live)
        {
            EndJoin();
            return false;
        }

        var isOld = nextBuffered < firstAfter;
        var delta = buffer.At(nextBuffered++);
        result = isOld ? SyncResult.Stale : Classify(delta.Sequence, Sequence, joining);
        if (result == SyncResult.Applied) result = Amend(delta, countApplied: !refreshing);
        else if (!refreshing) DeltasStale++;
        return true;
    }

    void EndJoin()
    {
        if (State == SyncState.Live) buffer.Clear();
        refreshing = false;
        nextBuffered = 0;
    }

    SyncResult Replace(in BookUpdate snapshot)
    {
        Book = new OrderBook();
        Epoch++;
        buffer.Clear();
        refreshing = joining = false;
        if (!Book.TryReplace(snapshot)) return Lose(snapshot, SyncResult.DoesNotFit);
        Stand(snapshot);
        return SyncResult.Applied;
    }

    SyncResult Keep(in BookUpdate delta)
    {
        if (buffer.Count > 0)
        {
            var last = buffer.SpanAt(buffer.Count - 1).Last;
            var follows = Classify(delta.Sequence, last, isJoining: false);
            if (follows == SyncResult.Stale) return SyncResult.Stale;
            if (follows == SyncResult.Gap)
            {
                Gaps++;
                buffer.Clear();
            }
        }

        buffer.Add(delta);
        return SyncResult.Buffered;
    }

    SyncResult Classify(SequenceSpan span, long last, bool isJoining)
    {
        if (!span.IsNumbered || span.Previous == last) return SyncResult.Applied;
        if (isMonotonic && span.Last <= last) return SyncResult.Stale;
        if (!isJoining) return SyncResult.Gap;
        var bridges = bridge == SnapshotBridge.Next
            ? span.First <= last + 1 && last + 1 <= span.Last
            : span.First <= last && last <= span.Last;
        if (bridges) return SyncResult.Applied;
        // Numbers that fall before the snapshot's was met: nothing says any more where it stands.
        return span.Last <= last && span.Last >= span.Previous ? SyncResult.Stale : SyncResult.Gap;
    }

    /// <summary>
    /// Which kept delta carries the book on from a snapshot; their count when it is newer than all of them, -1 when it
    /// is too old. Kept deltas follow one another, so that what comes after the first one fits.
    /// </summary>
    /// <remarks>
    /// Where numbers may fall, a number alone does not say what is older: the snapshot's time must not be before that
    /// of the delta in front of its place, and before the first kept delta only its very number counts.
    /// </remarks>
    int FirstAfter(long number, long venueTimeNs)
    {
        var hasFallen = false;
        for (var i = 0; i < buffer.Count; i++)
        {
            var span = buffer.SpanAt(i);
            var result = Classify(span, number, isJoining: true);
            if (result == SyncResult.Gap && isMonotonic) return -1;
            if (result == SyncResult.Applied && IsPlace(i, span.Previous == number, venueTimeNs)) return i;
            hasFallen |= span.Last < span.Previous;
        }

        if (buffer.Count == 0) return 0;
        var last = buffer.SpanAt(buffer.Count - 1).Last;
        var isNewer = hasFallen ? number == last : number >= last;
        return isNewer && IsPlace(buffer.Count, isExact: false, venueTimeNs) ? buffer.Count : -1;
    }

    bool IsPlace(int index, bool isExact, long venueTimeNs)
    {
        if (isMonotonic) return true;
        if (index == 0) return isExact || !buffer.SpanAt(0).IsNumbered;
        return venueTimeNs == 0 || buffer.TimeAt(index - 1) <= venueTimeNs;
    }

    SyncResult Amend(in BookUpdate delta, bool countApplied = true)
    {
        if (!Book.TryAmend(delta)) return Lose(delta, SyncResult.DoesNotFit);
        if (countApplied) DeltasApplied++;
        joining = false;
        Stand(delta);
        return SyncResult.Applied;
    }

    void Stand(in BookUpdate update)
    {
        State = SyncState.Live;
        Sequence = update.Sequence.Last;
        VenueTimeNs = update.VenueTimeNs;
        Received = update.Received;
        Instrument = update.Instrument;
        Checksum = update.Checksum;
    }

    /// <summary>
    /// Gives the book up; a delta that revealed a gap is the first of those kept for the next snapshot.
    /// </summary>
    SyncResult Lose(in BookUpdate update, SyncResult why)
    {
        Gaps++;
        var keep = why == SyncResult.Gap && !update.IsSnapshot;
        Reset();
        if (keep) buffer.Add(update);
        return why;
    }
}
