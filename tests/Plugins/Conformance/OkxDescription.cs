using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Plugins.Okx;
using StrategyHost.Testing;
using StrategyHost.Tests.Plugins.Okx;

namespace StrategyHost.Tests.Plugins.Conformance;

/// <summary>OKX, as the conformance suite has to know it.</summary>
static class OkxDescription
{
    public static AdapterDescription Make() => new()
    {
        Adapter = new OkxAdapter(),
        Symbol = "BTC-USDT",
        SymbolAt = i => $"X{i}-USDT",
        Channels = [Channel.Book, Channel.Quote, Channel.Ticker, Channel.Trade],
        Frames =
        [
            new(Samples.Snapshot, SampleEvent.Book), new(Samples.Update, SampleEvent.Book),
            new(Samples.Partial, SampleEvent.Book), new(Samples.Quote, SampleEvent.Quote),
            new(Samples.Ticker, SampleEvent.Ticker), new(Samples.Trade, SampleEvent.Trades),
            new("pong", SampleEvent.None, FrameKind.Heartbeat, IsJson: false),
            new(
                """{"event":"notice","code":"64008","msg":"The connection will soon be closed for an upgrade."}""",
                SampleEvent.None,
                FrameKind.Notice),
        ],
        Strangers =
        [
            """{"arg":{"channel":"candle1m","instId":"BTC-USDT"},"data":[["1790000003693","1","2"]]}""",
            """{"event":"channel-conn-count","channel":"books","connCount":"1","connId":"a4d3ae55"}""",
        ],
        Book =
        [
            new(Book("snapshot", -1, 463), BookMove.Snapshot), new(Book("update", 463, 484), BookMove.Continues),
            new(Book("update", 484, 484), BookMove.Continues), new(Book("update", 490, 495), BookMove.Gap),
            new(Book("update", 495, 12), BookMove.Continues), new(Book("snapshot", -1, 7), BookMove.Restart),
        ],
        Number = new(Samples.Snapshot, "61200.17"),
        SubscriptionsPerRequest = 100,
        BytesPerRequest = 64 << 10,
        CountIn = frame => ArgsOf(frame, "subscribe").Count,
        Accept = requests =>
        [
            .. ArgsOf(requests[^1], "subscribe").Select(x => $$"""{"event":"subscribe","arg":{{x}},"connId":"a"}"""),
        ],
        Errors =
        [
            Error("60018", "Wrong URL or channel:books,instId:BTC-USDT doesn't exist.", told: 1),
            Error("60011", "Please log in"),
            Error("60012", "Invalid request"),
            Error("60013", "Invalid args"),
            Error("60014", "Requests too frequent", told: 0),
            Error("60015", "Connection closed as there was no data transmission in the last 30 seconds.", told: 0),
        ],
        Ping = "ping",
        Instruments =
            """{"code":"0","msg":"","data":[{"instType":"SPOT","instId":"BTC-USDT","baseCcy":"BTC","quoteCcy":"USDT","""
            + "\"" + """tickSz":"0.1","lotSz":"0.00000001","ctVal":"","state":"live"}]}""",
        TickSize = 0.1m,
        LotSize = 0.00000001m,
        RestErrors =
        [
            new(429, """{"code":"50011","msg":"Too Many Requests","data":[]}""", RestOutcome.Throttled),
            new(200, """{"code":"51001","msg":"Instrument ID does not exist","data":[]}""", RestOutcome.Refused),
            new(200, """{"code":"50001","msg":"Service temporarily unavailable","data":[]}""", RestOutcome.Failed),
            new(503, "<html>", RestOutcome.Failed),
            new(403, "<html>", RestOutcome.Failed),
        ],
    };

    static ErrorSample Error(string code, string words, int? told = null) => new(
        $$"""{"event":"error","code":"{{code}}","msg":"{{words}}","connId":"a"}""", $"{code} {words}", Told: told);

    static string Book(string action, long previous, long last) =>
        $$"""{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"{{action}}","data":[{"asks":[["61210.2","2"]],"""
        + "\"" + $$"""bids":[["61200.1","1","0"]],"ts":"1790000003693","checksum":0,"seqId":{{last}},"prevSeqId":"""
        + $$"""{{previous}}}]}""";

    static List<string> ArgsOf(string frame, string op)
    {
        using var request = JsonDocument.Parse(frame);
        return request.RootElement.GetProperty("op").GetString() == op
            ? [.. request.RootElement.GetProperty("args").EnumerateArray().Select(x => x.GetRawText())]
            : [];
    }
}
