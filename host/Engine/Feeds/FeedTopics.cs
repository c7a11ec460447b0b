using StrategyHost.Engine.Dispatch;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>One published book: its ring and who listens.</summary>
sealed class BookTopic(FanOut? fanOut, int levels)
{
    public BookRing Ring { get; } = new(levels);

    public Dispatcher Dispatcher { get; } = new(fanOut);
}

/// <summary>A value of which the newest counts, and who listens.</summary>
sealed class LatestTopic<T>(FanOut? fanOut)
    where T : struct
{
    public LatestCell<T> Cell { get; } = new();

    public Dispatcher Dispatcher { get; } = new(fanOut);

    public void Publish(in T value, Announcer announcer)
    {
        Cell.Write(value);
        announcer.Announce(Dispatcher);
    }
}

/// <summary>The tape: a bounded queue for each listener, since trades are not conflated.</summary>
sealed class TradeTopic(FanOut? fanOut)
{
    readonly Lock gate = new();
    volatile TradeQueue[] queues = [];

    public Dispatcher Dispatcher { get; } = new(fanOut);

    public TradeQueue AddQueue()
    {
        var queue = new TradeQueue();
        lock (gate) queues = [.. queues, queue];
        return queue;
    }

    public void RemoveQueue(TradeQueue queue)
    {
        lock (gate) queues = [.. queues.Where(x => x != queue)];
    }

    public void Publish(in Trade trade)
    {
        foreach (var queue in queues) queue.Add(trade);
        Dispatcher.Notify();
    }
}
