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

    /// <summary>True when somebody wants every publication, so that none may be held back.</summary>
    public bool WantsEach { get; private set; }

    public void Add(Mailbox mailbox, int topic, bool wantsEach = false)
    {
        lock (gate) Use([.. listeners, new Listener(mailbox, topic, wantsEach)]);
    }

    public void Remove(Mailbox mailbox)
    {
        lock (gate) Use([.. listeners.Where(x => x.Mailbox != mailbox)]);
    }

    public void Notify()
    {
        var current = listeners;
        Interlocked.MemoryBarrier(); // what was published comes before the looks at what is marked
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

    void Use(Listener[] changed)
    {
        WantsEach = changed.Any(x => x.WantsEach);
        listeners = changed;
    }

    readonly record struct Listener(Mailbox Mailbox, int Topic, bool WantsEach);
}
