namespace StrategyHost.App.Options;

/// <summary>
/// What is watched when neither the settings nor the command line say so: the same five assets on every venue that this
/// run can reach.
/// </summary>
static class DefaultWatch
{
    static readonly string[] Assets = ["BTC", "ETH", "SOL", "XRP", "DOGE"];

    static readonly (string Venue, string Ends)[] Venues =
    [
        ("binance", "/USDT"), ("binance-futures", "/USDT-PERP"), ("bybit", "/USDT"), ("bybit-linear", "/USDT-PERP"),
        ("okx", "/USDT"), ("coinbase", "/USD"),
    ];

    /// <summary>The names to watch on those of the venues that have any.</summary>
    public static string[] On(IReadOnlyCollection<string> reachable) =>
    [
        .. from venue in Venues
           where reachable.Contains(venue.Venue)
           from asset in Assets
           select $"{venue.Venue}:{asset}{venue.Ends}",
    ];
}
