namespace StrategyHost.Engine.Dispatch;

/// <summary>
/// Tells everybody who listens to one topic that it has news. The values themselves are in the topic's ring or cell;
/// what is sent is one bit a listener.
/// </summary>
/// <remarks>Hot: no allocation, at most one wake-up. Listeners come and go on any thread, copy on write.</remarks>
sealed class Dispatcher(FanOut? fanOut)
{
    readonly Lock gate = new();
    volatile Listener[] listeners = [];

    public int Count => listeners.Length;

    public void Add(Mailbox mailbox, int topic)
    {
        lock (gate) listeners = [.. listeners, new Listener(mailbox, topic)];
    }

    public void Remove(Mailbox mailbox)
    {
        lock (gate) listeners = [.. listeners.Where(x => x.Mailbox != mailbox)];
    }

    public void Notify()
    {
        var current = listeners;
        Mailbox? asleep = null;
        foreach (ref readonly var listener in current.AsSpan())
        {
            if (!listener.Mailbox.Mark(listener.Topic)) continue;
            if (asleep is null) asleep = listener.Mailbox;
            else WakeLater(listener.Mailbox);
        }

        asleep?.Wake();
    }

    void WakeLater(Mailbox mailbox)
    {
        if (fanOut is null) mailbox.Wake();
        else fanOut.Wake(mailbox);
    }

    readonly record struct Listener(Mailbox Mailbox, int Topic);
}
