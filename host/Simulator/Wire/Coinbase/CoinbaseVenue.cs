using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Coinbase;

/// <summary>
/// Coinbase Exchange as seen from outside: one path, channels of products, books without numbers. What is sent at one
/// time shows one state of the book, so that time says which.
/// </summary>
sealed class CoinbaseVenue : SimulatedVenue
{
    const int BatchMs = 50;
    const int HeartbeatMs = 1_000;
    const int TickerBatchMs = 5_000;

    readonly SimulatorOptions options;
    readonly List<CoinbaseProduct> products = [];
    readonly List<CoinbaseConnection> connections = [];
    readonly JsonText text = new();
    readonly CoinbaseText words;
    readonly CoinbaseBatch batch = new();
    readonly CoinbaseRest rest;
    long lastMs;

    public CoinbaseVenue(VenueMarket market, SimulatorOptions options) : base(Listings.Coinbase)
    {
        this.options = options;
        words = new CoinbaseText(text);
        Instruments = [.. market.Instruments.Select(of => of.Instrument)];
        products.AddRange(market.Instruments.Select(of => new CoinbaseProduct(of)));
        rest = new CoinbaseRest(products);
    }

    public override IReadOnlyList<Instrument> Instruments { get; }

    public override TimeSpan PingInterval => TimeSpan.FromSeconds(20);

    public IReadOnlyList<CoinbaseProduct> Products => products;

    public override OpenReply Open(string pathAndQuery, DateTimeOffset now)
    {
        if (new RequestTarget(pathAndQuery).Path is not ("/" or "")) return new(404, null);
        var connection = new CoinbaseConnection(this, now, options.QueueBound);
        connections.Add(connection);
        return new(101, connection);
    }

    public override RestReply Rest(string pathAndQuery, DateTimeOffset now) =>
        rest.Answer(new RequestTarget(pathAndQuery), now, now + options.ClockSkew);

    public CoinbaseProduct? Find(string id) => products.Find(product => product.Id == id);

    public void Forget(CoinbaseConnection connection) => connections.Remove(connection);

    /// <summary>The name by which a channel is acknowledged.</summary>
    public string NameOf(CoinbaseChannel channel) => CoinbaseChannels.NameOf(channel, options.CoinbaseAliases);

    /// <summary>What a new listener gets at once; null for nothing.</summary>
    public byte[]? Opening(CoinbaseChannel channel, CoinbaseProduct product)
    {
        switch (channel)
        {
            case CoinbaseChannel.LevelsBatched:
                return Snapshot(product);
            case CoinbaseChannel.Ticker or CoinbaseChannel.TickerBatched:
                return product.LastTicker;
            case CoinbaseChannel.Matches:
                return product.LastMatch;
            default:
                return null;
        }
    }

    internal override void Publish(long timeMs)
    {
        foreach (var product in products)
        {
            // batches end on a grid of their own, at the first step that reaches it
            if (timeMs / BatchMs != lastMs / BatchMs) PublishBatch(product);
            PublishMatches(product, timeMs);
            if (timeMs % TickerBatchMs == 0) PublishTickerBatch(product);
            if (timeMs % HeartbeatMs == 0) PublishHeartbeat(product, timeMs);
        }

        lastMs = timeMs;
        var now = DateTimeOffset.FromUnixTimeMilliseconds(timeMs);
        // a connection that ends leaves the list while it is walked
        for (var i = connections.Count - 1; i >= 0; i--) connections[i].Pass(now);
    }

    /// <summary>The venue's time of a state. The microseconds only look like the venue's.</summary>
    DateTimeOffset TimeOf(long timeMs, long sequence) =>
        DateTimeOffset.FromUnixTimeMilliseconds(timeMs).AddMicroseconds(sequence % 1_000) + options.ClockSkew;

    byte[]? Snapshot(CoinbaseProduct product)
    {
        var book = product.Of.Book;
        // the state at which the last batch ended: the next one carries on from there
        if (!book.TryAt(product.LastSequence, out var bids, out var asks, out var timeMs)) return null;
        var bidsFirst = products.IndexOf(product) % 2 == 0;
        words.Snapshot(product, bids, asks, bidsFirst, TimeOf(timeMs, product.LastSequence));
        return text.Take();
    }

    void PublishBatch(CoinbaseProduct product)
    {
        var book = product.Of.Book;
        var since = product.LastSequence;
        product.LastSequence = book.Sequence;
        var listeners = product.ListenersOf(CoinbaseChannel.LevelsBatched);
        if (listeners.Count == 0 || batch.Since(book, since) is not { Count: > 0 } changes) return;
        words.Update(product, changes, TimeOf(book.TimeMs, book.Sequence));
        Send(listeners);
    }

    void PublishMatches(CoinbaseProduct product, long timeMs)
    {
        var of = product.Of;
        var time = TimeOf(timeMs, of.Book.Sequence);
        for (var i = 0; i < of.Trades.Count; i++)
        {
            // the last of a step has the step's last number, so that numbers rise from match to match
            var sequence = of.Book.Sequence - (of.Trades.Count - 1 - i);
            words.Match(product, "last_match"u8, of.Trades[i], sequence, time);
            product.LastMatch = text.Take();
            words.Match(product, "match"u8, of.Trades[i], sequence, time);
            Send(product.ListenersOf(CoinbaseChannel.Matches));
        }

        if (of.Trades.Count == 0 && product.LastTicker is not null) return;
        // matches of one step are one cascade, with one ticker
        words.Ticker(product, of.Trades.Count > 0 ? of.Trades[^1].Taker : Side.Bid, time);
        product.LastTicker = text.Take();
        product.HasNewTicker = true;
        Deliver(product.LastTicker, product.ListenersOf(CoinbaseChannel.Ticker));
    }

    static void PublishTickerBatch(CoinbaseProduct product)
    {
        if (!product.HasNewTicker || product.LastTicker is not { } ticker) return;
        product.HasNewTicker = false;
        Deliver(ticker, product.ListenersOf(CoinbaseChannel.TickerBatched));
    }

    void PublishHeartbeat(CoinbaseProduct product, long timeMs)
    {
        var listeners = product.ListenersOf(CoinbaseChannel.Heartbeat);
        if (listeners.Count == 0) return;
        words.Heartbeat(product, TimeOf(timeMs, product.Of.Book.Sequence));
        Send(listeners);
    }

    void Send(List<CoinbaseConnection> listeners) => Deliver(text.Take(), listeners);

    static void Deliver(byte[] frame, List<CoinbaseConnection> listeners)
    {
        // a slow reader leaves the list while it is walked
        for (var i = listeners.Count - 1; i >= 0; i--) listeners[i].Deliver(frame);
    }
}
