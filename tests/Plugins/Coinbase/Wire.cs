using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Coinbase;
using StrategyHost.Tests.Plugins.Binance;

namespace StrategyHost.Tests.Plugins.Coinbase;

/// <summary>One session of the Coinbase adapter on a route of its own, and what came of the frames fed to it.</summary>
sealed class Wire
{
    public static readonly Stamp Received = new(1_618_677_817_129_254_800, 42);

    public static readonly CoinbaseAdapter Adapter = new();

    public Wire(params Subscription[] subscriptions)
    {
        Symbols = new SymbolTable([], Adapter.Infer);
        foreach (var subscription in subscriptions) Symbols.Set(subscription.Instrument);
        Session = Adapter.OpenSession(new Route("feed", [Adapter.Profile.StreamEndpoints[0]], subscriptions), Symbols);
    }

    public SymbolTable Symbols { get; }

    public IWireSession Session { get; }

    public RecordingSink Sink { get; } = new();

    public FrameOutput Output { get; } = new();

    public static Instrument Named(string symbol) => Adapter.Infer(symbol)!;

    public FrameKind Decode(string frame) =>
        Session.Decode(Encoding.UTF8.GetBytes(frame), Received, Sink, Output);

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
        """{"type":"snapshot","product_id":"BTC-USD","asks":[["61947.64","1.54698000"],["61948.00","0.20000000"]],"b"""
        + """ids":[["61930.17","1.50000000"]],"time":"2026-11-20T10:00:00.000000Z"}""";

    public const string Delta =
        """{"type":"l2update","product_id":"BTC-USD","changes":[["buy","61930.17","0.00000000"],"""
        + """["sell","61947.64","0.25000000"],["buy","61931.02","0.10000000"]],"time":"2026-11-20T10:00:00.050123Z"}""";

    public const string Ticker =
        """{"type":"ticker","sequence":50978628538,"product_id":"BTC-USD","price":"61947.64","open_24h":"61000.00","v"""
        + """olume_24h":"42492.05081975","low_24h":"60423.37","high_24h":"62259.37","volume_30d":"1093827.95","b"""
        + """est_bid":"61931.02","best_bid_size":"0.10000000","best_ask":"61947.64","best_ask_size":"0.25000000","s"""
        + """ide":"buy","time":"2026-11-20T10:00:00.122581Z","trade_id":463751434,"last_size":"0.05"}""";

    public const string OldTicker =
        """{"type":"ticker","sequence":333938798,"product_id":"BTC-USD","price":"61947.64","open_24h":"61000.00","v"""
        + """olume_24h":"94381.28","low_24h":"60423.37","high_24h":"62259.37","volume_30d":"2295579.57","b"""
        + """est_bid":"61931.02","best_ask":"61947.64","side":"buy","time":"2021-04-17T16:43:30.244075Z","t"""
        + """rade_id":881613,"last_size":"0.04"}""";

    public const string Match =
        """{"type":"match","trade_id":463751434,"maker_order_id":"4c2aa376-4bda-4947-84ee-4dc5a6337cba","t"""
        + """aker_order_id":"247a6eb2-b5c1-42db-b0ac-cb74b85bcac8","side":"sell","size":"0.05","price":"61947.64","p"""
        + """roduct_id":"BTC-USD","sequence":50978628537,"time":"2026-11-20T10:00:00.122581Z"}""";

    public const string LastMatch =
        """{"type":"last_match","trade_id":463751433,"maker_order_id":"3dbaddb1-3dcf-4511-b81c-89450a56deb4","t"""
        + """aker_order_id":"421f3aaa-dfdd-4192-805a-bb73462ea6db","side":"buy","size":"0.00031874","p"""
        + """rice":"61940.10","product_id":"BTC-USD","sequence":50978628530,"time":"2026-11-20T09:59:58.000001Z"}""";

    public const string Heartbeat =
        """{"type":"heartbeat","last_trade_id":463751434,"product_id":"BTC-USD","sequence":50978628540,"t"""
        + """ime":"2026-11-20T10:00:01.000123Z"}""";

    /// <summary>Frames that hold market data.</summary>
    public static readonly string[] Data = [Snapshot, Delta, Ticker, OldTicker, Match, LastMatch];
}
