using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Binance;

namespace StrategyHost.Tests.Plugins.Binance;

/// <summary>One session of a Binance adapter on a route of its own, and what came of the frames fed to it.</summary>
sealed class Wire
{
    public const string SpotCombined = "wss://stream.binance.com:9443/stream";
    public const string FuturesCombined = "wss://fstream.binance.com/public/stream";

    public static readonly Stamp Received = new(1_723_161_253_937_085_768, 42);

    public Wire(IExchangeAdapter adapter, string address, SymbolTable symbols, params Subscription[] subscriptions)
    {
        Symbols = symbols;
        Session = adapter.OpenSession(new Route("test", [new Uri(address)], subscriptions), symbols);
    }

    public SymbolTable Symbols { get; }

    public IWireSession Session { get; }

    public RecordingSink Sink { get; } = new();

    public FrameOutput Output { get; } = new();

    public static IExchangeAdapter Adapter(string venue) =>
        venue == "binance" ? new BinanceSpotAdapter() : new BinanceFuturesAdapter();

    public static Wire Spot(string address = SpotCombined) => Inferring(new BinanceSpotAdapter(), address);

    public static Wire Futures(string address = FuturesCombined) => Inferring(new BinanceFuturesAdapter(), address);

    public static Wire Inferring(IExchangeAdapter adapter, string address) =>
        new(adapter, address, new SymbolTable([], adapter.Infer));

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
    public const string SpotDelta =
        """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1790000000208,"s":"BTCUSDT","U":"""
        + """101,"u":105,"b":[["61937.63000000","0.00000000"],["61930.17000000","1.50000000"]],"a":["""
        + """["61947.64000000","1.54698000"]]}}""";

    public const string SpotPartial =
        """{"stream":"ethusdt@depth20@100ms","data":{"lastUpdateId":170,"bids":["""
        + """["2105.00000000","6.48300000"],["2104.95000000","0.03000000"]],"asks":["""
        + """["2105.01000000","15.46080000"]]}}""";

    public const string SpotQuote =
        """{"stream":"btcusdt@bookTicker","data":{"u":105,"s":"BTCUSDT","b":"61930.17000000","B":"1."""
        + """50000000","a":"61947.64000000","A":"1.54698000"}}""";

    public const string SpotTicker =
        """{"stream":"ethusdt@ticker","data":{"e":"24hrTicker","E":"""
        + """1790000001349,"s":"ETHUSDT","p":"51.53000000","P":"1.600","w":"2080.11","x":"2050.01","c":"2101."""
        + """54000000","Q":"0.11000000","b":"2101.53000000","B":"3.21750000","a":"2101.54000000","A":"11."""
        + """40260000","o":"2050.01000000","h":"2120.38000000","l":"2031.14000000","v":"301204."""
        + """25110000","q":"650210444.31358100","O":1789913601344,"C":1790000001344,"F":500000001,"L":"""
        + """500552479,"n":552479}}""";

    public const string SpotTrade =
        """{"stream":"bnbbtc@trade","data":{"e":"trade","E":1790000002038,"s":"BNBBTC","t":"""
        + """70000001,"p":"0.00314250","q":"6.48000000","b":800000002,"a":800000001,"T":1790000002034,"m":"""
        + """true,"M":true}}""";

    public const string FuturesDelta =
        """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1790000003693,"T":"""
        + """1790000003687,"s":"BTCUSDT","U":463,"u":484,"pu":452,"b":[["61200.17","1.600"]],"a":["""
        + """["61210.20","0.211"],["61211.31","0.000"]]}}""";

    public const string FuturesPartial =
        """{"stream":"ethusdt@depth5@100ms","data":{"e":"depthUpdate","E":1790000004861,"T":"""
        + """1790000004854,"s":"ETHUSDT","U":871,"u":921,"pu":829,"b":[["2101.71","0.454"]],"a":["""
        + """["2101.72","31.215"]]}}""";

    public const string FuturesQuote =
        """{"stream":"ethusdt@bookTicker","data":{"e":"bookTicker","u":"""
        + """520,"s":"ETHUSDT","b":"2100.54","B":"12.161","a":"2100.55","A":"5.281","T":1790000005284,"E":"""
        + """1790000005289}}""";

    public const string FuturesTicker =
        """{"stream":"btcusdt@ticker","data":{"e":"24hrTicker","E":"""
        + """1790000006467,"s":"BTCUSDT","p":"-88.17","P":"-0.855","w":"61223.98","c":"61223.74","Q":"2."""
        + """097","o":"61311.91","h":"61329.38","l":"60080.70","v":"30248.900","q":"307024349.13","O":"""
        + """1789913606462,"C":1790000006463,"F":900001,"L":932432,"n":32423}}""";

    public const string FuturesTrade =
        """{"stream":"btcusdt@trade","data":{"e":"trade","E":1790000007322,"T":"""
        + """1790000007321,"s":"BTCUSDT","t":5300000001,"p":"61900.30","q":"0.006","X":"MARKET","m":false}}""";

    /// <summary>Every sample with its venue.</summary>
    public static readonly (string Venue, string Frame)[] All =
    [
        ("binance", SpotDelta), ("binance", SpotPartial), ("binance", SpotQuote), ("binance", SpotTicker),
        ("binance", SpotTrade), ("binance-futures", FuturesDelta), ("binance-futures", FuturesPartial),
        ("binance-futures", FuturesQuote), ("binance-futures", FuturesTicker), ("binance-futures", FuturesTrade),
    ];

    public static TheoryData<string, string> Theory
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (venue, frame) in All) data.Add(venue, frame.Trim());
            return data;
        }
    }
}
