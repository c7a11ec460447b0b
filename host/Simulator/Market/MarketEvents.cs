using StrategyHost.Market;

namespace StrategyHost.Simulator.Market;

/// <summary>The best prices and sizes as they stood at one number.</summary>
readonly record struct BestPrices(long Sequence, ScaledLevel Bid, ScaledLevel Ask)
{
    public bool SamePrices(in BestPrices other) => Bid == other.Bid && Ask == other.Ask;
}

/// <summary>One trade: the taker took liquidity at this price.</summary>
readonly record struct TradePrint(long Id, long Price, long Quantity, Side Taker);
