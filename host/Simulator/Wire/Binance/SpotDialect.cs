using System.Text.Json;
using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>Binance spot's messages as recordings show them: eight decimals, and not always an event type.</summary>
sealed class SpotDialect : BinanceDialect
{
    const int LongestId = 36;

    public override string Venue => Listings.Binance;

    public override TimeSpan PingInterval => TimeSpan.FromSeconds(20);

    public override int MessagesPerSecond => 5;

    public override int WeightPerMinute => 6000;

    public override string RestBase => "/api/v3/";

    public override int DefaultLimit => 100;

    public override bool TryRoute(string path, out Routes routes, out string rest)
    {
        (routes, rest) = (Routes.All, path);
        return true;
    }

    public override bool AcceptsId(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.Number => id.TryGetInt64(out _),
        JsonValueKind.String => id.GetString() is { Length: <= LongestId } text && text.All(char.IsAsciiLetterOrDigit),
        _ => false,
    };

    public override IEnumerable<BinanceStream> StreamsOf(SimulatedInstrument of)
    {
        var symbol = of.Instrument.VenueSymbol.ToLowerInvariant();
        yield return new($"{symbol}@trade", of, StreamKind.Trade, 0);
        yield return new($"{symbol}@aggTrade", of, StreamKind.AggregateTrade, 0);
        yield return new($"{symbol}@bookTicker", of, StreamKind.BookTicker, 0);
        yield return new($"{symbol}@depth@100ms", of, StreamKind.Depth, 100);
        yield return new($"{symbol}@depth", of, StreamKind.Depth, 1000);
        foreach (var levels in (int[])[5, 10, 20])
        {
            yield return new($"{symbol}@depth{levels}@100ms", of, StreamKind.PartialDepth, 100) { LevelCount = levels };
            yield return new($"{symbol}@depth{levels}", of, StreamKind.PartialDepth, 1000) { LevelCount = levels };
        }

        yield return new($"{symbol}@miniTicker", of, StreamKind.MiniTicker, 1000);
        yield return new($"{symbol}@ticker", of, StreamKind.Ticker, 1000);
    }

    public override void Depth(JsonText text, SimulatedInstrument of, in DepthDelta delta, long nowMs)
    {
        Event(text, of, "depthUpdate", nowMs).Raw(",\"U\":"u8).Integer(delta.First)
            .Raw(",\"u\":"u8).Integer(delta.Last)
            .Raw(",\"b\":"u8).Levels(delta.Bids, ShapeOf(of))
            .Raw(",\"a\":"u8).Levels(delta.Asks, ShapeOf(of)).Raw("}"u8);
    }

    public override void PartialDepth(JsonText text, SimulatedInstrument of, in DepthDelta delta, long nowMs) =>
        Snapshot(text, of, delta.Last, delta.Bids, delta.Asks);

    public override void BookTicker(JsonText text, SimulatedInstrument of, in BestPrices best, long nowMs)
    {
        text.Raw("{\"u\":"u8).Integer(best.Sequence).Raw(",\"s\":\""u8).Raw(of.Instrument.VenueSymbol);
        Price(text.Raw("\",\"b\":"u8), of, best.Bid.Price);
        Quantity(text.Raw(",\"B\":"u8), of, best.Bid.Quantity);
        Price(text.Raw(",\"a\":"u8), of, best.Ask.Price);
        Quantity(text.Raw(",\"A\":"u8), of, best.Ask.Quantity).Raw("}"u8);
    }

