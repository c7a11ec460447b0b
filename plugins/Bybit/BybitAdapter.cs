using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Bybit;

/// <summary>What both products share: one route, one dialect. What differs is <see cref="BybitApi"/>'s data.</summary>
public abstract class BybitAdapter : IExchangeAdapter
{
    readonly BybitApi api;
    readonly BybitRest rest;

    private protected BybitAdapter(BybitApi api)
    {
        this.api = api;
        rest = new BybitRest(api);
    }

    /// <inheritdoc/>
    public VenueProfile Profile => api.Profile;

    /// <inheritdoc/>
    /// <remarks>The venue pushes no whole top 5, 10 or 20: those are in no route.</remarks>
    public IReadOnlyList<Route> Plan(IReadOnlyList<Subscription> subscriptions) =>
    [
        .. subscriptions.Where(x => x.Depth == Depth.Full).Distinct()
            .Chunk(Profile.Limits.SubscriptionsPerConnection)
            .Select((chunk, i) => new Route(
                i == 0 ? "public" : $"public-{i + 1}", [Profile.StreamEndpoints[0]], chunk)),
    ];

    /// <inheritdoc/>
    public IWireSession OpenSession(Route route, SymbolTable symbols) => new BybitSession(route, symbols);

    /// <inheritdoc/>
    public RestRequest? Ask(RestQuery query) => rest.Ask(query);

    /// <inheritdoc/>
    public RestResult Read(
        RestQuery query, int status, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received, IMarketSink sink) =>
        rest.Read(query, status, body, symbols, received, sink);

    /// <inheritdoc/>
    public RestQuery? Recognise(Uri address) => rest.Recognise(address);

    /// <inheritdoc/>
    public Instrument? Infer(string venueSymbol) => BybitInstruments.Infer(api, venueSymbol);
}
