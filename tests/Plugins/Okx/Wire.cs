using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Okx;
using StrategyHost.Tests.Plugins.Binance;

namespace StrategyHost.Tests.Plugins.Okx;

/// <summary>One session of the OKX adapter, and what came of the frames fed to it.</summary>
sealed class Wire
{
    public static readonly OkxAdapter Adapter = new();
    public static readonly Stamp Received = new(1_790_000_000_937_085_768, 42);

    public Wire(params Subscription[] subscriptions)
    {
        Symbols = new SymbolTable([], Adapter.Infer);
        var route = new Route("test", [new Uri("wss://ws.okx.com:8443/ws/v5/public")], subscriptions);
        Session = Adapter.OpenSession(route, Symbols);
    }

    public SymbolTable Symbols { get; }

    public IWireSession Session { get; }

    public RecordingSink Sink { get; } = new();

    public FrameOutput Output { get; } = new();

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
        """{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"snapshot","data":[{"asks":["""
        + """["61210.2","0.211","0","4"],["61211","2","0","1"]],"bids":[["61200.17","1.6","0","2"]],"ts":"""
        + "\"1790000003693\",\"checksum\":-914047754,\"seqId\":463,\"prevSeqId\":-1}]}";

    public const string Update =
        """{"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"update","data":[{"asks":["""
        + """["61210.2","0","0","0"]],"bids":[["61200.1","1871.75","0","12"],["61199","7","0","1"]],"ts":"""
        + "\"1790000003793\",\"checksum\":0,\"seqId\":484,\"prevSeqId\":463}]}";

    public const string Partial =
        """{"arg":{"channel":"books5","instId":"BTC-USDT"},"data":[{"asks":[["64073.1","1.07","0","8"]],"""
        + "\"" + """bids":[["64073","0.58","0","44"]],"instId":"BTC-USDT","ts":"1790000004703","seqId":9706756139}]}""";

    public const string Quote =
        """{"arg":{"channel":"bbo-tbt","instId":"BTC-USD-260327"},"data":[{"asks":[["38632.4","727","0","22"]],"""
        + "\"" + """bids":[["38632.3","990","0","22"]],"ts":"1790000005004","seqId":520}]}""";

    public const string Ticker =
        """{"arg":{"channel":"tickers","instId":"BTC-USDT"},"data":[{"instType":"SPOT","instId":"BTC-USDT","""
        + "\"" + """last":"63707.3","lastSz":"0.00164251","askPx":"63707.3","askSz":"0.15","bidPx":"63707.2","""
        + "\"" + """bidSz":"1.7","open24h":"63958.9","high24h":"64496.9","low24h":"63309.4","sodUtc0":"63484.7","""
        + "\"" + """sodUtc8":"63445.9","volCcy24h":"229576048.73","vol24h":"3601.15","ts":"1790000006873"}]}""";

    public const string Trade =
        """{"arg":{"channel":"trades","instId":"ETH-USDT-SWAP"},"data":[{"instId":"ETH-USDT-SWAP","tradeId":"""
        + "\"" + """338476307","px":"2123.6","sz":"0.2","side":"sell","ts":"1790000007818"}]}""";

    /// <summary>One of each kind; each gives one event.</summary>
    public static readonly string[] All = [Snapshot, Update, Partial, Quote, Ticker, Trade];

    public static TheoryData<string> Theory => [.. All];
}
