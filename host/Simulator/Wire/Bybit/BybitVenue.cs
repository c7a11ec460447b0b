using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Bybit;

/// <summary>
/// Bybit, one product of it, as seen from outside: one path for streams, topics by name, REST by path. Each message is
/// encoded once, however many connections want it.
/// </summary>
sealed class BybitVenue : SimulatedVenue
{
    /// <summary>Nothing either way for so long ends a connection.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(10);

    const int MostOpenings = 500;

    /// <summary>Depths of books and how often each is told: level 1 every 10 ms, which is each step here.</summary>
    static readonly (int Depth, int IntervalMs)[] Depths = [(1, 0), (50, 20), (200, 100), (1000, 200)];

    static readonly TimeSpan OpeningsWindow = TimeSpan.FromMinutes(5);

    readonly SimulatorOptions options;
    readonly long skewMs;
    readonly List<BybitTopic> topics = [];
    readonly Dictionary<string, BybitTopic> byName = new(StringComparer.Ordinal);
    readonly HashSet<string> symbols = new(StringComparer.Ordinal);
    readonly List<BybitConnection> connections = [];
    readonly Queue<DateTimeOffset> openings = [];
    readonly JsonText text = new();
    readonly BybitRest rest;
    long presentMs;
    int opened;

    public BybitVenue(BybitProduct product, VenueMarket market, SimulatorOptions options) : base(product.Venue)
    {
        Product = product;
        this.options = options;
        skewMs = (long)options.ClockSkew.TotalMilliseconds;
        Instruments = [.. market.Instruments.Select(of => of.Instrument)];
        var random = new SeededRandom((ulong)options.Seed ^ 0xB1B17);
        foreach (var of in market.Instruments) Add(of, random);
        rest = new BybitRest(product, market.Instruments, symbol => byName[$"orderbook.1000.{symbol}"].Book!);
    }

    public BybitProduct Product { get; }

    public override IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>The venue's documents know no ping frames: the client's duty is a message.</summary>
    public override TimeSpan PingInterval => Timeout.InfiniteTimeSpan;

    public override OpenReply Open(string pathAndQuery, DateTimeOffset now)
    {
        if (new RequestTarget(pathAndQuery).Path != $"/v5/public/{Product.Category}") return new(404, null);
        while (openings.TryPeek(out var oldest) && now - oldest >= OpeningsWindow) openings.Dequeue();
        if (openings.Count == MostOpenings) return new(403, null);
        openings.Enqueue(now);
        presentMs = Math.Max(presentMs, now.ToUnixTimeMilliseconds());
        var id = $"d9avsh3fo0jvsls9{++opened:x4}-{opened * 7919 % 100_000:00000}";
        var connection = new BybitConnection(this, id, now.ToUnixTimeMilliseconds(), options.QueueBound);
        connections.Add(connection);
        return new(101, connection);
    }

    public override RestReply Rest(string pathAndQuery, DateTimeOffset now) =>
        rest.Answer(new RequestTarget(pathAndQuery), now, now.ToUnixTimeMilliseconds() + skewMs, skewMs);

    public BybitTopic? Find(string name) => byName.GetValueOrDefault(name);

    public void Forget(BybitConnection connection) => connections.Remove(connection);

    /// <summary>What is wrong with a topic that there is not, in the venue's words.</summary>
    public string WrongTopic(string name)
    {
        var parts = name.Split('.');
        if (parts.Length < 2 || parts.Any(part => part.Length == 0)) return $"Invalid topic: {name}";
        var isKnown = parts[0] is "orderbook" or "tickers" or "publicTrade";
        return isKnown && !symbols.Contains(parts[^1])
            ? $"Invalid symbol :[{parts[^1]}]"
            : $"error:handler not found,topic:{name}";
    }

    /// <summary>What a new subscriber is sent first: the state as told last; null for a topic without state.</summary>
    public byte[]? Greeting(BybitTopic topic)
    {
        var nowMs = presentMs + skewMs;
        if (topic.Kind == BybitTopicKind.Trade) return null;
        if (topic.Book is not null) Product.OrderBook(text, topic, nowMs, asSnapshot: true, skewMs);
        else Product.Ticker(text, topic, nowMs, asSnapshot: true);
        return text.Take();
    }

    internal override void Publish(long timeMs)
    {
        presentMs = timeMs;
        foreach (var topic in topics)
        {
            if (topic.IsDue(timeMs)) Publish(topic, timeMs);
        }

        for (var i = connections.Count - 1; i >= 0; i--) connections[i].CutWhenIdle(timeMs);
    }

    void Add(SimulatedInstrument of, SeededRandom random)
    {
        var symbol = of.Instrument.VenueSymbol;
        symbols.Add(symbol);
        for (var i = 0; i < Depths.Length; i++)
        {
            var (depth, intervalMs) = Depths[i];
            var chance = options.BybitRestartEvery is { } mean
                ? Math.Max(intervalMs, SimulatedVenues.StepMs) / mean.TotalMilliseconds : 0;
            // each depth counts for itself, far from the others
            var first = of.Listing.FirstSequence + i * 400_000_000L;
            var book = new BybitBook(of, depth, first, random.Fork(), chance);
            Add(new($"orderbook.{depth}.{symbol}", of, BybitTopicKind.OrderBook, intervalMs) { Book = book });
        }

        var ticker = new BybitTopic($"tickers.{symbol}", of, BybitTopicKind.Ticker, Product.TickerMs)
        {
            Fields = new BybitFields(),
            LastTrade = of.Day.LastId,
        };
        Product.Ticker(text, ticker, 0, asSnapshot: false);
        text.Take();
        Add(ticker);
        Add(new($"publicTrade.{symbol}", of, BybitTopicKind.Trade, 0));
    }

    void Add(BybitTopic topic)
    {
        topics.Add(topic);
        byName.Add(topic.Name, topic);
    }

    void Publish(BybitTopic topic, long timeMs)
    {
        var nowMs = timeMs + skewMs;
        switch (topic.Kind)
        {
            case BybitTopicKind.OrderBook:
                if (!topic.Book!.Advance(timeMs) || topic.Listeners.Count == 0) return;
                Product.OrderBook(text, topic, nowMs, topic.Book.IsSnapshot, skewMs);
                break;
            case BybitTopicKind.Ticker:
                if (!Product.Ticker(text, topic, nowMs, asSnapshot: false)) return;
                break;
            default:
                if (topic.Of.Trades.Count == 0 || topic.Listeners.Count == 0) return;
                Product.Trades(text, topic, nowMs);
                break;
        }

        var frame = text.Take();
        // a slow reader leaves the list while it is walked
        for (var i = topic.Listeners.Count - 1; i >= 0; i--) topic.Listeners[i].Deliver(frame, timeMs);
    }
}
