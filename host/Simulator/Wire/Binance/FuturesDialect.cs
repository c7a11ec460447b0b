using System.Text.Json;
using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>Binance USD-M futures' messages: each instrument's decimals, numbers linked by <c>pu</c>, routes.</summary>
sealed class FuturesDialect(bool serveRetiredPaths) : BinanceDialect
{
    /// <summary>Decimals of turnover, whatever the instrument's are.</summary>
    const int TurnoverDecimals = 2;

    static readonly int[] Limits = [5, 10, 20, 50, 100, 500, 1000];

    readonly List<ScaledLevel> ascending = [];

    public override string Venue => Listings.BinanceFutures;

    public override TimeSpan PingInterval => TimeSpan.FromMinutes(3);

    public override int MessagesPerSecond => 10;

    public override int WeightPerMinute => 2400;

    public override string RestBase => "/fapi/v1/";

    public override int DefaultLimit => 500;

    public override bool TryRoute(string path, out Routes routes, out string rest)
    {
        var end = path.IndexOf('/', 1);
        rest = end < 0 ? "" : path[end..];
        routes = Routes.None;
        switch (end < 0 ? path : path[..end])
        {
            case "/public":
                routes = Routes.Public;
                return true;
            case "/market":
                routes = Routes.Market;
                return true;
            case "/private":
                return true;
            default:
                routes = serveRetiredPaths ? Routes.All : Routes.None;
                rest = path;
                return true;
        }
    }

    public override bool AcceptsId(JsonElement id) => id.ValueKind == JsonValueKind.Number && id.TryGetUInt64(out _);

    public override IEnumerable<BinanceStream> StreamsOf(SimulatedInstrument of)
    {
        var symbol = of.Instrument.VenueSymbol.ToLowerInvariant();
        yield return new($"{symbol}@trade", of, StreamKind.Trade, 0) { Routes = Routes.Public };
        yield return new($"{symbol}@aggTrade", of, StreamKind.AggregateTrade, 0) { Routes = Routes.Market };
        yield return new($"{symbol}@bookTicker", of, StreamKind.BookTicker, 0) { Routes = Routes.Public };
        yield return new($"{symbol}@depth@0ms", of, StreamKind.Depth, 0) { Routes = Routes.Public };
        foreach (var (suffix, intervalMs) in ((string, int)[])[("@100ms", 100), ("", 250), ("@500ms", 500)])
        {
            yield return new($"{symbol}@depth{suffix}", of, StreamKind.Depth, intervalMs) { Routes = Routes.Public };
            foreach (var levels in (int[])[5, 10, 20])
            {
                yield return new($"{symbol}@depth{levels}{suffix}", of, StreamKind.PartialDepth, intervalMs)
                {
                    LevelCount = levels,
                    Routes = Routes.Public,
                };
            }
        }

        yield return new($"{symbol}@miniTicker", of, StreamKind.MiniTicker, 2000) { Routes = Routes.Market };
        yield return new($"{symbol}@ticker", of, StreamKind.Ticker, 2000) { Routes = Routes.Market };
    }

