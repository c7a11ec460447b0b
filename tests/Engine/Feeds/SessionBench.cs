using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StrategyHost.Engine.Dispatch;
using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Metrics;
using StrategyHost.Engine.Recording;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Tests.Engine.Books;

namespace StrategyHost.Tests.Engine.Feeds;

/// <summary>One session on virtual time: a test tells it what happened and looks at what it wants done.</summary>
sealed class SessionBench
{
    const long StartNs = 1_800_000_000_000_000_000;

    public SessionBench(FakeVenue venue, params Channel[] channels)
        : this(venue, [new("ws://one.test/ws"), new("ws://two.test/ws"), new("ws://three.test/ws")], channels)
    {
    }

    public SessionBench(FakeVenue venue, IReadOnlyList<Uri> endpoints, params Channel[] channels)
    {
        Feed = new InstrumentFeed(Updates.Btc, null, Clock, measuresProcessing: false);
        Feed.AddStatusListener(Listener);
        var subscriptions = channels.Select(x => new Subscription(Updates.Btc, x)).ToArray();
        Session = new FeedSession(venue, new Route("only", endpoints, subscriptions), new FeedSessionContext
        {
            Time = Clock,
            Clock = new ServerClock(Clock),
            Budget = Budget = new RequestBudget(venue.Profile.Budget, Clock.TimestampFrequency),
            Symbols = new SymbolTable([Updates.Btc]),
            FeedOf = _ => Feed,
            Random = new Random(1),
            Log = NullLogger.Instance,
        });
    }

    public ReplayClock Clock { get; } = new(StartNs);

    public InstrumentFeed Feed { get; }

    public FeedSession Session { get; }

    public RequestBudget Budget { get; }

    public Mailbox Listener { get; } = new();

    public BookRing Ring => Feed.BookTopic(Depth.Full, 20).Ring;

    public FeedPart Part => Session.Parts.Single();

    /// <summary>Connects, opens, and takes the actions of both.</summary>
    public SessionBench Open()
    {
        if (Take().Count == 0) Session.Start();
        Take();
        Session.Opened(Clock.Now);
        return this;
    }

    public void Say(params string[] frames)
    {
        foreach (var frame in frames) Session.Received(Encoding.UTF8.GetBytes(frame), Clock.Now);
    }

    /// <summary>Frames that have come together with later ones.</summary>
    public void SayWithMoreBehind(params string[] frames)
    {
        foreach (var frame in frames) Session.Received(Encoding.UTF8.GetBytes(frame), Clock.Now, isBehind: true);
    }

    /// <summary>Answers the question for a snapshot.</summary>
    public void Answer(string body, int status = 200, TimeSpan? retryAfter = null, string? error = null)
    {
        var query = new RestQuery(RestQueryKind.Book, Updates.Btc, 10);
        var arrival = new RestArrival(query, status, Encoding.UTF8.GetBytes(body), Clock.Now, retryAfter, error);
        Session.Answered(arrival, Clock.Now);
    }

    /// <summary>Lets time pass in the control side's steps; says when each action was asked for.</summary>
    public List<(TimeSpan At, string What)> Pass(TimeSpan time)
    {
        var done = new List<(TimeSpan, string)>();
        var start = Clock.Now.UtcNs;
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(50))
        {
            Clock.AdvanceTo(start + (passed.Ticks + TimeSpan.TicksPerMillisecond * 50) * 100, static () => { });
            Session.Tick(Clock.Now);
            foreach (var what in Take()) done.Add((passed + TimeSpan.FromMilliseconds(50), what));
        }

        return done;
    }

    /// <summary>What the session wants done: <c>Connect ws://one.test/ws</c>, <c>Send x</c>, <c>Fetch</c>.</summary>
    public List<string> Take()
    {
        var all = new List<string>();
        while (Session.TryTakeAction(out var action))
        {
            all.Add(action.Kind switch
            {
                FeedActionKind.Connect => $"Connect {action.Endpoint}",
                FeedActionKind.Send => $"Send {Encoding.UTF8.GetString(action.Frame!)}",
                _ => action.Kind.ToString(),
            });
        }

        return all;
    }

    /// <summary>The states that were told since the last time.</summary>
    public List<FeedState> States()
    {
        var states = new List<FeedState>();
        while (Listener.TryTakeStatus(out var status)) states.Add(status.State);
        return states;
    }
}
