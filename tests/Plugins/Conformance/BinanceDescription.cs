using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Plugins.Binance;
using StrategyHost.Testing;
using StrategyHost.Tests.Plugins.Binance;

namespace StrategyHost.Tests.Plugins.Conformance;

/// <summary>Binance's two APIs, as the conformance suite has to know them.</summary>
static class BinanceDescription
{
    public static AdapterDescription Spot() => Make(new BinanceSpotAdapter()) with
    {
        Frames =
        [
            new(Samples.SpotDelta, SampleEvent.Book), new(Samples.SpotPartial, SampleEvent.Book),
            new(Samples.SpotQuote, SampleEvent.Quote), new(Samples.SpotTicker, SampleEvent.Ticker),
            new(Samples.SpotTrade, SampleEvent.Trades), Shutdown,
        ],
        Book =
        [
            new(Numbered(101, 105), BookMove.Continues), new(Numbered(106, 106), BookMove.Continues),
            new(Numbered(108, 110), BookMove.Gap), new(Numbered(111, 120), BookMove.Continues),
        ],
        Number = new(Samples.SpotDelta, "61930.17000000"),
    };

    public static AdapterDescription Futures() => Make(new BinanceFuturesAdapter()) with
    {
        Frames =
        [
            new(Samples.FuturesDelta, SampleEvent.Book), new(Samples.FuturesPartial, SampleEvent.Book),
            new(Samples.FuturesQuote, SampleEvent.Quote), new(Samples.FuturesTicker, SampleEvent.Ticker),
            new(Samples.FuturesTrade, SampleEvent.Trades), Shutdown,
        ],
        Book =
        [
            new(Numbered(463, 484, 452), BookMove.Continues), new(Numbered(490, 499, 484), BookMove.Continues),
            new(Numbered(520, 530, 510), BookMove.Gap), new(Numbered(531, 540, 530), BookMove.Continues),
        ],
        Number = new(Samples.FuturesDelta, "61200.17"),
    };

    static FrameSample Shutdown =>
        new("""{"e":"serverShutdown","E":1790000000000}""", SampleEvent.None, FrameKind.Notice);

    static AdapterDescription Make(IExchangeAdapter adapter) => new()
    {
        Adapter = adapter,
        Symbol = "BTCUSDT",
        SymbolAt = i => $"X{i}USDT",
        Channels = [Channel.Book, Channel.Quote, Channel.Ticker, Channel.Trade],
        Frames = [],
        Strangers =
        [
            """{"stream":"btcusdt@kline_1m","data":{"e":"kline","E":1790000000208,"s":"BTCUSDT","k":{"t":1}}}""",
            """{"stream":"btcusdt@markPrice","data":{"e":"markPriceUpdate","s":"BTCUSDT","p":"1"}}""",
        ],
        Book = [],
        Number = new("", ""),
        SubscriptionsPerRequest = 100,
        BytesPerRequest = 4_096,
        CountIn = CountIn,
        Accept = requests => [$$"""{"result":null,"id":{{IdOf(requests[^1])}}}"""],
        Errors =
        [
            new("""{"code":2,"msg":"Invalid request: too many parameters","id":1}""", "2 Invalid request"),
            new("""{"error":{"code":-1121,"msg":"Invalid symbol."},"id":1}""", "-1121 Invalid symbol."),
            new("""{"code":3,"msg":"Invalid JSON"}""", "3 Invalid JSON", Refuses: false),
        ],
        Instruments =
            """{"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":["""
            + """{"filterType":"PRICE_FILTER","tickSize":"0.01000000"},"""
            + """{"filterType":"LOT_SIZE","stepSize":"0.00001000"}]}]}""",
        TickSize = 0.01m,
        LotSize = 0.00001m,
        RestErrors =
        [
            new(429, """{"code":-1003,"msg":"Too much request weight used"}""", RestOutcome.Throttled),
            new(418, """{"code":-1003,"msg":"Way too much request weight used; IP banned"}""", RestOutcome.Throttled),
            new(400, """{"code":-1121,"msg":"Invalid symbol."}""", RestOutcome.Refused),
            new(400, """{"code":-1100,"msg":"Illegal characters found in parameter"}""", RestOutcome.Refused),
            new(503, """{"code":-1008,"msg":"Server is currently overloaded"}""", RestOutcome.Failed),
            new(502, "<html>", RestOutcome.Failed),
            new(403, "<html>", RestOutcome.Failed),
        ],
    };

    static string Numbered(long first, long last, long? previous = null)
    {
        var link = previous is null ? "" : $"\"pu\":{previous},";
        return $$"""{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1790000000208,"s":"BTCUSDT","U":"""
            + $$"""{{first}},"u":{{last}},{{link}}"b":[["61930.17","1.5"]],"a":[]""" + "}}";
    }

    static int CountIn(string frame)
    {
        using var request = JsonDocument.Parse(frame);
        return request.RootElement.GetProperty("method").GetString() == "SUBSCRIBE"
            ? request.RootElement.GetProperty("params").GetArrayLength()
            : 0;
    }

    static long IdOf(string frame)
    {
        using var request = JsonDocument.Parse(frame);
        return request.RootElement.GetProperty("id").GetInt64();
    }
}
