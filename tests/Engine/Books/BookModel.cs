using StrategyHost.Market;

namespace StrategyHost.Tests.Engine.Books;

/// <summary>
/// A book as anybody would write it: two sorted maps of exact numbers, all at eighteen decimals, with none of the
/// ladder's windows, strides and stores.
/// </summary>
sealed class BookModel
{
    public ModelSide Bids { get; } = new(Side.Bid);

    public ModelSide Asks { get; } = new(Side.Ask);

    public byte PriceScale { get; private set; }

    public byte QuantityScale { get; private set; }

    /// <summary>True when the best price of a side lies past what is known of it, or a side that is not wholly known
    /// is empty.</summary>
    public bool IsBeyondHorizon => Bids.IsBeyondHorizon || Asks.IsBeyondHorizon;

    /// <summary>False, and empty, where a number does not fit 64 bits.</summary>
    public bool Replace(in BookUpdate snapshot)
    {
        Bids.Clear();
        Asks.Clear();
        if (!Amend(in snapshot)) return false;
        if (snapshot.LevelLimit == 0) return true;
        Bids.LimitTo(snapshot.LevelLimit);
        Asks.LimitTo(snapshot.LevelLimit);
        return true;
    }

    /// <summary>False, and unchanged, where a number does not fit 64 bits.</summary>
    public bool Amend(in BookUpdate update)
    {
        var prices = Math.Max(PriceScale, update.PriceScale);
        var quantities = Math.Max(QuantityScale, update.QuantityScale);
        var fits = Bids.Fits(prices, quantities) && Asks.Fits(prices, quantities)
            && Fits(update.Bids, in update, prices, quantities) && Fits(update.Asks, in update, prices, quantities);
        if (!fits) return false;
        (PriceScale, QuantityScale) = (prices, quantities);
        foreach (var level in update.Bids) Bids.Set(level, in update);
        foreach (var level in update.Asks) Asks.Set(level, in update);
        return true;
    }

    /// <summary>A scaled integer at eighteen decimals.</summary>
    public static Int128 Exact(long value, int scale) => (Int128)value * Scaling.PowerOfTen(18 - scale);

    /// <summary>True when 64 bits hold a number at a scale.</summary>
    public static bool Fits(Int128 exact, int scale) => exact / Scaling.PowerOfTen(18 - scale) <= long.MaxValue;

    static bool Fits(ReadOnlySpan<ScaledLevel> levels, in BookUpdate update, int prices, int quantities)
    {
        foreach (var level in levels)
        {
            if (!Fits(Exact(level.Price, update.PriceScale), prices)) return false;
            if (!Fits(Exact(level.Quantity, update.QuantityScale), quantities)) return false;
        }

        return true;
    }
}

/// <summary>One side of a <see cref="BookModel"/>.</summary>
sealed class ModelSide(Side side)
{
    readonly SortedDictionary<Int128, Int128> levels = new(
        Comparer<Int128>.Create(side == Side.Bid ? (x, y) => y.CompareTo(x) : (x, y) => x.CompareTo(y)));

    /// <summary>The worst price known; null when the whole side is.</summary>
    public Int128? Horizon { get; set; }

    public int Count => levels.Count;

    /// <summary>Best level first.</summary>
    public IEnumerable<KeyValuePair<Int128, Int128>> Levels => levels;

    /// <summary>As far as the side is known, best level first.</summary>
    public IEnumerable<KeyValuePair<Int128, Int128>> Known => levels.TakeWhile(x => IsKnown(x.Key));

    public bool IsBeyondHorizon => Horizon is not null && !Known.Any();

    public void Clear()
    {
        levels.Clear();
        Horizon = null;
    }

    public void LimitTo(int limit)
    {
        if (levels.Count >= limit) Horizon = levels.Keys.Last();
    }

    public bool Fits(int prices, int quantities)
    {
        if (Horizon is { } horizon && !BookModel.Fits(horizon, prices)) return false;
        foreach (var (price, quantity) in levels)
            if (!BookModel.Fits(price, prices) || !BookModel.Fits(quantity, quantities)) return false;
        return true;
    }

    public void Set(ScaledLevel level, in BookUpdate update)
    {
        var price = BookModel.Exact(level.Price, update.PriceScale);
        if (level.Quantity == 0) levels.Remove(price);
        else levels[price] = BookModel.Exact(level.Quantity, update.QuantityScale);
    }

    bool IsKnown(Int128 price) =>
        Horizon is not { } horizon || (side == Side.Bid ? price >= horizon : price <= horizon);
}
