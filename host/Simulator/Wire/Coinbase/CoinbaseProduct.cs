using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Coinbase;

/// <summary>
/// One product and who listens to what of it. It goes on whether anybody listens or not, so that what is sent does not
/// depend on who subscribed when.
/// </summary>
sealed class CoinbaseProduct(SimulatedInstrument of)
{
    readonly List<CoinbaseConnection>[] listeners =
        [.. Enum.GetValues<CoinbaseChannel>().Select(_ => new List<CoinbaseConnection>())];

    public string Id => of.Instrument.VenueSymbol;

    public SimulatedInstrument Of => of;

    /// <summary>The book's number at which the last batch of changes ended.</summary>
    public long LastSequence { get; set; } = of.Book.Sequence;

    /// <summary>The newest ticker as it was sent; null before the first.</summary>
    public byte[]? LastTicker { get; set; }

    /// <summary>The newest match as <c>last_match</c>, for who comes later; null before the first.</summary>
    public byte[]? LastMatch { get; set; }

    /// <summary>Whether there was a match since the last batched ticker.</summary>
    public bool HasNewTicker { get; set; }

    public List<CoinbaseConnection> ListenersOf(CoinbaseChannel channel) => listeners[(int)channel];
}
