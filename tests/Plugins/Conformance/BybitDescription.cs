using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Plugins.Bybit;
using StrategyHost.Testing;
using StrategyHost.Tests.Plugins.Bybit;

namespace StrategyHost.Tests.Plugins.Conformance;

/// <summary>Bybit's two products, as the conformance suite has to know them.</summary>
static class BybitDescription
{
    const string Pong = """{"success":true,"ret_msg":"pong","conn_id":"c","req_id":"","op":"ping"}""";

    public static AdapterDescription Spot() => Make(new BybitSpotAdapter()) with
    {
        Frames =
        [
            new(Samples.Snapshot, SampleEvent.Book), new(Samples.Best, SampleEvent.Quote),
            new(Samples.SpotTicker, SampleEvent.Ticker), new(Samples.SpotTrades, SampleEvent.Trades),
            new(Pong, SampleEvent.None, FrameKind.Heartbeat),
        ],
        Instruments = Listed("\"lotSizeFilter\":{\"basePrecision\":\"0.000001\"}"),
        LotSize = 0.000001m,
    };

    public static AdapterDescription Linear() => Make(new BybitLinearAdapter()) with
    {
        Frames =
        [
            new(Samples.Snapshot, SampleEvent.Book), new(Samples.Best, SampleEvent.Quote),
            new(Samples.LinearTicker, SampleEvent.Ticker), new(Samples.LinearTrade, SampleEvent.Trades),
            new(
                """{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","bid1Price":"61958.50","bi"""
                + """d1Size":"6.9"},"cs":760580211303,"ts":1790000000784}""",
                SampleEvent.Ticker,
                After: Samples.LinearTicker),
            new(Pong, SampleEvent.None, FrameKind.Heartbeat),
        ],
        Instruments = Listed(
            "\"contractType\":\"LinearPerpetual\",\"settleCoin\":\"USDT\",\"deliveryTime\":\"0\","
            + "\"lotSizeFilter\":{\"qtyStep\":\"0.001\"}"),
        LotSize = 0.001m,
    };

    static AdapterDescription Make(IExchangeAdapter adapter) => new()
    {
        Adapter = adapter,
        Symbol = "BTCUSDT",
        SymbolAt = i => $"X{i}USDT",
        Channels = [Channel.Book, Channel.Quote, Channel.Ticker, Channel.Trade],
        Frames = [],
        Strangers =
        [
            """{"topic":"kline.1.BTCUSDT","ts":1790000000208,"type":"snapshot","data":[{"start":1}]}""",
            """{"topic":"allLiquidation.BTCUSDT","ts":1790000000208,"type":"snapshot","data":[]}""",
        ],
        Book =
        [
            new(Book("snapshot", 105), BookMove.Snapshot), new(Book("delta", 106), BookMove.Continues),
            new(Book("delta", 108), BookMove.Gap), new(Book("delta", 109), BookMove.Continues),
            new(Book("snapshot", 1), BookMove.Restart), new(Book("delta", 2), BookMove.Continues),
        ],
        Number = new(Samples.Snapshot, "61930.1"),
        SubscriptionsPerRequest = 10,
        BytesPerRequest = 4_096,
        CountIn = frame => CountIn(frame, "subscribe"),
        Accept = requests =>
        [
            $$"""{"success":true,"ret_msg":"","conn_id":"c","req_id":"{{requests.Count}}","op":"subscribe"}""",
        ],
        Errors =
        [
            Error("error:handler not found,topic:orderbook.7.BTCUSDT"),
            Error("Invalid symbol :[orderbook.1000.BTCUSDT]", told: 1),
            Error("args size >10"),
            Error("Batch subscription partially succeeded; failed symbols:[BTCUSDT]"),
        ],
        Ping = """{"op":"ping"}""",
        Instruments = "",
        TickSize = 0.01m,
        LotSize = 0,
        RestErrors =
        [
            new(200, """{"retCode":10006,"retMsg":"Too many visits!","result":{},"time":1}""", RestOutcome.Throttled),
            new(403, "<html>", RestOutcome.Throttled),
            new(429, "", RestOutcome.Throttled),
            new(200, """{"retCode":10001,"retMsg":"params error","result":{},"time":1}""", RestOutcome.Refused),
            new(200, """{"retCode":10016,"retMsg":"Server error","result":{},"time":1}""", RestOutcome.Failed),
            new(503, "<html>", RestOutcome.Failed),
        ],
    };

    static ErrorSample Error(string words, int? told = null) => new(
        $$"""{"success":false,"ret_msg":"{{words}}","conn_id":"c","req_id":"1","op":"subscribe"}""", words, Told: told);

    static string Book(string type, int number) =>
        $$"""{"topic":"orderbook.1000.BTCUSDT","type":"{{type}}","ts":1790000000308,"data":{"s":"BTCUSDT","b":["""
        + $$"""["61930.1","2.5"]],"a":[["61930.2","0.7"]],"u":{{number}},"seq":907},"cts":1790000000305}""";

    static string Listed(string more) =>
        """{"retCode":0,"retMsg":"OK","result":{"list":[{"symbol":"BTCUSDT","baseCoin":"BTC","quoteCoin":"USDT","st"""
        + $$"""atus":"Trading","priceFilter":{"tickSize":"0.01"},{{more}}}],"nextPageCursor":""},"time":1}""";

    static int CountIn(string frame, string op)
    {
        using var request = JsonDocument.Parse(frame);
        return request.RootElement.GetProperty("op").GetString() == op
            ? request.RootElement.GetProperty("args").GetArrayLength()
            : 0;
    }
}
