using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>The instruments that one venue lists, found by our spelling or by the venue's own.</summary>
sealed class VenueDirectory(string venue, IEnumerable<Instrument> instruments)
{
    readonly Dictionary<string, Instrument> bySymbol = Index(instruments, x => x.Symbol);
    readonly Dictionary<string, Instrument> byVenueSymbol = Index(instruments, x => x.VenueSymbol);

    public IReadOnlyCollection<Instrument> All => bySymbol.Values;

    /// <summary>The instrument of a symbol, or a sentence that names the nearest ones.</summary>
    public Instrument Find(string symbol)
    {
        if (bySymbol.TryGetValue(symbol, out var found) || byVenueSymbol.TryGetValue(symbol, out found)) return found;
        var nearest = InstrumentName.Nearest(symbol, bySymbol.Keys);
        throw new UnknownNameException(
            $"'{venue}:{symbol}': {venue} lists no such instrument ({All.Count} listed{nearest}).");
    }

    static Dictionary<string, Instrument> Index(IEnumerable<Instrument> instruments, Func<Instrument, string> key)
    {
        var index = new Dictionary<string, Instrument>(StringComparer.OrdinalIgnoreCase);
        foreach (var instrument in instruments) index.TryAdd(key(instrument), instrument);
        return index;
    }
}
