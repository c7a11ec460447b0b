namespace StrategyHost.Simulator.Wire.Okx;

/// <summary>The public channels that the simulated venue serves.</summary>
enum OkxChannel : byte
{
    /// <summary>400 levels a side: a snapshot, then changes.</summary>
    Books,

    /// <summary>Five levels a side, whole each time.</summary>
    Books5,

    /// <summary>The best prices, each change of them.</summary>
    BestPrices,
    Tickers,
    Trades,
}

/// <summary>The channels' names on the wire.</summary>
static class OkxChannels
{
    /// <summary>Channels that exist and are refused to those who have not logged in.</summary>
    static readonly string[] Guarded = ["books-l2-tbt", "books50-l2-tbt"];

    static readonly Dictionary<string, OkxChannel> ByName = new(StringComparer.Ordinal)
    {
        ["books"] = OkxChannel.Books,
        ["books5"] = OkxChannel.Books5,
        ["bbo-tbt"] = OkxChannel.BestPrices,
        ["tickers"] = OkxChannel.Tickers,
        ["trades"] = OkxChannel.Trades,
    };

    /// <summary>All names with what they carry.</summary>
    public static IReadOnlyDictionary<string, OkxChannel> All => ByName;

    /// <summary>Levels a side that a channel shows.</summary>
    public static int LevelsOf(OkxChannel channel) => channel switch
    {
        OkxChannel.Books => 400,
        OkxChannel.Books5 => 5,
        OkxChannel.BestPrices => 1,
        _ => 0,
    };

    public static bool NeedsLogin(string name) => Guarded.Contains(name);
}
