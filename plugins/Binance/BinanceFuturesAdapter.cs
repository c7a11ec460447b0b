using StrategyHost.Exchange;
using StrategyHost.Plugins.Binance;

[assembly: ExchangePlugin("binance-futures", typeof(BinanceFuturesAdapter))]

namespace StrategyHost.Plugins.Binance;

/// <summary>
/// Binance USD-M futures: books, quotes and trades on one route and statistics on another, because a stream asked for
/// on the wrong one is acknowledged and never sent.
/// </summary>
public sealed class BinanceFuturesAdapter() : BinanceAdapter(Api)
{
    // Both routes have one host and one port: 9443 is the spot host's, and the unrouted paths were closed in 2026.
    static readonly Uri[] Public = [new("wss://fstream.binance.com/public/stream")];
    static readonly Uri[] Market = [new("wss://fstream.binance.com/market/stream")];

    static readonly BinanceApi Api = new()
    {
        Profile = new VenueProfile
        {
            Venue = "binance-futures",
            DisplayName = "Binance USD-M Futures",
            RestEndpoints = [new("https://fapi.binance.com")],
            StreamEndpoints = [new("wss://fstream.binance.com"), new("wss://fstream-mm.binance.com")],
            // A ping frame comes every 3 min, and the venue itself waits 10 min for its answer.
            Heartbeat = new Heartbeat(PingInterval: null, SilenceLimit: TimeSpan.FromMinutes(10)),
            // The venue allows 1,024 streams, but futures books are fast: 200 is what other clients keep to.
            Limits = new ConnectionLimits(
                MessagesPerSecond: 10, SubscriptionsPerConnection: 200, MaxFrameBytes: 4 << 20),
            Budget = new RestBudget(Weight: 2_400, TimeSpan.FromMinutes(1), "X-MBX-USED-WEIGHT-1M"),
            SnapshotSource = SnapshotSource.Rest,
            Bridge = SnapshotBridge.Within,
            IsMonotonic = true,
            QuoteNumbersMatchBook = true,
            SnapshotLevels = 1_000,
            PlannedClose = TimeSpan.FromHours(24),
        },
        RestPath = "/fapi/v1",
        IsFutures = true,
        DepthPrices = [new(5, 2), new(10, 2), new(20, 2), new(50, 2), new(100, 5), new(500, 10), new(1_000, 20)],
        HasFixedLimits = true,
        DefaultLevels = 500,
        InstrumentsWeight = 1,
        TickerWeight = 1,
        QuoteWeight = 2,
        Quotes = ["FDUSD", "USDT", "USDC", "BUSD", "USD1", "BTC", "ETH"],
        // The venue does not say where @trade travels; recorders receive it on the route of the books.
        RouteName = channel => channel == Channel.Ticker ? "market" : "public",
        Endpoints = name => name == "market" ? Market : Public,
    };
}
