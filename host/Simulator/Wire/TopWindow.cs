using System.Runtime.InteropServices;
using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire;

/// <summary>
/// The best N levels a side as a venue last told them, and what a client must change to hold the present ones. The one
/// rule: a level pushed past the edge is told as a removal and one that comes within it as an addition, so that whoever
/// applies every difference holds exactly the best N.
/// </summary>
sealed class TopWindow(SimulatedBook book, int levelCount)
{
    readonly TopSide bids = new(book.Bids, levelCount);
    readonly TopSide asks = new(book.Asks, levelCount);
    long sequence = -1;

    /// <summary>The bids as told last, best first.</summary>
    public ReadOnlySpan<ScaledLevel> Bids => bids.Told;

    /// <summary>The asks as told last, best first.</summary>
    public ReadOnlySpan<ScaledLevel> Asks => asks.Told;

    /// <summary>Bids that the newest <see cref="Advance"/> changed, best first; quantity 0 removes.</summary>
    public ReadOnlySpan<ScaledLevel> BidChanges => bids.Changes;

    /// <summary>Asks that the newest <see cref="Advance"/> changed, best first; quantity 0 removes.</summary>
    public ReadOnlySpan<ScaledLevel> AskChanges => asks.Changes;

    /// <summary>Goes on to the book as it is now; false when its best N are what was told last.</summary>
    public bool Advance()
    {
        if (book.Sequence == sequence) return false;
        sequence = book.Sequence;
        var changed = bids.Advance();
        return asks.Advance() || changed;
    }

    sealed class TopSide(Ladder ladder, int levelCount)
    {
        readonly List<ScaledLevel> changes = [];
        ScaledLevel[] told = new ScaledLevel[levelCount];
        ScaledLevel[] next = new ScaledLevel[levelCount];
        int count;

        public ReadOnlySpan<ScaledLevel> Told => told.AsSpan(0, count);

        public ReadOnlySpan<ScaledLevel> Changes => CollectionsMarshal.AsSpan(changes);

        public bool Advance()
        {
            changes.Clear();
            var present = Math.Min(levelCount, ladder.Count);
            for (var i = 0; i < present; i++) next[i] = ladder.At(i);
            Compare(next.AsSpan(0, present));
            (told, next, count) = (next, told, present);
            return changes.Count > 0;
        }

        void Compare(ReadOnlySpan<ScaledLevel> now)
        {
            var (i, j) = (0, 0);
            while (i < count || j < now.Length)
            {
                if (j == now.Length || (i < count && ladder.IsBetter(told[i].Price, now[j].Price)))
                    changes.Add(told[i++] with { Quantity = 0 });
                else if (i == count || told[i].Price != now[j].Price) changes.Add(now[j++]);
                else if (told[i++].Quantity != now[j].Quantity) changes.Add(now[j++]);
                else j++;
            }
        }
    }
}
