namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>The routed bases of the futures venue since March 2026; the spot venue has one for all.</summary>
[Flags]
enum Routes : byte
{
    /// <summary>A retired path: the handshake succeeds, the acknowledgement comes, nothing follows.</summary>
    None = 0,
    Public = 1,
    Market = 2,
    All = Public | Market,
}
