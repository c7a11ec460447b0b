namespace StrategyHost.Market;

/// <summary>A side of a book, or of a trade's taker.</summary>
public enum Side : byte
{
    /// <summary>Buyers. The best bid is the highest price.</summary>
    Bid,

    /// <summary>Sellers. The best ask is the lowest price.</summary>
    Ask,
}
