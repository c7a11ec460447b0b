using StrategyHost.Market;

namespace StrategyHost.Simulator.Market;

/// <summary>
/// What the simulated venues list: the same six assets everywhere, with each venue's own spelling, steps and decimals.
/// </summary>
static class Listings
{
    public const string Binance = "binance";
    public const string BinanceFutures = "binance-futures";
    public const string Bybit = "bybit";
    public const string BybitLinear = "bybit-linear";
    public const string Okx = "okx";
    public const string Coinbase = "coinbase";

    /// <summary>Decimals that Binance spot writes in every price and quantity.</summary>
    public const int SpotDecimals = 8;

    const int Btc = 0;
    const int Eth = 1;
    const int Sol = 2;
    const int Xrp = 3;
    const int Doge = 4;
    const int Shib = 5;

    /// <summary>A book at eight decimals has 1,240 prices below its best: too few for a thousand levels.</summary>
    const int ShibLevels = 400;

    /// <summary>A whole book is shown there, and on the venue its message is larger than 1 MB.</summary>
    const int WholeBookLevels = 21_000;

    /// <summary>The assets whose mids move together.</summary>
    public static IReadOnlyList<Asset> Assets { get; } =
    [
        new("BTC", 64000m, 0.6), new("ETH", 1900m, 0.9), new("SOL", 85m, 1.2), new("XRP", 1.3m, 1.1),
        new("DOGE", 0.09m, 1.4), new("SHIB", 0.0000124m, 1.5),
    ];

    /// <summary>Every listing of one venue.</summary>
    public static IReadOnlyList<Listing> Of(string venue) => venue switch
    {
        Binance => BinanceSpot(),
        BinanceFutures => BinanceUsdM(),
        Bybit => BybitSpot(),
        BybitLinear => BybitPerpetuals(),
        Okx => OkxAll(),
        Coinbase => CoinbaseAll(),
        _ => throw new ArgumentOutOfRangeException(nameof(venue), venue, "There is no listing of this venue."),
    };

    static Listing[] BinanceSpot() =>
    [
        .. new[]
        {
            Spot(Binance, Btc, "USDT", "", (0.01m, 0.00001m), usual: 12_000, first: 98_494_969_448),
            Spot(Binance, Eth, "USDT", "", (0.01m, 0.0001m), usual: 25_000, first: 75_180_332_017),
            Spot(Binance, Sol, "USDT", "", (0.01m, 0.001m), usual: 60_000, first: 31_907_554_120),
            Spot(Binance, Xrp, "USDT", "", (0.0001m, 0.1m), usual: 40_000, first: 18_402_778_903),
            Spot(Binance, Doge, "USDT", "", (0.00001m, 1m), usual: 60_000, first: 14_660_018_237),
            Spot(Binance, Shib, "USDT", "", (0.00000001m, 1m), usual: 300_000_000, first: 9_204_455_106),
        }.Select(x => x with { PriceDecimals = SpotDecimals, QuantityDecimals = SpotDecimals }),
    ];

    static Listing[] BinanceUsdM()
    {
        const long first = 9_123_107_832_006;
        return
        [
            Perpetual(BinanceFutures, Btc, "BTCUSDT", (0.1m, 0.001m), (2, 3), usual: 300, first),
            Perpetual(BinanceFutures, Eth, "ETHUSDT", (0.01m, 0.001m), (2, 3), usual: 9_000, first),
            Perpetual(BinanceFutures, Sol, "SOLUSDT", (0.01m, 1m), (4, 0), usual: 150, first),
            Perpetual(BinanceFutures, Xrp, "XRPUSDT", (0.0001m, 0.1m), (4, 1), usual: 90_000, first),
            Perpetual(BinanceFutures, Doge, "DOGEUSDT", (0.00001m, 1m), (6, 0), usual: 120_000, first),
            Thousand(
                Perpetual(BinanceFutures, Shib, "1000SHIBUSDT", (0.000001m, 1m), (7, 0), usual: 800_000, first),
                "1000SHIB"),
        ];
    }

    static Listing[] BybitSpot() =>
    [
        Spot(Bybit, Btc, "USDT", "", (0.1m, 0.000001m), usual: 120_000, first: 72_212_457),
        Spot(Bybit, Eth, "USDT", "", (0.01m, 0.00001m), usual: 250_000, first: 58_114_902),
        Spot(Bybit, Sol, "USDT", "", (0.01m, 0.001m), usual: 50_000, first: 41_730_226),
        Spot(Bybit, Xrp, "USDT", "", (0.0001m, 0.01m), usual: 400_000, first: 37_090_518),
        Spot(Bybit, Doge, "USDT", "", (0.00001m, 0.1m), usual: 500_000, first: 30_256_614),
        Spot(Bybit, Shib, "USDT", "", (0.00000001m, 0.1m), usual: 2_500_000_000, first: 22_871_339),
    ];

    static Listing[] BybitPerpetuals() =>
    [
        Perpetual(BybitLinear, Btc, "BTCUSDT", (0.1m, 0.001m), (2, 3), usual: 250, first: 120_683_569),
        Perpetual(BybitLinear, Eth, "ETHUSDT", (0.01m, 0.01m), (2, 2), usual: 800, first: 104_337_012),
        Perpetual(BybitLinear, Sol, "SOLUSDT", (0.001m, 0.1m), (3, 1), usual: 1_500, first: 88_190_455),
        Perpetual(BybitLinear, Xrp, "XRPUSDT", (0.0001m, 0.1m), (4, 1), usual: 80_000, first: 76_409_871),
        Perpetual(BybitLinear, Doge, "DOGEUSDT", (0.00001m, 1m), (5, 0), usual: 110_000, first: 65_520_143),
        Thousand(
            Perpetual(BybitLinear, Shib, "SHIB1000USDT", (0.000001m, 1m), (6, 0), usual: 700_000, first: 51_002_766),
            "SHIB1000"),
    ];

