using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StrategyHost.Engine.Dispatch;
using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Metrics;
using StrategyHost.Engine.Recording;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Binance;
using StrategyHost.Strategy;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Feeds;

/// <summary>From frame to handler with the real decoder: the steady state allocates nothing.</summary>
public sealed class SessionAllocationTests
{
    const string Head = "'E':1790000000208,'s':'BTCUSDT'";

    [Fact]
    public void A_frame_on_its_way_to_a_handler_allocates_nothing()
    {
        var clock = new ReplayClock(1_800_000_000_000_000_000);
        var adapter = new BinanceSpotAdapter();
        var instrument = adapter.Infer("BTCUSDT")! with { TickSize = 0.01m, LotSize = 0.00001m };
        var feed = new InstrumentFeed(instrument, null, clock, measuresProcessing: true);
        var subscriptions = Enum.GetValues<Channel>().Select(x => new Subscription(instrument, x)).ToArray();
        var session = new FeedSession(adapter, adapter.Plan(subscriptions)[0], new FeedSessionContext
        {
            Time = clock,
            Clock = new ServerClock(clock),
            Budget = new RequestBudget(adapter.Profile.Budget, clock.TimestampFrequency),
            Symbols = new SymbolTable([instrument]),
            FeedOf = _ => feed,
            Random = new Random(1),
            Log = NullLogger.Instance,
        });
        session.Opened(clock.Now);
        var query = new RestQuery(RestQueryKind.Book, instrument, 1_000);
        var body = """{"lastUpdateId":0,"bids":[["100.00","1.0"]],"asks":[["101.00","1.0"]]}"""u8.ToArray();
        var frames = Enumerable.Range(1, 3_000).Select(FramesOf).ToArray();
        Feed(session, frames[0], clock.Now);
        session.Answered(new RestArrival(query, 200, body, clock.Now, null, null), clock.Now);
        var (books, trades) = (0, 0);
        var topic = feed.BookTopic(Depth.Full, 20);
        var mailbox = new Mailbox();
        mailbox.TryAddTopic(out var first);
        topic.Dispatcher.Add(mailbox, first);
        var reader = new LatestBookReader(feed, topic.Ring, new BookBuffer(20), _ => books++, mailbox);
        var tape = new TradeReader(feed, feed.Trades.AddQueue(), _ => trades++);

        for (var i = 1; i < 1_000; i++) Turn(i);
        var next = 1_000;
        var allocated = Allocations.Steady(() =>
        {
            for (var last = next + 200; next < last; next++) Turn(next);
        });

        Assert.Equal(0, allocated);
        Assert.Equal((next - 1, next - 1, (long)next), (books, trades, feed.Parts[0].Kept!.Sequence));

        void Turn(int i)
        {
            Feed(session, frames[i], clock.Now);
            reader.TryHandle(out _);
            tape.TryHandle(out _);
        }
    }

    static void Feed(FeedSession session, byte[][] frames, Stamp now)
    {
        foreach (var frame in frames) session.Received(frame, now);
    }

    /// <summary>A delta, the quote of its number, a trade and a ticker.</summary>
    static byte[][] FramesOf(int i)
    {
        string[] texts =
        [
            Wrap("depth@100ms", $"'e':'depthUpdate',{Head},'U':{i},'u':{i},{Levels(i)}"),
            Wrap("bookTicker", $"'u':{i},'s':'BTCUSDT','b':'100.00','B':'{i}.0','a':'101.00','A':'1.0'"),
            Wrap("trade", $"'e':'trade',{Head},'t':{i},'p':'100.00','q':'0.5','T':1790000002034,'m':true"),
            Wrap("ticker", $"'e':'24hrTicker',{Head},'c':'100.01','o':'99.00','v':'301204.25'"),
        ];
        return [.. texts.Select(Encoding.UTF8.GetBytes)];
    }

    static string Levels(int i) =>
        $"'b':[['100.00','{i}.0'],['99.{i % 90 + 10}','{i % 3}.0']],'a':[['102.00','{i}.5']]";

    static string Wrap(string stream, string data) =>
        $"{{'stream':'btcusdt@{stream}','data':{{{data}}}}}".Replace('\'', '"');
}
