using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Okx;

[assembly: ExchangePlugin("okx", typeof(OkxAdapter))]

namespace StrategyHost.Plugins.Okx;

/// <summary>
/// OKX: spot, perpetual swaps and dated futures in one venue, since they share addresses, channels and answers; an
/// instrument's name says which of them it is.
/// </summary>
public sealed class OkxAdapter : IExchangeAdapter
{
    static readonly Uri[] Streams = [new("wss://ws.okx.com:8443/ws/v5/public")];

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Venue = "okx",
        DisplayName = "OKX",
        RestEndpoints = [new("https://www.okx.com")],
        // The regional and the demonstration addresses carry the same messages, so that their recordings are known.
        StreamEndpoints =
        [
            new("wss://ws.okx.com:8443"), new("wss://wseea.okx.com:8443"), new("wss://wsus.okx.com:8443"),
            new("wss://wspap.okx.com:8443"), new("wss://wseeapap.okx.com:8443"), new("wss://wsuspap.okx.com:8443"),
        ],
        // The venue hangs up after 30 s without a message either way; it answers each ping.
        Heartbeat = new Heartbeat(PingInterval: TimeSpan.FromSeconds(20), SilenceLimit: TimeSpan.FromSeconds(30)),
        // Of the 480 requests an hour most are left to books that have to be asked for again.
        Limits = new ConnectionLimits(MessagesPerSecond: 3, SubscriptionsPerConnection: 300, MaxFrameBytes: 4 << 20),
        // Each endpoint has its own allowance: 40 books, 20 lists or tickers, 10 times every 2 s. Ask weighs them so.
        Budget = new RestBudget(Weight: 40, TimeSpan.FromSeconds(2), UsedWeightHeader: null),
        SnapshotSource = SnapshotSource.Either,
        Bridge = SnapshotBridge.Next,
        IsMonotonic = false,
        SnapshotLevels = OkxRest.MaxLevels,
        Checksum = new BookChecksum(OkxChecksum.Levels, OkxChecksum.Of),
    };

    /// <inheritdoc/>
    public IReadOnlyList<Route> Plan(IReadOnlyList<Subscription> subscriptions) =>
    [
        .. subscriptions.Where(x => OkxSession.NameOf(in x) is not null).Distinct()
            .Chunk(Profile.Limits.SubscriptionsPerConnection)
            .Select((chunk, i) => new Route(i == 0 ? "public" : $"public-{i + 1}", Streams, chunk)),
    ];

    /// <inheritdoc/>
    public IWireSession OpenSession(Route route, SymbolTable symbols) => new OkxSession(route, symbols);

    /// <inheritdoc/>
    public RestRequest? Ask(RestQuery query) => OkxRest.Ask(query);

    /// <inheritdoc/>
    public RestResult Read(
        RestQuery query, int status, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received, IMarketSink sink) =>
        OkxRest.Read(query, status, body, symbols, received, sink);

    /// <inheritdoc/>
    public RestQuery? Recognise(Uri address) => OkxRest.Recognise(address);

    /// <inheritdoc/>
    public Instrument? Infer(string venueSymbol) => OkxInstruments.Infer(venueSymbol);
}