    static Listing[] OkxAll() =>
    [
        Spot(Okx, Btc, "USDT", "-", (0.1m, 0.00000001m), usual: 12_000_000, first: 68_471_209_334),
        Spot(Okx, Eth, "USDT", "-", (0.01m, 0.000001m), usual: 2_500_000, first: 54_310_772_905),
        Spot(Okx, Sol, "USDT", "-", (0.01m, 0.000001m), usual: 55_000_000, first: 33_187_640_218),
        Spot(Okx, Xrp, "USDT", "-", (0.0001m, 0.000001m), usual: 4_000_000_000, first: 27_905_113_470),
        Spot(Okx, Doge, "USDT", "-", (0.00001m, 0.000001m), usual: 60_000_000_000, first: 21_466_038_551),
        Spot(Okx, Shib, "USDT", "-", (0.000000001m, 1m), usual: 300_000_000, first: 15_837_299_064),
        Contract(Btc, "SWAP", (0.1m, 0.01m), contractSize: 0.01m, usual: 1_500, first: 91_284_550_137),
        Contract(Eth, "SWAP", (0.01m, 0.01m), contractSize: 0.1m, usual: 3_500, first: 80_662_147_912),
        Contract(Sol, "SWAP", (0.01m, 0.01m), contractSize: 1m, usual: 9_000, first: 62_071_395_086),
        Contract(Btc, "270326", (0.1m, 0.01m), contractSize: 0.01m, usual: 400, first: 12_940_228_765) with
        {
            PremiumBps = 120,
        },
    ];

    static Listing[] CoinbaseAll() =>
    [
        .. new[]
        {
            Spot(Coinbase, Btc, "USD", "-", (0.01m, 0.00000001m), usual: 10_000_000, first: 118_330_441_209) with
            {
                Levels = WholeBookLevels,
            },
            Spot(Coinbase, Eth, "USD", "-", (0.01m, 0.00000001m), usual: 200_000_000, first: 91_025_778_340),
            Spot(Coinbase, Sol, "USD", "-", (0.01m, 0.00000001m), usual: 5_000_000_000, first: 45_602_117_895),
            Spot(Coinbase, Xrp, "USD", "-", (0.0001m, 0.000001m), usual: 3_500_000_000, first: 28_914_063_552),
            Spot(Coinbase, Doge, "USD", "-", (0.00001m, 0.1m), usual: 400_000, first: 19_477_210_638),
            Spot(Coinbase, Shib, "USD", "-", (0.00000001m, 1m), usual: 250_000_000, first: 11_360_875_024),
        }.Select(x => x with { PremiumBps = -2 }),
    ];

    static Listing Spot(
        string venue, int asset, string quote, string between, (decimal Tick, decimal Lot) steps, long usual,
        long first)
    {
        var name = Assets[asset].Name;
        var listing = Trading(venue, asset, $"{name}{between}{quote}", quote, steps, usual, first);
        return steps.Tick == 0.00000001m ? listing with { Levels = ShibLevels } : listing;
    }

    static Listing Perpetual(
        string venue, int asset, string spelling, (decimal Tick, decimal Lot) steps, (int Price, int Quantity) decimals,
        long usual, long first)
    {
        var listing = Trading(venue, asset, spelling, "USDT", steps, usual, first);
        return Derived(listing, InstrumentKind.Perpetual, "-PERP") with
        {
            PriceDecimals = decimals.Price,
            QuantityDecimals = decimals.Quantity,
        };
    }

    /// <summary>A contract of OKX: sizes count contracts, each of so much of the base currency.</summary>
    static Listing Contract(
        int asset, string ends, (decimal Tick, decimal Lot) steps, decimal contractSize, long usual, long first)
    {
        var listing = Trading(Okx, asset, $"{Assets[asset].Name}-USDT-{ends}", "USDT", steps, usual, first);
        listing = ends == "SWAP"
            ? Derived(listing, InstrumentKind.Perpetual, "-PERP")
            : Derived(listing, InstrumentKind.Future, $"-{ends}");
        return listing with { Instrument = listing.Instrument with { ContractSize = contractSize } };
    }

    static Listing Derived(Listing listing, InstrumentKind kind, string suffix) => listing with
    {
        Instrument = listing.Instrument with { Symbol = listing.Instrument.Symbol + suffix, Kind = kind },
    };

    /// <summary>The same with a thousand of the asset as its base, under the venue's name for that.</summary>
    static Listing Thousand(Listing listing, string name) => listing with
    {
        Units = 1_000,
        Instrument = listing.Instrument with { Base = name, Symbol = $"{name}/USDT-PERP" },
    };

    static Listing Trading(
        string venue, int asset, string spelling, string quote, (decimal Tick, decimal Lot) steps, long usual,
        long first) => new()
        {
            Instrument = new Instrument
            {
                Venue = venue,
                Symbol = $"{Assets[asset].Name}/{quote}",
                VenueSymbol = spelling,
                Base = Assets[asset].Name,
                Quote = quote,
                Kind = InstrumentKind.Spot,
                Status = InstrumentStatus.Trading,
                TickSize = steps.Tick,
                LotSize = steps.Lot,
            },
            Asset = asset,
            PriceDecimals = Scaling.ScaleOf(steps.Tick),
            QuantityDecimals = Scaling.ScaleOf(steps.Lot),
            UsualLots = usual,
            FirstSequence = first,
        };
}

/// <summary>An asset all venues trade: its first price, and how far a move of its own goes, in basis points.</summary>
readonly record struct Asset(string Name, decimal Start, double StepBps);
