using StrategyHost.Exchange;
using StrategyHost.Plugins.Binance;

[assembly: ExchangePlugin("binance", typeof(BinanceSpotAdapter))]

namespace StrategyHost.Plugins.Binance;

/// <summary>Binance spot: one route; a delta's first number follows the last one's.</summary>
public sealed class BinanceSpotAdapter() : BinanceAdapter(Api)
{
    // The data-only host comes last: it has no other duty, and is reachable where the trading hosts are not.
    static readonly Uri[] Streams =
    [
        new("wss://stream.binance.com:9443/stream"),
        new("wss://stream.binance.com:443/stream"),
        new("wss://data-stream.binance.vision/stream"),
    ];

    static readonly BinanceApi Api = new()
    {
        Profile = new VenueProfile
        {
            Venue = "binance",
            DisplayName = "Binance Spot",
            RestEndpoints =
            [
                new("https://api.binance.com"),
                new("https://api-gcp.binance.com"),
                new("https://api1.binance.com"),
                new("https://api2.binance.com"),
                new("https://api3.binance.com"),
                new("https://api4.binance.com"),
                new("https://data-api.binance.vision"),
            ],
            StreamEndpoints =
            [
                new("wss://stream.binance.com:9443"),
                new("wss://stream.binance.com"),
                new("wss://data-stream.binance.vision"),
            ],
            // A ping frame comes every 20 s, so that a minute of silence is three of them missed.
            Heartbeat = new Heartbeat(PingInterval: null, SilenceLimit: TimeSpan.FromSeconds(60)),
            // The venue allows 1,024 streams; the rest is room for subscriptions that come later.
            Limits = new ConnectionLimits(
                MessagesPerSecond: 5, SubscriptionsPerConnection: 1_000, MaxFrameBytes: 4 << 20),
            Budget = new RestBudget(Weight: 6_000, TimeSpan.FromMinutes(1), "X-MBX-USED-WEIGHT-1M"),
            SnapshotSource = SnapshotSource.Rest,
            Bridge = SnapshotBridge.Next,
            IsMonotonic = true,
            QuoteNumbersMatchBook = true,
            SnapshotLevels = 1_000,
            PlannedClose = TimeSpan.FromHours(24),
        },
        RestPath = "/api/v3",
        IsFutures = false,
        DepthPrices = [new(100, 5), new(500, 25), new(1_000, 50), new(5_000, 250)],
        HasFixedLimits = false,
        DefaultLevels = 100,
        InstrumentsWeight = 20,
        TickerWeight = 2,
        QuoteWeight = 2,
        // AEUR is left out: ADAEUR is ADA in EUR.
        Quotes =
        [
            "FDUSD", "USDT", "USDC", "TUSD", "BUSD", "USDP", "USD1", "USDS", "USDE", "IDRT", "BIDR", "BKRW", "BVND",
            "DOGE", "EURI", "BTC", "ETH", "BNB", "EUR", "TRY", "GBP", "AUD", "BRL", "RUB", "UAH", "NGN", "ZAR", "PLN",
            "RON", "ARS", "JPY", "MXN", "COP", "CZK", "DAI", "PAX", "VAI", "UST", "TRX", "XRP", "SOL", "DOT",
        ],
        RouteName = _ => "stream",
        Endpoints = _ => Streams,
    };
}