    public override void Ticker(JsonText text, SimulatedInstrument of, long nowMs)
    {
        var (day, best) = (of.Day, of.Best());
        Event(text, of, "24hrTicker", nowMs);
        Price(text.Raw(",\"p\":"u8), of, day.Last - day.Open);
        ChangePercent(text.Raw(",\"P\":"u8), of);
        Weighted(text.Raw(",\"w\":"u8), of);
        Price(text.Raw(",\"x\":"u8), of, day.Open);
        Price(text.Raw(",\"c\":"u8), of, day.Last);
        Quantity(text.Raw(",\"Q\":"u8), of, day.LastQuantity);
        Price(text.Raw(",\"b\":"u8), of, best.Bid.Price);
        Quantity(text.Raw(",\"B\":"u8), of, best.Bid.Quantity);
        Price(text.Raw(",\"a\":"u8), of, best.Ask.Price);
        Quantity(text.Raw(",\"A\":"u8), of, best.Ask.Quantity);
        Price(text.Raw(",\"o\":"u8), of, day.Open);
        Price(text.Raw(",\"h\":"u8), of, day.High);
        Price(text.Raw(",\"l\":"u8), of, day.Low);
        Quantity(text.Raw(",\"v\":"u8), of, day.Volume);
        Turnover(text.Raw(",\"q\":"u8), of, Listings.SpotDecimals);
        text.Raw(",\"O\":"u8).Integer(nowMs - DayStatistics.DayMs).Raw(",\"C\":"u8).Integer(nowMs)
            .Raw(",\"F\":"u8).Integer(day.FirstId).Raw(",\"L\":"u8).Integer(day.LastId)
            .Raw(",\"n\":"u8).Integer(day.Count).Raw("}"u8);
    }

    public override void MiniTicker(JsonText text, SimulatedInstrument of, long nowMs)
    {
        Event(text, of, "24hrMiniTicker", nowMs);
        Price(text.Raw(",\"c\":"u8), of, of.Day.Last);
        Price(text.Raw(",\"o\":"u8), of, of.Day.Open);
        Price(text.Raw(",\"h\":"u8), of, of.Day.High);
        Price(text.Raw(",\"l\":"u8), of, of.Day.Low);
        Quantity(text.Raw(",\"v\":"u8), of, of.Day.Volume);
        Turnover(text.Raw(",\"q\":"u8), of, Listings.SpotDecimals).Raw("}"u8);
    }

    public override void Trade(JsonText text, SimulatedInstrument of, in TradePrint trade, long nowMs)
    {
        Event(text, of, "trade", nowMs).Raw(",\"t\":"u8).Integer(trade.Id);
        TradeTail(text, of, trade, nowMs);
    }

    public override void AggregateTrade(JsonText text, SimulatedInstrument of, in TradePrint trade, long nowMs)
    {
        Event(text, of, "aggTrade", nowMs).Raw(",\"a\":"u8).Integer(trade.Id);
        Price(text.Raw(",\"p\":"u8), of, trade.Price);
        Quantity(text.Raw(",\"q\":"u8), of, trade.Quantity);
        text.Raw(",\"f\":"u8).Integer(trade.Id).Raw(",\"l\":"u8).Integer(trade.Id).Raw(",\"T\":"u8).Integer(nowMs)
            .Raw(trade.Taker == Side.Ask ? ",\"m\":true,\"M\":true}"u8 : ",\"m\":false,\"M\":true}"u8);
    }

    public override int DepthWeight(int limit) => limit switch { <= 100 => 5, <= 500 => 25, <= 1000 => 50, _ => 250 };

    public override int WeightOf(string endpoint, int symbols) => endpoint switch
    {
        "exchangeInfo" => 20,
        "ticker/24hr" => symbols switch { 0 => 80, <= 20 => 2, <= 100 => 40, _ => 80 },
        "ticker/bookTicker" => symbols == 1 ? 2 : 4,
        _ => 1,
    };

    public override string? CheckLimit(ref int limit)
    {
        const int most = 5000;
        limit = Math.Min(limit, most);
        return limit > 0 ? null : """{"code":-1130,"msg":"Data sent for parameter 'limit' is not valid."}""";
    }

    public override void RestDepth(JsonText text, SimulatedInstrument of, int limit, long nowMs) =>
        Snapshot(text, of, of.Book.Sequence, Top(of.Book.Bids, limit), Top(of.Book.Asks, limit));

