using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Coinbase;

[assembly: ExchangePlugin("coinbase", typeof(CoinbaseAdapter))]

namespace StrategyHost.Plugins.Coinbase;

/// <summary>Coinbase Exchange: whole books in the stream, none of them numbered, without a key.</summary>
public sealed class CoinbaseAdapter : IExchangeAdapter
{
    static readonly Uri Feed = new("wss://ws-feed.exchange.coinbase.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Venue = "coinbase",
        DisplayName = "Coinbase Exchange",
        RestEndpoints = [new("https://api.exchange.coinbase.com")],
        // The last is the name that the same feed had until 2022: recordings still have it.
        StreamEndpoints = [Feed, new("wss://ws-direct.exchange.coinbase.com"), new("wss://ws-feed.pro.coinbase.com")],
        // The heartbeat channel brings one message a second for each product: this is ten of them missed.
        Heartbeat = new Heartbeat(PingInterval: null, SilenceLimit: TimeSpan.FromSeconds(10)),
        // The venue allows 100 messages a second. A snapshot of BTC-USD has 1.1 MB; the bound holds the most levels
        // that a message may have.
        Limits = new ConnectionLimits(
            MessagesPerSecond: 20, SubscriptionsPerConnection: 300, MaxFrameBytes: 16 << 20),
        Budget = new RestBudget(Weight: 10, TimeSpan.FromSeconds(1), UsedWeightHeader: null),
        SnapshotSource = SnapshotSource.Stream,
        TickersAuditBook = true,
        SnapshotLevels = 1_000,
    };

    /// <inheritdoc/>
    /// <remarks>
    /// Everything of a product on one connection, so that its tickers judge its book. There is no channel of quotes,
    /// and none of partial books.
    /// </remarks>
    public IReadOnlyList<Route> Plan(IReadOnlyList<Subscription> subscriptions)
    {
        var routes = new List<Route>();
        var room = 0;
        foreach (var product in subscriptions.Where(IsOffered).Distinct().GroupBy(x => x.Instrument.VenueSymbol))
        {
            var wanted = product.ToArray();
            if (routes.Count == 0 || wanted.Length > room)
            {
                room = Profile.Limits.SubscriptionsPerConnection;
                routes.Add(new Route(routes.Count == 0 ? "feed" : $"feed-{routes.Count + 1}", [Feed], []));
            }

            room -= wanted.Length;
            routes[^1] = routes[^1] with { Subscriptions = [.. routes[^1].Subscriptions, .. wanted] };
        }

        return routes;
    }

    /// <inheritdoc/>
    public IWireSession OpenSession(Route route, SymbolTable symbols) => new CoinbaseSession(route, symbols);

    /// <inheritdoc/>
    public RestRequest? Ask(RestQuery query) => CoinbaseRest.Ask(query);

    /// <inheritdoc/>
    public RestResult Read(
        RestQuery query, int status, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received, IMarketSink sink) =>
        CoinbaseRest.Read(query, status, body, symbols, received, sink);

    /// <inheritdoc/>
    public RestQuery? Recognise(Uri address) => CoinbaseRest.Recognise(address);

    /// <inheritdoc/>
    public Instrument? Infer(string venueSymbol) => CoinbaseInstruments.Infer(venueSymbol);

    static bool IsOffered(Subscription wanted) =>
        wanted is { Depth: Depth.Full, Channel: Channel.Book or Channel.Ticker or Channel.Trade };
}
