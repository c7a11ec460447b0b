using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Testing;

/// <summary>One session of the adapter on a route of its own, and what came of the frames fed to it.</summary>
sealed class Connection
{
    static readonly Stamp Received = new(1_800_000_000_000_000_000, 42);

    public Connection(AdapterDescription venue, IReadOnlyList<Subscription>? subscriptions = null)
    {
        Symbols = new SymbolTable([], venue.Adapter.Infer);
        foreach (var wanted in subscriptions ?? []) Symbols.Set(wanted.Instrument);
        var address = venue.Adapter.Plan(subscriptions is { Count: > 0 } ? subscriptions : Wanted(venue))
            .Select(x => x.Endpoints[0]).FirstOrDefault() ?? venue.Adapter.Profile.StreamEndpoints[0];
        Session = venue.Adapter.OpenSession(new Route("conformance", [address], subscriptions ?? []), Symbols);
    }

    public SymbolTable Symbols { get; }

    public IWireSession Session { get; }

    public SinkRecord Sink { get; } = new();

    public FrameOutput Output { get; } = new();

    public static IReadOnlyList<Subscription> Wanted(AdapterDescription venue) =>
        [.. venue.Channels.Select(x => new Subscription(venue.Adapter.Infer(venue.Symbol)!, x))];

    public FrameKind Decode(string frame) => Decode(Encoding.UTF8.GetBytes(frame));

    public FrameKind Decode(ReadOnlySpan<byte> frame) => Decode(frame, Sink);

    public FrameKind Decode(ReadOnlySpan<byte> frame, IMarketSink sink) =>
        Session.Decode(frame, Received, sink, Output);

    public List<string> Sent()
    {
        var sent = new List<string>();
        while (Output.TryTake(out var frame)) sent.Add(Encoding.UTF8.GetString(frame));
        return sent;
    }

    /// <summary>Symbols and scales, which a rejected frame must leave as they were.</summary>
    public string Scales() => string.Join(' ', Symbols.Entries
        .Select(x => $"{x.Instrument.VenueSymbol}:{x.PriceScale}:{x.QuantityScale}").Order(StringComparer.Ordinal));
}
