using StrategyHost.Market;

namespace StrategyHost.Simulator.Market;

/// <summary>What the simulated venues list: the same four assets everywhere, with each venue's own steps.</summary>
static class Listings
{
    public const string Spot = "binance";
    public const string Futures = "binance-futures";

    /// <summary>Decimals that Binance spot writes in every price and quantity.</summary>
    public const int SpotDecimals = 8;

    /// <summary>The assets whose mids move together.</summary>
    public static IReadOnlyList<Asset> Assets { get; } =
        [new("BTC", 64000m, 0.6), new("ETH", 1900m, 0.9), new("SOL", 85m, 1.2), new("XRP", 1.3m, 1.1)];

    /// <summary>Every listing of one venue.</summary>
    public static IReadOnlyList<Listing> Of(string venue) => venue == Spot ? BinanceSpot() : BinanceFutures();

    static Listing[] BinanceSpot() =>
    [
        SpotListing(0, tick: 0.01m, lot: 0.00001m, usual: 12_000, first: 98_494_969_448),
        SpotListing(1, tick: 0.01m, lot: 0.0001m, usual: 25_000, first: 75_180_332_017),
        SpotListing(2, tick: 0.01m, lot: 0.001m, usual: 60_000, first: 31_907_554_120),
        SpotListing(3, tick: 0.0001m, lot: 0.1m, usual: 40_000, first: 18_402_778_903),
    ];

    static Listing[] BinanceFutures() =>
    [
        FuturesListing(0, tick: 0.1m, lot: 0.001m, decimals: (2, 3), usual: 300),
        FuturesListing(1, tick: 0.01m, lot: 0.001m, decimals: (2, 3), usual: 9_000),
        FuturesListing(2, tick: 0.01m, lot: 1m, decimals: (4, 0), usual: 150),
        FuturesListing(3, tick: 0.0001m, lot: 0.1m, decimals: (4, 1), usual: 90_000),
    ];

    static Listing SpotListing(int asset, decimal tick, decimal lot, long usual, long first) => new()
    {
        Instrument = Trading(Spot, Assets[asset].Name, "", InstrumentKind.Spot, tick, lot),
        Start = Assets[asset].Start,
        PriceDecimals = SpotDecimals,
        QuantityDecimals = SpotDecimals,
        UsualLots = usual,
        FirstSequence = first,
    };

    static Listing FuturesListing(
        int asset, decimal tick, decimal lot, (int Price, int Quantity) decimals, long usual) => new()
        {
            Instrument = Trading(Futures, Assets[asset].Name, "-PERP", InstrumentKind.Perpetual, tick, lot),
            Start = Assets[asset].Start,
            PriceDecimals = decimals.Price,
            QuantityDecimals = decimals.Quantity,
            UsualLots = usual,
            FirstSequence = 9_123_107_832_006,
        };

    static Instrument Trading(
        string venue, string asset, string suffix, InstrumentKind kind, decimal tick, decimal lot) => new()
        {
            Venue = venue,
            Symbol = $"{asset}/USDT{suffix}",
            VenueSymbol = $"{asset}USDT",
            Base = asset,
            Quote = "USDT",
            Kind = kind,
            Status = InstrumentStatus.Trading,
            TickSize = tick,
            LotSize = lot,
        };
}

/// <summary>An asset all venues trade: its first price, and how far a move of its own goes, in basis points.</summary>
readonly record struct Asset(string Name, decimal Start, double StepBps);
