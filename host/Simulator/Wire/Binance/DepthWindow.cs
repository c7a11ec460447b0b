using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>
/// Gathers what changed in a book since a number: each price once, with its newest quantity, best first. A level
/// that came and went in between is told as a removal, as the venue does.
/// </summary>
sealed class DepthWindow
{
    readonly List<ScaledLevel> bids = [];
    readonly List<ScaledLevel> asks = [];
    readonly HashSet<(Side, long)> seen = [];

    public DepthDelta Since(SimulatedBook book, long sequence)
    {
        Clear();
        var first = book.Journal.IndexAfter(sequence);
        for (var i = book.Journal.Count - 1; i >= first; i--) Add(book.Journal[i]);
        bids.Sort(static (a, b) => b.Price.CompareTo(a.Price));
        asks.Sort(static (a, b) => a.Price.CompareTo(b.Price));
        return Delta(book, sequence, first < book.Journal.Count ? book.Journal[first].Sequence : book.Sequence);
    }

    /// <summary>The best levels as they stand, under the numbers of what changed since.</summary>
    public DepthDelta Top(SimulatedBook book, long sequence, int levelCount)
    {
        Clear();
        for (var i = 0; i < Math.Min(levelCount, book.Bids.Count); i++) bids.Add(book.Bids.At(i));
        for (var i = 0; i < Math.Min(levelCount, book.Asks.Count); i++) asks.Add(book.Asks.At(i));
        var first = book.Journal.IndexAfter(sequence);
        return Delta(book, sequence, first < book.Journal.Count ? book.Journal[first].Sequence : book.Sequence);
    }

    DepthDelta Delta(SimulatedBook book, long previous, long first) => new()
    {
        Previous = previous,
        First = first,
        Last = book.Sequence,
        TimeMs = book.TimeMs,
        Bids = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bids),
        Asks = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(asks),
    };

    void Add(in BookChange change)
    {
        if (!seen.Add((change.Side, change.Price))) return;
        (change.Side == Side.Bid ? bids : asks).Add(new ScaledLevel(change.Price, change.Quantity));
    }

    void Clear()
    {
        bids.Clear();
        asks.Clear();
        seen.Clear();
    }
}
