using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Bybit;

/// <summary>
/// The state of one <c>orderbook</c> topic: its window, and the number <c>u</c> of its newest message. Each message's
/// number is the last one's + 1; a restart of the service counts from 1 again, with a snapshot.
/// </summary>
sealed class BybitBook(SimulatedInstrument of, int depth, long first, SeededRandom random, double restartChance)
{
    /// <summary>Level 1 is sent again when it did not change for so long.</summary>
    const long RepeatMs = 3000;

    public int Depth => depth;

    public TopWindow Window { get; } = new(of.Book, depth);

    /// <summary>The number of the newest message.</summary>
    public long Update { get; private set; } = first;

    /// <summary>The venue's number across depths, when the newest message was made.</summary>
    public long Sequence { get; private set; } = of.Book.Sequence;

    /// <summary>When the newest change that was told happened.</summary>
    public long ChangedMs { get; private set; }

    /// <summary>Set when the newest message must be a snapshot.</summary>
    public bool IsSnapshot { get; private set; }

    long saidMs;

    /// <summary>Goes on to the present; true when there is a message to send.</summary>
    public bool Advance(long timeMs)
    {
        var changed = Window.Advance();
        var restarts = restartChance > 0 && depth > 1 && random.Chance(restartChance);
        if (!changed && !restarts)
        {
            if (depth != 1 || timeMs - saidMs < RepeatMs) return false;
            saidMs = timeMs;
            return true;
        }

        Update = restarts ? 1 : Update + 1;
        IsSnapshot = restarts || depth == 1;
        (Sequence, ChangedMs, saidMs) = (of.Book.Sequence, of.Book.TimeMs, timeMs);
        of.Numbers.Add(Update, timeMs);
        return true;
    }
}
