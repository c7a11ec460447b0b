using StrategyHost.Market;

namespace StrategyHost.Engine.Books;

/// <summary>
/// One instrument's book: two ladders in one pair of scales, and how far out they are known. It knows nothing of
/// numbers or venues; what does not fit 64 bits is refused whole.
/// </summary>
/// <remarks>Hot: no allocation but to grow. One thread at a time.</remarks>
sealed class OrderBook
{
    public Ladder Bids { get; } = new(Side.Bid);

    public Ladder Asks { get; } = new(Side.Ask);

    public byte PriceScale { get; private set; }

    public byte QuantityScale { get; private set; }

    /// <summary>Worst bid price known; <see cref="long.MinValue"/> when the whole side is.</summary>
    public long BidHorizon { get; private set; } = long.MinValue;

    /// <summary>Worst ask price known; <see cref="long.MaxValue"/> when the whole side is.</summary>
    public long AskHorizon { get; private set; } = long.MaxValue;

    /// <summary>Levels let go because a side was full.</summary>
    public long LevelsLetGo { get; private set; }

    /// <summary>
    /// True when the best price of either side lies past what the snapshot showed, or a side ran empty.
    /// </summary>
    public bool IsBeyondHorizon => IsBeyond(Bids, BidHorizon) || IsBeyond(Asks, AskHorizon);

    /// <summary>Levels at or better than the horizon.</summary>
    public int KnownBids => BidHorizon == long.MinValue ? Bids.Count : Bids.CountFrom(BidHorizon);

    /// <summary>Levels at or better than the horizon.</summary>
    public int KnownAsks => AskHorizon == long.MaxValue ? Asks.Count : Asks.CountFrom(AskHorizon);

    /// <summary>Replaces the book by a snapshot; false when a number does not fit and the book is left empty.</summary>
    public bool TryReplace(in BookUpdate snapshot)
    {
        Bids.Clear();
        Asks.Clear();
        BidHorizon = long.MinValue;
        AskHorizon = long.MaxValue;
        if (!TryAmend(snapshot)) return false;
        if (snapshot.LevelLimit == 0) return true;
        if (Bids.Count >= snapshot.LevelLimit) BidHorizon = Bids.WorstPrice;
        if (Asks.Count >= snapshot.LevelLimit) AskHorizon = Asks.WorstPrice;
        return true;
    }

    /// <summary>Sets the changed levels; false, with the book unchanged, when a number does not fit.</summary>
    public bool TryAmend(in BookUpdate update)
    {
        if (update.PriceScale == PriceScale && update.QuantityScale == QuantityScale)
        {
            SetAll(Bids, update.Bids);
            SetAll(Asks, update.Asks);
        }
        else if (!TryAmendScaled(update))
        {
            return false;
        }

        if (update.LevelBound == 0) return true;
        if (Bids.Count > update.LevelBound) Trim(Bids, update.LevelBound);
        if (Asks.Count > update.LevelBound) Trim(Asks, update.LevelBound);
        return true;
    }

    /// <summary>
    /// Levels past the venue's own bound: it says nothing more of them, whether it sent their removal or not.
    /// </summary>
    static void Trim(Ladder ladder, int bound)
    {
        while (ladder.Count > bound) ladder.Set(ladder.WorstPrice, 0);
    }

    void SetAll(Ladder ladder, ReadOnlySpan<ScaledLevel> levels)
    {
        while (true)
        {
            levels = levels[ladder.SetRun(levels)..];
            if (levels.IsEmpty) return;
            Set(ladder, levels[0].Price, levels[0].Quantity); // outside the window, or only possibly inside it
            levels = levels[1..];
        }
    }

    /// <summary>The price scale times a power of ten: the book grows into a finer scale, without a resync.</summary>
    bool TryAmendScaled(in BookUpdate update)
    {
        var prices = Math.Max(PriceScale, update.PriceScale);
        var quantities = Math.Max(QuantityScale, update.QuantityScale);
        if (!Fits(update.Bids, update, prices, quantities)) return false;
        if (!Fits(update.Asks, update, prices, quantities)) return false;
        if (!TryWiden(prices, quantities)) return false;
        var priceFactor = Scaling.PowerOfTen(prices - update.PriceScale);
        var quantityFactor = Scaling.PowerOfTen(quantities - update.QuantityScale);
        foreach (ref readonly var level in update.Bids)
        {
            Set(Bids, level.Price * priceFactor, level.Quantity * quantityFactor);
        }

        foreach (ref readonly var level in update.Asks)
        {
            Set(Asks, level.Price * priceFactor, level.Quantity * quantityFactor);
        }

        return true;
    }

    static bool Fits(ReadOnlySpan<ScaledLevel> levels, in BookUpdate update, int prices, int quantities)
    {
        foreach (ref readonly var level in levels)
        {
            if (!Scaling.TryWiden(level.Price, update.PriceScale, prices, out _)) return false;
            if (!Scaling.TryWiden(level.Quantity, update.QuantityScale, quantities, out _)) return false;
        }

        return true;
    }

    bool TryWiden(byte prices, byte quantities)
    {
        if (prices == PriceScale && quantities == QuantityScale) return true;
        var (bidPrice, bidQuantity) = Bids.Largest();
        var (askPrice, askQuantity) = Asks.Largest();
        long bidHorizon = BidHorizon, askHorizon = AskHorizon;
        if (!Scaling.TryWiden(Math.Max(bidPrice, askPrice), PriceScale, prices, out _)) return false;
        if (!Scaling.TryWiden(Math.Max(bidQuantity, askQuantity), QuantityScale, quantities, out _)) return false;
        if (BidHorizon != long.MinValue && !Scaling.TryWiden(BidHorizon, PriceScale, prices, out bidHorizon))
            return false;
        if (AskHorizon != long.MaxValue && !Scaling.TryWiden(AskHorizon, PriceScale, prices, out askHorizon))
            return false;
        var priceFactor = Scaling.PowerOfTen(prices - PriceScale);
        var quantityFactor = Scaling.PowerOfTen(quantities - QuantityScale);
        Bids.Multiply(priceFactor, quantityFactor);
        Asks.Multiply(priceFactor, quantityFactor);
        (BidHorizon, AskHorizon) = (bidHorizon, askHorizon);
        (PriceScale, QuantityScale) = (prices, quantities);
        return true;
    }

    void Set(Ladder ladder, long price, long quantity)
    {
        if (!ladder.Set(price, quantity)) LetGo(ladder, price);
    }

    /// <summary>A side that had to let a level go is known only as far as the prices better than it.</summary>
    void LetGo(Ladder ladder, long price)
    {
        LevelsLetGo++;
        if (ladder == Bids) BidHorizon = Math.Max(BidHorizon, price + 1);
        else AskHorizon = Math.Min(AskHorizon, price - 1);
    }

    static bool IsBeyond(Ladder ladder, long horizon) =>
        horizon is not (long.MinValue or long.MaxValue)
        && (ladder.Count == 0 || ladder.IsBetter(horizon, ladder.Best.Price));
}
