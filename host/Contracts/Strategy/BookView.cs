using System.Diagnostics.CodeAnalysis;
using StrategyHost.Market;

namespace StrategyHost.Strategy;

/// <summary>What filling a quantity against a book would cost.</summary>
/// <param name="Quantity">Quantity that the levels in view fill; less than asked for when they end first.</param>
/// <param name="Cost">Sum of price times quantity, in the quote currency.</param>
/// <param name="WorstPrice">Price of the last level touched.</param>
/// <param name="IsComplete">True when the whole quantity was filled.</param>
/// <param name="IsTruncated">
/// True when the view ended before the quantity was filled although the book goes on, published or not: ask
/// <c>OnBook</c> for more levels.
/// </param>
public readonly record struct FillCost(
    decimal Quantity, decimal Cost, decimal WorstPrice, bool IsComplete, bool IsTruncated)
{
    /// <summary>Volume-weighted average price; null when nothing was filled.</summary>
    public decimal? AveragePrice => Quantity == 0 ? null : Cost / Quantity;
}

/// <summary>Worst prices to which a book is known; null on a side that is known whole.</summary>
/// <param name="Bid">Lowest bid price known.</param>
/// <param name="Ask">Highest ask price known.</param>
public readonly record struct BookHorizon(decimal? Bid, decimal? Ask);

/// <summary>One side of a view, best level first; decimals are computed on access.</summary>
public readonly ref struct LevelList
{
    readonly ReadOnlySpan<ScaledLevel> levels;
    readonly byte priceScale;
    readonly byte quantityScale;

    internal LevelList(ReadOnlySpan<ScaledLevel> levels, byte priceScale, byte quantityScale)
    {
        this.levels = levels;
        this.priceScale = priceScale;
        this.quantityScale = quantityScale;
    }

    /// <summary>Levels in view.</summary>
    public int Count => levels.Length;

    /// <summary>The level at a rank: 0 is the best.</summary>
    public Level this[int rank] => new(
        Scaling.ToDecimal(levels[rank].Price, priceScale), Scaling.ToDecimal(levels[rank].Quantity, quantityScale));

    /// <summary>Cumulative depth: the quantity resting on the best levels together.</summary>
    /// <param name="count">Levels to sum, as many of them as are in view.</param>
    public decimal TotalQuantity(int count = int.MaxValue) =>
        (decimal)SumOf(levels, count) / Scaling.PowerOfTen(quantityScale);

    /// <summary>Walks from the best level outward.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>A new array of the levels.</summary>
    public Level[] ToArray()
    {
        var array = new Level[Count];
        for (var i = 0; i < array.Length; i++) array[i] = this[i];
        return array;
    }

    internal static Int128 SumOf(ReadOnlySpan<ScaledLevel> levels, int count)
    {
        Int128 sum = 0;
        foreach (ref readonly var level in levels[..Math.Clamp(count, 0, levels.Length)]) sum += level.Quantity;
        return sum;
    }

    /// <summary>Walks a <see cref="LevelList"/>.</summary>
    public ref struct Enumerator
    {
        readonly LevelList list;
        int rank;

        internal Enumerator(LevelList list)
        {
            this.list = list;
            rank = -1;
        }

        /// <summary>The level the walk is at.</summary>
        public readonly Level Current => list[rank];

        /// <summary>Goes one level outward; false at the end.</summary>
        public bool MoveNext() => ++rank < list.Count;
    }
}

