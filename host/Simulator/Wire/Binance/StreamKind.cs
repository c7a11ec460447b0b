namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>What a Binance stream carries.</summary>
enum StreamKind : byte
{
    Trade,
    AggregateTrade,
    BookTicker,
    Depth,
    PartialDepth,
    MiniTicker,
    Ticker,
}
