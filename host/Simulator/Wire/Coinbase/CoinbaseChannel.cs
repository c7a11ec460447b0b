namespace StrategyHost.Simulator.Wire.Coinbase;

/// <summary>The channels that the simulated venue serves.</summary>
enum CoinbaseChannel : byte
{
    /// <summary>The whole book, then its changes each 50 ms.</summary>
    LevelsBatched,

    /// <summary>A ticker with each match.</summary>
    Ticker,

    /// <summary>A ticker each five seconds, if there was a match.</summary>
    TickerBatched,
    Matches,
    Heartbeat,
}

/// <summary>The channels' names on the wire, and what they are called when they are acknowledged.</summary>
static class CoinbaseChannels
{
    /// <summary>Channels that exist and are refused to those without keys.</summary>
    static readonly string[] Guarded = ["level2", "level3", "full"];

    static readonly Dictionary<string, CoinbaseChannel> ByName = new(StringComparer.Ordinal)
    {
        ["level2_batch"] = CoinbaseChannel.LevelsBatched,
        ["level2_50"] = CoinbaseChannel.LevelsBatched,
        ["ticker"] = CoinbaseChannel.Ticker,
        ["ticker_batch"] = CoinbaseChannel.TickerBatched,
        ["ticker_1000"] = CoinbaseChannel.TickerBatched,
        ["matches"] = CoinbaseChannel.Matches,
        ["heartbeat"] = CoinbaseChannel.Heartbeat,
    };

    public static bool NeedsKeys(string name) => Guarded.Contains(name);

    public static bool TryFind(string name, out CoinbaseChannel channel) => ByName.TryGetValue(name, out channel);

    /// <summary>The name in an acknowledgement: an alias, or the plain one.</summary>
    public static string NameOf(CoinbaseChannel channel, bool withAliases) => channel switch
    {
        CoinbaseChannel.LevelsBatched => withAliases ? "level2_50" : "level2_batch",
        CoinbaseChannel.Ticker => "ticker",
        CoinbaseChannel.TickerBatched => withAliases ? "ticker_1000" : "ticker_batch",
        CoinbaseChannel.Matches => "matches",
        _ => "heartbeat",
    };
}
