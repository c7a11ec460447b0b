using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Binance;

/// <summary>
/// What both of Binance's APIs share: combined streams, one REST dialect. What differs is <see cref="BinanceApi"/>'s
/// data; there is no branch by venue but through it.
/// </summary>
public abstract class BinanceAdapter : IExchangeAdapter
{
    readonly BinanceApi api;
    readonly BinanceRest rest;

    private protected BinanceAdapter(BinanceApi api)
    {
        this.api = api;
        rest = new BinanceRest(api);
    }

    /// <inheritdoc/>
    public VenueProfile Profile => api.Profile;

    /// <inheritdoc/>
    public IReadOnlyList<Route> Plan(IReadOnlyList<Subscription> subscriptions)
    {
        var routes = new List<Route>();
        foreach (var group in subscriptions.Distinct().GroupBy(subscription => api.RouteName(subscription.Channel)))
        {
            var number = 0;
            foreach (var chunk in group.Chunk(Profile.Limits.SubscriptionsPerConnection))
            {
                var name = ++number == 1 ? group.Key : $"{group.Key}-{number}";
                routes.Add(new Route(name, api.Endpoints(group.Key), chunk));
            }
        }

        return routes;
    }

    /// <inheritdoc/>
    public IWireSession OpenSession(Route route, SymbolTable symbols) =>
        new BinanceSession(api.IsFutures, route, symbols);

    /// <inheritdoc/>
    public RestRequest? Ask(RestQuery query) => rest.Ask(query);

    /// <inheritdoc/>
    public RestResult Read(
        RestQuery query, int status, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received, IMarketSink sink) =>
        rest.Read(query, status, body, symbols, received, sink);

    /// <inheritdoc/>
    public RestQuery? Recognise(Uri address) => rest.Recognise(address);

    /// <inheritdoc/>
    public Instrument? Infer(string venueSymbol) => BinanceInstruments.Infer(api, venueSymbol);
}