    public override void RestDay(JsonText text, SimulatedInstrument of, long nowMs)
    {
        var (day, best) = (of.Day, of.Best());
        text.Raw("{\"symbol\":\""u8).Raw(of.Instrument.VenueSymbol);
        Price(text.Raw("\",\"priceChange\":"u8), of, day.Last - day.Open);
        ChangePercent(text.Raw(",\"priceChangePercent\":"u8), of);
        Weighted(text.Raw(",\"weightedAvgPrice\":"u8), of);
        Price(text.Raw(",\"prevClosePrice\":"u8), of, day.PreviousLast);
        Price(text.Raw(",\"lastPrice\":"u8), of, day.Last);
        Quantity(text.Raw(",\"lastQty\":"u8), of, day.LastQuantity).Raw(","u8);
        Best(text, of, best).Raw(",\"openPrice\":"u8);
        Price(text, of, day.Open);
        Price(text.Raw(",\"highPrice\":"u8), of, day.High);
        Price(text.Raw(",\"lowPrice\":"u8), of, day.Low);
        Quantity(text.Raw(",\"volume\":"u8), of, day.Volume);
        Turnover(text.Raw(",\"quoteVolume\":"u8), of, Listings.SpotDecimals);
        text.Raw(",\"openTime\":"u8).Integer(nowMs - DayStatistics.DayMs).Raw(",\"closeTime\":"u8).Integer(nowMs)
            .Raw(",\"firstId\":"u8).Integer(day.FirstId).Raw(",\"lastId\":"u8).Integer(day.LastId)
            .Raw(",\"count\":"u8).Integer(day.Count).Raw("}"u8);
    }

    public override void RestBookTicker(JsonText text, SimulatedInstrument of, long nowMs)
    {
        text.Raw("{\"symbol\":\""u8).Raw(of.Instrument.VenueSymbol).Raw("\","u8);
        Best(text, of, of.Best()).Raw("}"u8);
    }

    public override void ExchangeInfo(JsonText text, IReadOnlyList<SimulatedInstrument> of, long nowMs) =>
        SpotListingText.Write(text, of, nowMs, WeightPerMinute);

    static JsonText Best(JsonText text, SimulatedInstrument of, in BestPrices best)
    {
        Price(text.Raw("\"bidPrice\":"u8), of, best.Bid.Price);
        Quantity(text.Raw(",\"bidQty\":"u8), of, best.Bid.Quantity);
        Price(text.Raw(",\"askPrice\":"u8), of, best.Ask.Price);
        return Quantity(text.Raw(",\"askQty\":"u8), of, best.Ask.Quantity);
    }

    static void TradeTail(JsonText text, SimulatedInstrument of, in TradePrint trade, long nowMs)
    {
        Price(text.Raw(",\"p\":"u8), of, trade.Price);
        Quantity(text.Raw(",\"q\":"u8), of, trade.Quantity);
        text.Raw(",\"T\":"u8).Integer(nowMs)
            .Raw(trade.Taker == Side.Ask ? ",\"m\":true,\"M\":true}"u8 : ",\"m\":false,\"M\":true}"u8);
    }

    static void Snapshot(
        JsonText text,
        SimulatedInstrument of,
        long last,
        ReadOnlySpan<ScaledLevel> bids,
        ReadOnlySpan<ScaledLevel> asks)
    {
        text.Raw("{\"lastUpdateId\":"u8).Integer(last)
            .Raw(",\"bids\":"u8).Levels(bids, ShapeOf(of))
            .Raw(",\"asks\":"u8).Levels(asks, ShapeOf(of)).Raw("}"u8);
    }

    static JsonText Event(JsonText text, SimulatedInstrument of, string name, long nowMs) =>
        text.Raw("{\"e\":\""u8).Raw(name).Raw("\",\"E\":"u8).Integer(nowMs)
            .Raw(",\"s\":\""u8).Raw(of.Instrument.VenueSymbol).Raw("\""u8);
}
