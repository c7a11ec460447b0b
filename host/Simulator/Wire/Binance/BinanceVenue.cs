using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>
/// Binance, spot or futures, as seen from outside: handshakes by path, streams by name, REST by endpoint. Each
/// message is encoded once, however many connections want it.
/// </summary>
sealed class BinanceVenue : SimulatedVenue
{
    const int MostStreams = 1024;

    readonly BinanceDialect dialect;
    readonly SimulatorOptions options;
    readonly List<BinanceStream> streams = [];
    readonly Dictionary<string, BinanceStream> byName = new(StringComparer.Ordinal);
    readonly JsonText text = new();
    readonly DepthWindow window = new();
    readonly BinanceRest rest;

    public BinanceVenue(BinanceDialect dialect, VenueMarket market, SimulatorOptions options) : base(dialect.Venue)
    {
        this.dialect = dialect;
        this.options = options;
        rest = new BinanceRest(dialect, market.Instruments);
        Instruments = [.. market.Instruments.Select(of => of.Instrument)];
        foreach (var stream in market.Instruments.SelectMany(dialect.StreamsOf)) Add(stream);
    }

    public override IReadOnlyList<Instrument> Instruments { get; }

    public override TimeSpan PingInterval => dialect.PingInterval;

    public BinanceDialect Dialect => dialect;

    public override OpenReply Open(string pathAndQuery, DateTimeOffset now)
    {
        var target = new RequestTarget(pathAndQuery);
        if (!dialect.TryRoute(target.Path, out var routes, out var path)) return new(404, null);
        var combined = path == "/stream";
        if (!combined && path != "/ws" && !path.StartsWith("/ws/", StringComparison.Ordinal)) return new(404, null);
        var asked = combined ? target["streams"] ?? "" : path.Length > 4 ? path[4..] : "";
        var names = asked.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > MostStreams) return new(400, null);
        var connection = new BinanceConnection(this, routes, combined, options.QueueBound);
        foreach (var name in names) connection.Subscribe(Uri.UnescapeDataString(name));
        return new(101, connection);
    }

    public override RestReply Rest(string pathAndQuery, DateTimeOffset now) =>
        rest.Answer(new RequestTarget(pathAndQuery), now, VenueMs(now.ToUnixTimeMilliseconds()));

    /// <summary>The stream of a name on a route; null when nothing is served under it there.</summary>
    public BinanceStream? Find(string name, Routes routes) =>
        byName.TryGetValue(name, out var stream) && (stream.Routes & routes) != 0 ? stream : null;

    internal override void Publish(long timeMs)
    {
        foreach (var stream in streams)
        {
            if (stream.IsDue(timeMs)) Publish(stream, VenueMs(timeMs));
        }
    }

    void Add(BinanceStream stream)
    {
        streams.Add(stream);
        byName.Add(stream.Name, stream);
    }

    long VenueMs(long hostMs) => hostMs + (long)options.ClockSkew.TotalMilliseconds;

    void Publish(BinanceStream stream, long nowMs)
    {
        var of = stream.Instrument;
        if (stream.Kind is StreamKind.Depth or StreamKind.PartialDepth)
        {
            PublishDepth(stream, nowMs);
            return;
        }

        if (stream.Listeners.Count == 0) return;
        switch (stream.Kind)
        {
            case StreamKind.Trade or StreamKind.AggregateTrade:
                foreach (var trade in of.Trades) PublishTrade(stream, trade, nowMs);
                break;
            case StreamKind.BookTicker:
                foreach (var best in of.Bests) PublishBest(stream, best, nowMs);
                break;
            case StreamKind.MiniTicker:
                dialect.MiniTicker(text, of, nowMs);
                Send(stream);
                break;
            default:
                dialect.Ticker(text, of, nowMs);
                Send(stream);
                break;
        }
    }

    void PublishTrade(BinanceStream stream, in TradePrint trade, long nowMs)
    {
        if (stream.Kind == StreamKind.Trade) dialect.Trade(text, stream.Instrument, trade, nowMs);
        else dialect.AggregateTrade(text, stream.Instrument, trade, nowMs);
        Send(stream);
    }

    void PublishBest(BinanceStream stream, in BestPrices best, long nowMs)
    {
        dialect.BookTicker(text, stream.Instrument, best, nowMs);
        Send(stream);
    }

    void PublishDepth(BinanceStream stream, long nowMs)
    {
        var book = stream.Instrument.Book;
        if (book.Sequence == stream.LastSequence) return;
        var since = stream.LastSequence;
        stream.LastSequence = book.Sequence;
        if (stream.Listeners.Count == 0) return;
        if (stream.Kind == StreamKind.Depth) dialect.Depth(text, stream.Instrument, window.Since(book, since), nowMs);
        else dialect.PartialDepth(text, stream.Instrument, window.Top(book, since, stream.LevelCount), nowMs);
        Send(stream);
    }

    void Send(BinanceStream stream)
    {
        var frame = new StreamFrame(stream.Name, text.Take());
        // a slow reader leaves the list while it is walked
        for (var i = stream.Listeners.Count - 1; i >= 0; i--) stream.Listeners[i].Deliver(frame);
    }
}
