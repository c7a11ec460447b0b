using System.Globalization;
using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Tests.Engine.Books;

namespace StrategyHost.Tests.Engine.Feeds;

/// <summary>
/// A venue whose frames are words, so that a test says exactly what comes: <c>delta 9 10 12</c>, <c>snap 5</c>,
/// <c>quote 12</c>, <c>ack 0</c>, <c>refuse 0 why</c>, <c>unknown</c>, <c>reject why</c>, <c>throw</c>.
/// </summary>
sealed class FakeVenue : IExchangeAdapter
{
    /// <summary>The call that throws; null when none does.</summary>
    public string? Throws { get; set; }

    /// <summary>What the word <c>hang</c> waits for, as an adapter that never returns.</summary>
    public ManualResetEventSlim Released { get; } = new();

    /// <summary>Ends when the adapter hangs.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Levels a side that its snapshots were limited to; 0 for the whole book.</summary>
    public int SnapshotLimit { get; init; }

    /// <summary>How its streams are spelled.</summary>
    public Func<Subscription, string> Spelling { get; init; } = x => $"btcusdt@{x.Channel}".ToLowerInvariant();

    public VenueProfile Profile { get; init; } = new()
    {
        Venue = "test",
        DisplayName = "Test",
        RestEndpoints = [new("http://rest.test")],
        StreamEndpoints = [new("ws://one.test")],
        Heartbeat = new Heartbeat(PingInterval: null, SilenceLimit: TimeSpan.FromSeconds(60)),
        Limits = new ConnectionLimits(MessagesPerSecond: 5, SubscriptionsPerConnection: 100, MaxFrameBytes: 1 << 20),
        Budget = new RestBudget(Weight: 1_000, TimeSpan.FromMinutes(1), null),
        SnapshotSource = SnapshotSource.Rest,
        SnapshotLevels = 10,
        QuoteNumbersMatchBook = true,
    };

    public IReadOnlyList<Route> Plan(IReadOnlyList<Subscription> subscriptions) =>
        [new Route("only", [new("ws://one.test/ws")], subscriptions)];

    public IWireSession OpenSession(Route route, SymbolTable symbols)
    {
        Touch("OpenSession");
        return new Wire(this, route);
    }

    public RestRequest? Ask(RestQuery query)
    {
        Touch("Ask");
        return new RestRequest("/depth", $"depth {query.Instrument?.VenueSymbol}", Weight: 100);
    }

    public RestResult Read(
        RestQuery query, int status, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received, IMarketSink sink)
    {
        Touch("Read");
        if (status == 429) return new RestResult(RestOutcome.Throttled, "too many requests");
        if (status != 200) return new RestResult(RestOutcome.Failed, $"HTTP {status}");
        var words = Encoding.UTF8.GetString(body).Split(' ');
        if (words[0] != "snap") return RestResult.Ok;
        var number = long.Parse(words[1], CultureInfo.InvariantCulture);
        sink.Book(Updates.Plain(number) with { LevelLimit = SnapshotLimit });
        return RestResult.Ok;
    }

    public RestQuery? Recognise(Uri address) => null;

    public Instrument? Infer(string venueSymbol) => null;

    void Touch(string call)
    {
        if (Throws == call) throw new InvalidOperationException($"{call} is broken");
    }

    sealed class Wire(FakeVenue venue, Route route) : IWireSession
    {
        public string? Reason { get; private set; }

        public void Start(FrameOutput output)
        {
            venue.Touch("Start");
            Subscribe(route.Subscriptions, output);
        }

        public void Subscribe(IReadOnlyList<Subscription> subscriptions, FrameOutput output)
        {
            venue.Touch("Subscribe");
            foreach (var subscription in subscriptions) Say($"sub {Describe(subscription)}", output);
        }

        public void Unsubscribe(IReadOnlyList<Subscription> subscriptions, FrameOutput output)
        {
            foreach (var subscription in subscriptions) Say($"unsub {Describe(subscription)}", output);
        }

        public void Resubscribe(in Subscription subscription, FrameOutput output)
        {
            venue.Touch("Resubscribe");
            Say($"resub {Describe(subscription)}", output);
        }

        public FrameKind Decode(ReadOnlySpan<byte> frame, Stamp received, IMarketSink sink, FrameOutput output)
        {
            var words = Encoding.UTF8.GetString(frame).Split(' ');
            Reason = null;
            switch (words[0])
            {
                case "delta":
                    sink.Book(Updates.Delta(Number(words[1]), Number(words[2]), Number(words[3])));
                    return FrameKind.Data;
                case "partial":
                    sink.Book(Updates.Plain(Number(words[1])) with { Depth = Depth.Partial5 });
                    return FrameKind.Data;
                case "snap":
                    sink.Book(Updates.Plain(Number(words[1])));
                    return FrameKind.Data;
                case "quote":
                    sink.Quote(Quote(Number(words[1]), Number(words[^1])));
                    return FrameKind.Data;
                case "stranger":
                    sink.Book(Updates.Snapshot(1, [], []) with { Instrument = Updates.Btc with { Symbol = "X/Y" } });
                    return FrameKind.Data;
                case "ack" or "refuse":
                    Reason = words[0] == "refuse" ? string.Join(' ', words[2..]) : null;
                    sink.Answered(route.Subscriptions[(int)Number(words[1])], Reason);
                    return Reason is null ? FrameKind.Acknowledgement : FrameKind.Error;
                case "reject":
                    Reason = string.Join(' ', words[1..]);
                    return FrameKind.Rejected;
                case "hang":
                    venue.Hanging.SetResult();
                    venue.Released.Wait(CancellationToken.None);
                    return FrameKind.Unknown;
                case "throw":
                    Reason = "an older reason";
                    throw new InvalidOperationException("Decode is broken");
                default:
                    return FrameKind.Unknown;
            }
        }

        public void Tick(FrameOutput output)
        {
            venue.Touch("Tick");
            Say("ping", output);
        }

        public string Describe(in Subscription subscription)
        {
            venue.Touch("Describe");
            return venue.Spelling(subscription);
        }

        static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);

        static Quote Quote(long number, long asks) => new()
        {
            Instrument = Updates.Btc,
            Bid = new ScaledLevel(100, number),
            Ask = new ScaledLevel(200, asks),
            PriceScale = 2,
            QuantityScale = 3,
            Number = number,
            Received = default,
        };

        static void Say(string text, FrameOutput output)
        {
            var room = output.GetSpan(text.Length);
            output.Advance(Encoding.UTF8.GetBytes(text, room));
            output.EndFrame();
        }
    }
}