    public override void Depth(JsonText text, SimulatedInstrument of, in DepthDelta delta, long nowMs)
    {
        // this venue lists changed bids upwards, where spot lists them best first
        ascending.Clear();
        for (var i = delta.Bids.Length - 1; i >= 0; i--) ascending.Add(delta.Bids[i]);
        DepthUpdate(text, of, delta, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ascending), nowMs);
    }

    public override void PartialDepth(JsonText text, SimulatedInstrument of, in DepthDelta delta, long nowMs) =>
        DepthUpdate(text, of, delta, delta.Bids, nowMs);

    public override void BookTicker(JsonText text, SimulatedInstrument of, in BestPrices best, long nowMs)
    {
        text.Raw("{\"e\":\"bookTicker\",\"u\":"u8).Integer(best.Sequence)
            .Raw(",\"s\":\""u8).Raw(of.Instrument.VenueSymbol);
        Price(text.Raw("\",\"b\":"u8), of, best.Bid.Price);
        Quantity(text.Raw(",\"B\":"u8), of, best.Bid.Quantity);
        Price(text.Raw(",\"a\":"u8), of, best.Ask.Price);
        Quantity(text.Raw(",\"A\":"u8), of, best.Ask.Quantity)
            .Raw(",\"T\":"u8).Integer(nowMs).Raw(",\"E\":"u8).Integer(nowMs).Raw("}"u8);
    }

    public override void Ticker(JsonText text, SimulatedInstrument of, long nowMs)
    {
        var day = of.Day;
        text.Raw("{\"e\":\"24hrTicker\",\"E\":"u8).Integer(nowMs).Raw(",\"s\":\""u8).Raw(of.Instrument.VenueSymbol);
        Price(text.Raw("\",\"p\":"u8), of, day.Last - day.Open);
        ChangePercent(text.Raw(",\"P\":"u8), of);
        Weighted(text.Raw(",\"w\":"u8), of);
        Price(text.Raw(",\"c\":"u8), of, day.Last);
        Quantity(text.Raw(",\"Q\":"u8), of, day.LastQuantity);
        Price(text.Raw(",\"o\":"u8), of, day.Open);
        Price(text.Raw(",\"h\":"u8), of, day.High);
        Price(text.Raw(",\"l\":"u8), of, day.Low);
        Quantity(text.Raw(",\"v\":"u8), of, day.Volume);
        Turnover(text.Raw(",\"q\":"u8), of, TurnoverDecimals);
        text.Raw(",\"O\":"u8).Integer(nowMs - DayStatistics.DayMs).Raw(",\"C\":"u8).Integer(nowMs)
            .Raw(",\"F\":"u8).Integer(day.FirstId).Raw(",\"L\":"u8).Integer(day.LastId)
            .Raw(",\"n\":"u8).Integer(day.Count).Raw("}"u8);
    }

    public override void MiniTicker(JsonText text, SimulatedInstrument of, long nowMs)
    {
        var symbol = of.Instrument.VenueSymbol;
        text.Raw("{\"e\":\"24hrMiniTicker\",\"E\":"u8).Integer(nowMs).Raw(",\"s\":\""u8).Raw(symbol)
            .Raw("\",\"ps\":\""u8).Raw(symbol);
        Price(text.Raw("\",\"c\":"u8), of, of.Day.Last);
        Price(text.Raw(",\"o\":"u8), of, of.Day.Open);
        Price(text.Raw(",\"h\":"u8), of, of.Day.High);
        Price(text.Raw(",\"l\":"u8), of, of.Day.Low);
        Quantity(text.Raw(",\"v\":"u8), of, of.Day.Volume);
        Turnover(text.Raw(",\"q\":"u8), of, TurnoverDecimals).Raw(",\"st\":1}"u8);
    }

    public override void Trade(JsonText text, SimulatedInstrument of, in TradePrint trade, long nowMs)
    {
        text.Raw("{\"e\":\"trade\",\"E\":"u8).Integer(nowMs).Raw(",\"T\":"u8).Integer(nowMs)
            .Raw(",\"s\":\""u8).Raw(of.Instrument.VenueSymbol).Raw("\",\"t\":"u8).Integer(trade.Id);
        Price(text.Raw(",\"p\":"u8), of, trade.Price);
        Quantity(text.Raw(",\"q\":"u8), of, trade.Quantity).Raw(",\"X\":\"MARKET\""u8)
            .Raw(trade.Taker == Side.Ask ? ",\"m\":true}"u8 : ",\"m\":false}"u8);
    }

    public override void AggregateTrade(JsonText text, SimulatedInstrument of, in TradePrint trade, long nowMs)
    {
        text.Raw("{\"e\":\"aggTrade\",\"E\":"u8).Integer(nowMs).Raw(",\"s\":\""u8).Raw(of.Instrument.VenueSymbol)
            .Raw("\",\"a\":"u8).Integer(trade.Id);
        Price(text.Raw(",\"p\":"u8), of, trade.Price);
        Quantity(text.Raw(",\"q\":"u8), of, trade.Quantity);
        text.Raw(",\"f\":"u8).Integer(trade.Id).Raw(",\"l\":"u8).Integer(trade.Id).Raw(",\"T\":"u8).Integer(nowMs)
            .Raw(trade.Taker == Side.Ask ? ",\"m\":true}"u8 : ",\"m\":false}"u8);
    }

    public override int DepthWeight(int limit) => limit switch { <= 50 => 2, <= 100 => 5, <= 500 => 10, _ => 20 };

    public override int WeightOf(string endpoint, int symbols) => endpoint switch
    {
        "ticker/24hr" => symbols == 1 ? 1 : 40,
        "ticker/bookTicker" => symbols == 1 ? 2 : 5,
        _ => 1,
    };

    public override string? CheckLimit(ref int limit) => Limits.Contains(limit)
        ? null
        : $$"""{"code":-4021,"msg":"{{limit}} is not valid depth limit."}""";

    public override void RestDepth(JsonText text, SimulatedInstrument of, int limit, long nowMs)
    {
        text.Raw("{\"lastUpdateId\":"u8).Integer(of.Book.Sequence).Raw(",\"E\":"u8).Integer(nowMs)
            .Raw(",\"T\":"u8).Integer(nowMs)
            .Raw(",\"bids\":"u8).Levels(Top(of.Book.Bids, limit), ShapeOf(of))
            .Raw(",\"asks\":"u8).Levels(Top(of.Book.Asks, limit), ShapeOf(of)).Raw("}"u8);
    }

    public override void RestDay(JsonText text, SimulatedInstrument of, long nowMs)
    {
        var day = of.Day;
        text.Raw("{\"symbol\":\""u8).Raw(of.Instrument.VenueSymbol);
        Price(text.Raw("\",\"priceChange\":"u8), of, day.Last - day.Open);
        ChangePercent(text.Raw(",\"priceChangePercent\":"u8), of);
        Weighted(text.Raw(",\"weightedAvgPrice\":"u8), of);
        Price(text.Raw(",\"lastPrice\":"u8), of, day.Last);
        Quantity(text.Raw(",\"lastQty\":"u8), of, day.LastQuantity);
        Price(text.Raw(",\"openPrice\":"u8), of, day.Open);
        Price(text.Raw(",\"highPrice\":"u8), of, day.High);
        Price(text.Raw(",\"lowPrice\":"u8), of, day.Low);
        Quantity(text.Raw(",\"volume\":"u8), of, day.Volume);
        Turnover(text.Raw(",\"quoteVolume\":"u8), of, TurnoverDecimals);
        text.Raw(",\"openTime\":"u8).Integer(nowMs - DayStatistics.DayMs).Raw(",\"closeTime\":"u8).Integer(nowMs)
            .Raw(",\"firstId\":"u8).Integer(day.FirstId).Raw(",\"lastId\":"u8).Integer(day.LastId)
            .Raw(",\"count\":"u8).Integer(day.Count).Raw("}"u8);
    }

    public override void RestBookTicker(JsonText text, SimulatedInstrument of, long nowMs)
    {
        var best = of.Best();
        text.Raw("{\"symbol\":\""u8).Raw(of.Instrument.VenueSymbol);
        Price(text.Raw("\",\"bidPrice\":"u8), of, best.Bid.Price);
        Quantity(text.Raw(",\"bidQty\":"u8), of, best.Bid.Quantity);
        Price(text.Raw(",\"askPrice\":"u8), of, best.Ask.Price);
        Quantity(text.Raw(",\"askQty\":"u8), of, best.Ask.Quantity)
            .Raw(",\"time\":"u8).Integer(nowMs).Raw("}"u8);
    }

    public override void ExchangeInfo(JsonText text, IReadOnlyList<SimulatedInstrument> of, long nowMs) =>
        FuturesListingText.Write(text, of, nowMs, WeightPerMinute);

    static void DepthUpdate(
        JsonText text, SimulatedInstrument of, in DepthDelta delta, ReadOnlySpan<ScaledLevel> bids, long nowMs)
    {
        text.Raw("{\"e\":\"depthUpdate\",\"E\":"u8).Integer(nowMs).Raw(",\"T\":"u8).Integer(nowMs)
            .Raw(",\"s\":\""u8).Raw(of.Instrument.VenueSymbol)
            .Raw("\",\"U\":"u8).Integer(delta.First).Raw(",\"u\":"u8).Integer(delta.Last)
            .Raw(",\"pu\":"u8).Integer(delta.Previous)
            .Raw(",\"b\":"u8).Levels(bids, ShapeOf(of))
            .Raw(",\"a\":"u8).Levels(delta.Asks, ShapeOf(of)).Raw("}"u8);
    }
}
