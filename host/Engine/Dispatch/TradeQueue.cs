using StrategyHost.Market;

namespace StrategyHost.Engine.Dispatch;

/// <summary>
/// Trades of one instrument on their way to one strategy, in order. Bounded: past the bound the newest are dropped
/// and counted, because the feed never waits.
/// </summary>
/// <remarks>Hot: no allocation, no lock. One writer (the feed's thread) and one reader (the strategy's).</remarks>
sealed class TradeQueue
{
    public const int Capacity = 1024;

    readonly Trade[] trades = new Trade[Capacity];
    long head;
    long tail;
    long dropped;

    /// <summary>Trades dropped because the strategy was too slow.</summary>
    public long Dropped => Volatile.Read(ref dropped);

    public void Add(in Trade trade)
    {
        if (tail - Volatile.Read(ref head) == Capacity)
        {
            Volatile.Write(ref dropped, dropped + 1);
            return;
        }

        trades[tail % Capacity] = trade;
        Volatile.Write(ref tail, tail + 1);
    }

    public bool TryTake(out Trade trade)
    {
        trade = default;
        if (head == Volatile.Read(ref tail)) return false;
        trade = trades[head % Capacity];
        Volatile.Write(ref head, head + 1);
        return true;
    }
}
