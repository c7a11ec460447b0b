using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Bybit;
using StrategyHost.Tests.Plugins.Binance;

namespace StrategyHost.Tests.Plugins.Bybit;

/// <summary>One session of a Bybit adapter, and what came of the frames fed to it.</summary>
sealed class Wire
{
    public static readonly Stamp Received = new(1_790_000_000_300_000_000, 42);

    public Wire(string venue, params Subscription[] subscriptions)
    {
        var adapter = Adapter(venue);
        Symbols = new SymbolTable([], adapter.Infer);
        Session = adapter.OpenSession(
            new Route("test", [adapter.Profile.StreamEndpoints[0]], subscriptions), Symbols);
    }

    public SymbolTable Symbols { get; }

    public IWireSession Session { get; }

    public RecordingSink Sink { get; } = new();

    public FrameOutput Output { get; } = new();

    public static IExchangeAdapter Adapter(string venue) =>
        venue == "bybit" ? new BybitSpotAdapter() : new BybitLinearAdapter();

    public FrameKind Decode(string frame) => Decode(Encoding.UTF8.GetBytes(frame));

    public FrameKind Decode(byte[] frame) => Session.Decode(frame, Received, Sink, Output);

    public List<string> Sent()
    {
        var sent = new List<string>();
        while (Output.TryTake(out var frame)) sent.Add(Encoding.UTF8.GetString(frame));
        return sent;
    }
}

/// <summary>Small frames of each kind, in the shapes that the protocol describes, with numbers of our own.</summary>
static class Samples
{
    public const string Snapshot =
        """{"topic":"orderbook.200.BTCUSDT","ts":1790000000208,"type":"snapshot","data":{"s":"BTCUSDT","b":[["6"""
        + """1930.1","1.5"],["61930","0.25"]],"a":[["61930.2","0.7"]],"u":105,"seq":900},"cts":1790000000205}""";

    public const string Delta =
        """{"topic":"orderbook.50.BTCPERP","type":"delta","ts":1790000000308,"data":{"s":"BTCPERP","b":[["61930"""
        + """.10","0"],["61929.90","2.5"]],"a":[],"u":106,"seq":907},"cts":1790000000305}""";

    public const string Best =
        """{"topic":"orderbook.1.BTCUSDT","ts":1790000000218,"type":"snapshot","data":{"s":"BTCUSDT","b":[["619"""
        + """30.1","1.5"]],"a":[["61930.2","0.7"]],"u":72,"seq":901},"cts":1790000000217}""";

    public const string SpotTicker =
        """{"topic":"tickers.BTCUSDT","ts":1790000000776,"type":"snapshot","cs":112571857121,"data":{"symbo"""
        + """l":"BTCUSDT","lastPrice":"61930.2","highPrice24h":"62500","lowPrice24h":"60232.1","prevPrice24h":"61"""
        + """326.9","volume24h":"7217.990977","turnover24h":"460629823.77866687","price24hPcnt":"0.0098","usdInde"""
        + """xPrice":"61989.741059"}}""";

    public const string LinearTicker =
        """{"topic":"tickers.BTCUSDT","type":"snapshot","data":{"symbol":"BTCUSDT","price24hPcnt":"-0.00506","l"""
        + """astPrice":"61958.60","prevPrice24h":"62283.90","highPrice24h":"62477.00","lowPrice24h":"61183.10","o"""
        + """penInterest":"57798.137","turnover24h":"3947254153.7179","volume24h":"61874.6390","bid1Price":"61958"""
        + """.60","bid1Size":"6.907","ask1Price":"61958.70","ask1Size":"2.750","preQty":""},"cs":760580211302,"t"""
        + """s":1790000000684}""";

    public const string SpotTrades =
        """{"topic":"publicTrade.BTCUSDT","ts":1790000000926,"type":"snapshot","data":[{"i":"229000000005070378"""
        + """9","T":1790000000924,"p":"61930.38","v":"0.041732","S":"Sell","s":"BTCUSDT","BT":false}]}""";

    public const string LinearTrade =
        """{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1790000000985,"data":[{"T":1790000000983"""
        + ""","s":"BTCUSDT","S":"Buy","v":"0.4","p":"94.53","L":"ZeroMinusTick","i":"4c7b6bdc-b4a3-5716-9c7b-bbe0"""
        + """1dc7072f","BT":false,"seq":12}]}""";

    /// <summary>Every sample with its venue; each becomes one event.</summary>
    public static TheoryData<string, string> Theory => new()
    {
        { "bybit", Snapshot }, { "bybit-linear", Delta }, { "bybit", Best }, { "bybit", SpotTicker },
        { "bybit-linear", LinearTicker }, { "bybit", SpotTrades }, { "bybit-linear", LinearTrade },
    };
}
