using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Okx;

/// <summary>
/// OKX v5 as seen from outside: one public path, channels by argument, books linked by the number before. Each message
/// is encoded once, however many connections want it.
/// </summary>
sealed class OkxVenue : SimulatedVenue
{
    /// <summary>How often books and tickers are looked at.</summary>
    public const int IntervalMs = 100;

    const string PublicPath = "/ws/v5/public";

    /// <summary>
    /// How long a book may be still before the venue says that nothing changed. No simulated book is ever still that
    /// long, so it is said that often all the same, between two changes.
    /// </summary>
    const int KeepAliveMs = 60_000;

    readonly SimulatorOptions options;
    readonly List<OkxStream> streams = [];
    readonly Dictionary<string, OkxStream> byArgument = new(StringComparer.Ordinal);
    readonly List<OkxConnection> connections = [];
    readonly JsonText text = new();
    readonly OkxText words;
    readonly OkxRest rest;
    uint opened;

    public OkxVenue(VenueMarket market, SimulatorOptions options) : base(Listings.Okx)
    {
        this.options = options;
        words = new OkxText(text, options.OkxChecksums);
        Instruments = [.. market.Instruments.Select(of => of.Instrument)];
        foreach (var of in market.Instruments)
        {
            var book = new OkxBook(of, options.OkxResetEvery, options.Seed);
            foreach (var (name, channel) in OkxChannels.All) Add(new OkxStream(channel, name, book));
        }

        rest = new OkxRest([.. streams.Where(stream => stream.Channel == OkxChannel.Books)], options);
    }

    public override IReadOnlyList<Instrument> Instruments { get; }

    public override TimeSpan PingInterval => TimeSpan.FromSeconds(20);

    public override OpenReply Open(string pathAndQuery, DateTimeOffset now)
    {
        if (new RequestTarget(pathAndQuery).Path != PublicPath) return new(404, null);
        // ids look like the venue's and are the same in every run of a seed
        var id = unchecked(++opened * 0x9E3779B9).ToString("x8");
        var connection = new OkxConnection(this, id, now, options.QueueBound);
        connections.Add(connection);
        return new(101, connection);
    }

    public override RestReply Rest(string pathAndQuery, DateTimeOffset now) =>
        rest.Answer(new RequestTarget(pathAndQuery), now, VenueMs(now.ToUnixTimeMilliseconds()));

    /// <summary>The stream of an argument; null when there is none.</summary>
    public OkxStream? Find(in OkxArgument argument) => byArgument.GetValueOrDefault(argument.Json);

    public void Forget(OkxConnection connection) => connections.Remove(connection);

    /// <summary>What a new listener gets at once; null for nothing.</summary>
    public byte[]? Opening(OkxStream stream, DateTimeOffset now)
    {
        var timeMs = now.ToUnixTimeMilliseconds();
        var nowMs = VenueMs(timeMs);
        // before the first message nothing has been noted yet
        if (stream.LastNumber == stream.Book.Number) stream.Book.Note(timeMs);
        switch (stream.Channel)
        {
            case OkxChannel.Books when !options.OkxStreamSnapshots:
            case OkxChannel.Trades:
                return null;
            case OkxChannel.Books:
                words.Snapshot(stream, nowMs);
                break;
            case OkxChannel.Tickers:
                words.Ticker(stream, nowMs);
                break;
            default:
                words.Partial(stream, nowMs);
                break;
        }

        return text.Take();
    }

    internal override void Publish(long timeMs)
    {
        foreach (var stream in streams) Publish(stream, timeMs);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(timeMs);
        // a connection that ends leaves the list while it is walked
        for (var i = connections.Count - 1; i >= 0; i--) connections[i].Pass(now, options.OkxUpgradeAfter);
    }

    void Add(OkxStream stream)
    {
        stream.Window.Advance();
        streams.Add(stream);
        byArgument.Add(stream.Argument, stream);
    }

    long VenueMs(long hostMs) => hostMs + (long)options.ClockSkew.TotalMilliseconds;

    void Publish(OkxStream stream, long timeMs)
    {
        var isDue = timeMs % IntervalMs == 0;
        switch (stream.Channel)
        {
            case OkxChannel.Books when isDue:
                PublishBooks(stream, timeMs);
                break;
            case OkxChannel.Books:
                KeepAlive(stream, timeMs);
                break;
            case OkxChannel.Books5 when isDue:
            case OkxChannel.BestPrices:
                PublishPartial(stream, timeMs);
                break;
            case OkxChannel.Tickers when isDue:
                PublishTicker(stream, timeMs);
                break;
            case OkxChannel.Trades:
                PublishTrades(stream, timeMs);
                break;
            default:
                break;
        }
    }

    void PublishBooks(OkxStream stream, long timeMs)
    {
        if (!stream.Window.Advance()) return;
        var previous = stream.LastNumber;
        stream.Book.Pass(timeMs);
        stream.LastNumber = stream.Book.Note(timeMs);
        if (stream.Listeners.Count == 0) return;
        words.Update(stream, previous, VenueMs(timeMs));
        Send(stream, timeMs);
    }

    /// <summary>Between two messages the venue has nothing new to say, and once a minute it says so.</summary>
    void KeepAlive(OkxStream stream, long timeMs)
    {
        if (stream.KeptAliveMs == 0) stream.KeptAliveMs = timeMs;
        if (timeMs - stream.KeptAliveMs < KeepAliveMs) return;
        stream.KeptAliveMs = timeMs;
        if (stream.Listeners.Count == 0) return;
        words.KeepAlive(stream, VenueMs(timeMs));
        Send(stream, timeMs);
    }

    void PublishPartial(OkxStream stream, long timeMs)
    {
        if (!stream.Window.Advance()) return;
        stream.LastNumber = stream.Book.Note(timeMs);
        if (stream.Listeners.Count == 0) return;
        words.Partial(stream, VenueMs(timeMs));
        Send(stream, timeMs);
    }

    void PublishTicker(OkxStream stream, long timeMs)
    {
        var (day, best) = (stream.Of.Day, stream.Of.Best());
        var figures = (day.Last, day.LastQuantity, best.Bid, best.Ask);
        if (figures == stream.Told) return;
        stream.Told = figures;
        if (stream.Listeners.Count == 0) return;
        words.Ticker(stream, VenueMs(timeMs));
        Send(stream, timeMs);
    }

    void PublishTrades(OkxStream stream, long timeMs)
    {
        if (stream.Listeners.Count == 0) return;
        foreach (var trade in stream.Of.Trades)
        {
            words.Trade(stream, trade, VenueMs(timeMs));
            Send(stream, timeMs);
        }
    }

    void Send(OkxStream stream, long timeMs)
    {
        var frame = text.Take();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(timeMs);
        // a slow reader leaves the list while it is walked
        for (var i = stream.Listeners.Count - 1; i >= 0; i--) stream.Listeners[i].Deliver(frame, now);
    }
}
