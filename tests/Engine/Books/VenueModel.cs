using StrategyHost.Market;

namespace StrategyHost.Tests.Engine.Books;

/// <summary>How a modelled venue numbers its book.</summary>
enum Numbering
{
    /// <summary>Each change has the next number; a delta follows the last one's (Binance spot).</summary>
    EachChange,

    /// <summary>Numbers jump; a delta names the one before it (Binance futures).</summary>
    Jumping,

    /// <summary>Each delta has the next number; the snapshot comes in the stream (Bybit).</summary>
    EachDelta,

    /// <summary>Numbers jump and now and then fall; the snapshot comes in the stream (OKX).</summary>
    Falling,

    /// <summary>
    /// Each change has a number of its own; now and then they begin again below all that were; the snapshot comes from
    /// REST, at any of them (OKX as announced).
    /// </summary>
    Restarting,
}

/// <summary>One message of a modelled venue.</summary>
sealed record VenueMessage(
    bool IsSnapshot, SequenceSpan Span, ScaledLevel[] Bids, ScaledLevel[] Asks, int Limit, long Time)
{
    public BookUpdate Update => IsSnapshot
        ? Updates.Snapshot(Span.Last, Bids, Asks, Limit) with { VenueTimeNs = Time }
        : Updates.Delta(Span, Bids, Asks) with { VenueTimeNs = Time };
}

/// <summary>A venue that changes its book level by level, numbers it, and knows every state that it ever had.</summary>
sealed class VenueModel
{
    readonly Random random;
    readonly Numbering numbering;
    readonly SortedDictionary<long, long> bids = [];
    readonly SortedDictionary<long, long> asks = [];
    readonly List<(Side Side, long Price, long Before)> changes = [];
    readonly Dictionary<long, int> changesAt = [];
    readonly Dictionary<(Side Side, long Price), long> unpublished = [];
    // Room for more numbers than a test lets pass between two restarts.
    const long Band = 100_000;

    long number;
    long floor = 100 * Band;
    long firstUnpublished;
    long lastPublished;

    public VenueModel(Random random, Numbering numbering)
    {
        this.random = random;
        this.numbering = numbering;
        number = lastPublished = (numbering == Numbering.Restarting ? floor : 1_000) + random.Next(1_000);
        changesAt[number] = 0;
        for (var i = 0; i < 30; i++)
        {
            bids[1_000 - random.Next(60)] = random.Next(1, 100);
            asks[1_001 + random.Next(60)] = random.Next(1, 100);
        }
    }

    public bool SendsSnapshots => numbering is Numbering.EachDelta or Numbering.Falling;

    bool NumbersChanges => !SendsSnapshots;

    /// <summary>Changes one level.</summary>
    public void Change()
    {
        var side = random.Next(2) == 0 ? Side.Bid : Side.Ask;
        var away = random.Next(4) == 0 ? random.Next(60) : random.Next(12);
        var price = side == Side.Bid ? 1_000 - away : 1_001 + away;
        var quantity = random.Next(5) < 2 ? 0 : random.Next(1, 100);
        var levels = side == Side.Bid ? bids : asks;
        changes.Add((side, price, levels.GetValueOrDefault(price)));
        if (quantity == 0) levels.Remove(price);
        else levels[price] = quantity;
        unpublished[(side, price)] = quantity;
        if (!NumbersChanges) return;
        Advance();
        if (firstUnpublished == 0) firstUnpublished = number;
    }

    /// <summary>Tells what changed since the last time; null when nothing did.</summary>
    public VenueMessage? Publish()
    {
        var keepsAlive = numbering is Numbering.Falling or Numbering.Restarting;
        if (unpublished.Count == 0) return keepsAlive ? KeepAlive() : null;
        if (!NumbersChanges) Advance();
        var span = numbering switch
        {
            Numbering.EachChange => new SequenceSpan(firstUnpublished - 1, firstUnpublished, number),
            Numbering.Jumping => new SequenceSpan(lastPublished, firstUnpublished, number),
            _ => new SequenceSpan(lastPublished, lastPublished + 1, number),
        };
        var message = new VenueMessage(false, span, Unpublished(Side.Bid), Unpublished(Side.Ask), 0, Time(number));
        unpublished.Clear();
        firstUnpublished = 0;
        lastPublished = number;
        return message;
    }

    /// <summary>The best levels as they are, or as they were some numbers ago.</summary>
    public VenueMessage Snapshot(int limit, bool isStale)
    {
        var at = number;
        if (isStale)
        {
            var known = changesAt.Keys.ToArray();
            at = known[Math.Max(0, known.Length - 1 - random.Next(1, 40))];
        }

        var (oldBids, oldAsks) = At(at);
        return new VenueMessage(
            true, SequenceSpan.At(at), Top(oldBids.OrderByDescending(x => x.Key), limit),
            Top(oldAsks.OrderBy(x => x.Key), limit), limit, Time(at));
    }

    /// <summary>The book as it was at a number.</summary>
    public (Dictionary<long, long> Bids, Dictionary<long, long> Asks) At(long at)
    {
        var (oldBids, oldAsks) = (new Dictionary<long, long>(bids), new Dictionary<long, long>(asks));
        for (var i = changes.Count - 1; i >= changesAt[at]; i--)
        {
            var (side, price, before) = changes[i];
            var levels = side == Side.Bid ? oldBids : oldAsks;
            if (before == 0) levels.Remove(price);
            else levels[price] = before;
        }

        return (oldBids, oldAsks);
    }

    VenueMessage KeepAlive() => new(false, new SequenceSpan(number, number + 1, number), [], [], 0, Time(number));

    // A clock that ticks with every change: coarse enough for two states to share a time.
    long Time(long at) => 1 + (changesAt[at] / 2);

    void Advance()
    {
        number += numbering is Numbering.Jumping or Numbering.Falling or Numbering.Restarting ? random.Next(1, 6) : 1;
        if (numbering == Numbering.Restarting && random.Next(60) == 0) number = floor -= Band;
        if (numbering == Numbering.Falling && random.Next(10) == 0) number = Math.Max(1, number - random.Next(500));
        while (!changesAt.TryAdd(number, changes.Count)) number++;
    }

    ScaledLevel[] Unpublished(Side side) =>
        [.. unpublished.Where(x => x.Key.Side == side).Select(x => new ScaledLevel(x.Key.Price, x.Value))];

    static ScaledLevel[] Top(IEnumerable<KeyValuePair<long, long>> levels, int limit) =>
        [.. levels.Take(limit).Select(x => new ScaledLevel(x.Key, x.Value))];
}