/// <summary>
/// The top of one book at one venue number, valid until the handler returns. The compiler refuses to store it, to
/// capture it or to await across it; <see cref="Copy"/> gives what may be kept.
/// </summary>
/// <remarks>
/// Every price is exact. A member that needs a side which is empty throws <see cref="InvalidOperationException"/>,
/// since a price of zero would be a lie; ask <see cref="IsTwoSided"/> first where a market may be that thin.
/// </remarks>
public readonly ref struct BookView
{
    readonly BookBuffer buffer;

    internal BookView(BookBuffer buffer) => this.buffer = buffer;

    /// <summary>Whose book.</summary>
    public Instrument Instrument => buffer.Header.Instrument!;

    /// <summary>
    /// False when there is no published book to look at; only <see cref="Instrument"/> means anything then.
    /// </summary>
    public bool IsPublished => buffer.Header.Publication > 0;

    /// <summary>True when both sides have a level.</summary>
    public bool IsTwoSided => buffer.Header is { BidCount: > 0, AskCount: > 0 };

    /// <summary>Bids, best (highest) first.</summary>
    public LevelList Bids => new(buffer.Bids, buffer.Header.PriceScale, buffer.Header.QuantityScale);

    /// <summary>Asks, best (lowest) first.</summary>
    public LevelList Asks => new(buffer.Asks, buffer.Header.PriceScale, buffer.Header.QuantityScale);

    /// <summary>Highest bid.</summary>
    public Level BestBid => buffer.Header.BidCount > 0 ? Bids[0] : ThrowEmpty("bids");

    /// <summary>Lowest ask.</summary>
    public Level BestAsk => buffer.Header.AskCount > 0 ? Asks[0] : ThrowEmpty("asks");

    /// <summary>Halfway between best bid and best ask.</summary>
    public decimal Mid => (BestBid.Price + BestAsk.Price) / 2;

    /// <summary>Best ask less best bid, in the quote currency; negative when crossed.</summary>
    public decimal Spread => BestAsk.Price - BestBid.Price;

    /// <summary>The spread in hundredths of a per cent of the mid.</summary>
    public decimal SpreadBps => Spread / Mid * 10_000;

    /// <summary>The mid weighted by the opposite side's quantity: where the next trade is likelier to be.</summary>
    public decimal Microprice
    {
        get
        {
            var (bid, ask) = (BestBid, BestAsk);
            return (bid.Price * ask.Quantity + ask.Price * bid.Quantity) / (bid.Quantity + ask.Quantity);
        }
    }

    /// <summary>True when the best bid is above the best ask.</summary>
    public bool IsCrossed => IsTwoSided && buffer.Bids[0].Price > buffer.Asks[0].Price;

    /// <summary>True when the best bid equals the best ask.</summary>
    public bool IsLocked => IsTwoSided && buffer.Bids[0].Price == buffer.Asks[0].Price;

    /// <summary>True when either side of the book goes on past the levels in view.</summary>
    public bool IsTruncated => buffer.Header.HasMoreBids || buffer.Header.HasMoreAsks;

    /// <summary>
    /// True when the touch lies past the horizon: the best prices are confirmed by a quote, nothing else is.
    /// </summary>
    public bool IsBeyondHorizon => buffer.Header.IsBeyondHorizon;

    /// <summary>True when the feed is slower than it normally is.</summary>
    public bool IsLate => buffer.Header.IsLate;

    /// <summary>How far out the book is known; levels past it are not in view.</summary>
    public BookHorizon Horizon => new(
        buffer.Header.BidHorizon == long.MinValue ? null : ToPrice(buffer.Header.BidHorizon),
        buffer.Header.AskHorizon == long.MaxValue ? null : ToPrice(buffer.Header.AskHorizon));

    /// <summary>Which uninterrupted life of the book this is, from 1; a reconnect or a resync starts another.</summary>
    public int Epoch => buffer.Header.Epoch;

    /// <summary>The venue's number of this state; null when it gives none.</summary>
    public long? Sequence => buffer.Header.Sequence < 0 ? null : buffer.Header.Sequence;

    /// <summary>The venue's time of this state; null when it gives none.</summary>
    public DateTimeOffset? VenueTime =>
        buffer.Header.VenueTimeNs == 0 ? null : Stamp.FromUnixNs(buffer.Header.VenueTimeNs);

    /// <summary>When this host received it, by its own UTC clock.</summary>
    public DateTimeOffset ReceivedTime => buffer.Header.Received.Utc;

    /// <summary>
    /// How old the state is by the venue's own clock; null while the venue gives no time or its clock is not known.
    /// </summary>
    public TimeSpan? Age
    {
        get
        {
            ref readonly var header = ref buffer.Header;
            if (buffer.Clock is null || header.VenueTimeNs == 0 || header.ClockOffsetNs == long.MinValue) return null;
            var venueNow = Stamp.ToUnixNs(buffer.Clock.GetUtcNow()) + header.ClockOffsetNs;
            return TimeSpan.FromTicks((venueNow - header.VenueTimeNs) / 100);
        }
    }

    /// <summary>
    /// (bids - asks) / (bids + asks) of the quantities on the best levels: 1 when only bids rest there, -1 when only
    /// asks do.
    /// </summary>
    /// <param name="levels">Levels a side to sum.</param>
    public decimal Imbalance(int levels = 1)
    {
        var bids = (decimal)LevelList.SumOf(buffer.Bids, levels);
        var asks = (decimal)LevelList.SumOf(buffer.Asks, levels);
        return bids + asks == 0 ? 0 : (bids - asks) / (bids + asks);
    }

    /// <summary>What buying a quantity at once would cost, walking the asks in view.</summary>
    public FillCost CostToBuy(decimal quantity) => Walk(Asks, quantity, buffer.Header.HasMoreAsks);

    /// <summary>What selling a quantity at once would bring, walking the bids in view.</summary>
    public FillCost CostToSell(decimal quantity) => Walk(Bids, quantity, buffer.Header.HasMoreBids);

    /// <summary>A copy that may be kept, passed on and awaited across.</summary>
    public BookSnapshot Copy() => new(buffer.Clone());

    static FillCost Walk(LevelList levels, decimal quantity, bool goesOn)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        decimal filled = 0, cost = 0, worst = 0;
        foreach (var level in levels)
        {
            if (filled >= quantity) break;
            var part = Math.Min(level.Quantity, quantity - filled);
            filled += part;
            cost += part * level.Price;
            worst = level.Price;
        }

        return new FillCost(filled, cost, worst, filled >= quantity, filled < quantity && goesOn);
    }

    decimal ToPrice(long scaled) => Scaling.ToDecimal(scaled, buffer.Header.PriceScale);

    [DoesNotReturn]
    Level ThrowEmpty(string side) => throw new InvalidOperationException(
        IsPublished
            ? $"{Instrument} has no {side} now; ask book.IsTwoSided before its prices."
            : $"{Instrument} has no published book now; ask book.IsPublished before its prices.");
}

/// <summary>A copy of a book's top that may be kept. Immutable, for any thread.</summary>
public sealed class BookSnapshot
{
    readonly BookBuffer buffer;

    internal BookSnapshot(BookBuffer buffer)
    {
        this.buffer = buffer;
        Bids = View.Bids.ToArray();
        Asks = View.Asks.ToArray();
    }

    /// <summary>Whose book.</summary>
    public Instrument Instrument => View.Instrument;

    /// <summary>Bids, best first.</summary>
    public IReadOnlyList<Level> Bids { get; }

    /// <summary>Asks, best first.</summary>
    public IReadOnlyList<Level> Asks { get; }

    /// <summary>True when both sides have a level.</summary>
    public bool IsTwoSided => View.IsTwoSided;

    /// <summary>Highest bid.</summary>
    public Level BestBid => View.BestBid;

    /// <summary>Lowest ask.</summary>
    public Level BestAsk => View.BestAsk;

    /// <summary>Halfway between best bid and best ask.</summary>
    public decimal Mid => View.Mid;

    /// <summary>The venue's number of this state; null when it gives none.</summary>
    public long? Sequence => View.Sequence;

    /// <summary>The same measures that a handler's view has.</summary>
    public BookView View => buffer.View;
}
