using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Coinbase;

/// <summary>
/// Gathers what a batch has to say of a book since a number: each price once, with its newest quantity, and nothing of
/// one that is as it was. So no removal ever names a level that the listener does not have.
/// </summary>
sealed class CoinbaseBatch
{
    readonly List<BookChange> changes = [];
    readonly Dictionary<(Side, long), int> places = [];

    /// <summary>The changes in the order of their prices' first change; valid until the next call.</summary>
    public IReadOnlyList<BookChange> Since(SimulatedBook book, long sequence)
    {
        changes.Clear();
        places.Clear();
        for (var i = book.Journal.IndexAfter(sequence); i < book.Journal.Count; i++) Add(book.Journal[i]);
        changes.RemoveAll(static change => change.Quantity == change.Before);
        return changes;
    }

    void Add(in BookChange change)
    {
        if (places.TryAdd((change.Side, change.Price), changes.Count)) changes.Add(change);
        else
        {
            var place = places[(change.Side, change.Price)];
            changes[place] = changes[place] with { Quantity = change.Quantity };
        }
    }
}
