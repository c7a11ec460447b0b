using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Metrics;
using StrategyHost.Engine.Recording;
using StrategyHost.Engine.Signals;
using StrategyHost.Engine.Strategies;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Binance;
using StrategyHost.Strategy;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Feeds;

/// <summary>
/// Each kind of message of both of Binance's APIs, alone, from the session that receives it to the strategy's handler:
/// the steady state allocates nothing. What lies in front of it, the transport, has a test of its own.
/// </summary>
public sealed class EveryKindAllocationTests
{
    const int WarmUp = 1_000;
    const int FramesPerRound = 200;

    readonly ReplayClock clock = new(1_800_000_000_000_000_000);
    int handled;

    public static TheoryData<bool, string> Kinds
    {
        get
        {
            var data = new TheoryData<bool, string>();
            foreach (var isFutures in new[] { false, true })
                foreach (var kind in new[] { "diff", "partial", "bookTicker", "ticker", "trade" })
                    data.Add(isFutures, kind);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_message_on_its_way_to_a_strategy_allocates_nothing(bool isFutures, string kind)
    {
        IExchangeAdapter adapter = isFutures ? new BinanceFuturesAdapter() : new BinanceSpotAdapter();
        var directory = new FeedDirectory(
            (_, _) => adapter.Infer("BTCUSDT")!, null, clock, measuresProcessing: false);
        var session = Session(adapter, directory);
        var name = adapter.Infer("BTCUSDT")!.Name;
        var script = new CompiledScript("all", "all.csx", x => Subscribe(x, name, kind), () => { });
        using var runner = new StrategyRunner(script, directory, new SignalLog(), clock, NullLogger.Instance);
        runner.Start();
        session.Opened(clock.Now);
        var frames = Enumerable.Range(1, 3_500).Select(x => Frame(isFutures, kind, x)).ToArray();
        var next = 0;
        Play(1);
        if (kind == "diff") Answer(session);
        Play(WarmUp - 1);

        var before = handled;
        var from = next;
        Assert.Equal(0, Allocations.Steady(() => Play(FramesPerRound)));
        Assert.Equal(next - from, handled - before); // every one of them reached the handler

        runner.Stop(directory.Feeds);
        runner.Finish(hasEnded: true);

        void Play(int count)
        {
            for (var last = next + count; next < last; next++)
            {
                session.Received(frames[next], clock.Now);
                runner.Drain();
            }
        }
    }

    Task Subscribe(IStrategyGlobals globals, string name, string kind)
    {
        if (kind == "diff") globals.OnBook(name, _ => handled++);
        if (kind == "partial") globals.OnBook(name, _ => handled++, Depth.Partial20);
        if (kind == "bookTicker") globals.OnQuote(name, _ => handled++);
        if (kind == "ticker") globals.OnTicker(name, _ => handled++);
        if (kind == "trade") globals.OnTrade(name, _ => handled++);
        return Task.CompletedTask;
    }

    FeedSession Session(IExchangeAdapter adapter, FeedDirectory directory) => new(
        adapter,
        new Route("only", [adapter.Profile.StreamEndpoints[0]], []),
        new FeedSessionContext
        {
            Time = clock,
            Clock = new ServerClock(clock),
            Budget = new RequestBudget(adapter.Profile.Budget, clock.TimestampFrequency),
            Symbols = new SymbolTable([], adapter.Infer),
            FeedOf = directory.FeedOf,
            Random = new Random(1),
            Log = NullLogger.Instance,
            AdoptsInstruments = true,
        });

    void Answer(FeedSession session)
    {
        var query = new RestQuery(RestQueryKind.Book, session.Parts.First().Feed.Instrument, 1_000);
        var body = """{"lastUpdateId":1,"bids":[["100.00","1.0"]],"asks":[["101.00","1.0"]]}"""u8.ToArray();
        session.Answered(new RestArrival(query, 200, body, clock.Now, null, null), clock.Now);
    }

    static byte[] Frame(bool isFutures, string kind, int i)
    {
        var matched = isFutures ? "'T':1790000000207," : "";
        var head = $"'E':1790000000208,{matched}'s':'BTCUSDT'";
        var previous = isFutures ? $",'pu':{i - 1}" : "";
        var levels = $"[['100.00','{i}.0'],['99.{(i % 90) + 10}','{i % 3}.0']]";
        var depth = $"'e':'depthUpdate',{head},'U':{i},'u':{i}{previous},'b':{levels},'a':[['102.00','{i}.5']]";
        var (stream, data) = kind switch
        {
            "diff" => ("depth@100ms", depth),
            "partial" when isFutures => ("depth20@100ms", depth),
            "partial" => ("depth20@100ms", $"'lastUpdateId':{i},'bids':{levels},'asks':[['102.00','{i}.5']]"),
            "bookTicker" => ("bookTicker", (isFutures ? $"'e':'bookTicker',{matched}'E':1790000000208," : "")
                + $"'u':{i},'s':'BTCUSDT','b':'100.00','B':'{i}.0','a':'101.00','A':'1.0'"),
            "ticker" => ("ticker", $"'e':'24hrTicker',{head},'c':'100.01','o':'99.00','v':'{i}.25'"),
            _ => ("trade", $"'e':'trade',{head},'t':{i},'p':'100.00','q':'0.5','m':true"
                + (isFutures ? ",'X':'MARKET'" : ",'T':1790000002034")),
        };
        return Encoding.UTF8.GetBytes($"{{'stream':'btcusdt@{stream}','data':{{{data}}}}}".Replace('\'', '"'));
    }
}
