using System.Collections.Concurrent;
using System.Numerics;
using StrategyHost.Market;

namespace StrategyHost.Engine.Dispatch;

/// <summary>
/// What waits for one strategy: a bit for each topic with news, changes of feed state, and continuations of its own
/// tasks. Bounded: books, quotes and tickers conflate (the bit is set once), the rest is counted when it overflows.
/// </summary>
/// <remarks>
/// Any thread marks and posts; one thread, the strategy's, takes. Hot: marking is one interlocked OR, and a system
/// call only when the strategy sleeps.
/// </remarks>
sealed class Mailbox
{
    public const int MaxTopics = 4096;
    public const int MaxStatuses = 4096;
    public const int MaxPosts = 65_536;

    // Together about 5 µs.
    const int LooksBeforeSleep = 16;
    const int SpinsPerLook = 20;
    const int MostPatience = 4;
    const int WaitsPerTry = 64;

    readonly ConcurrentQueue<FeedStatus> statuses = new();
    readonly ConcurrentQueue<Action> posts = new();
    readonly WakeSignal wake = WakeSignal.Create(); // needs no disposal: feed threads may hold a mailbox past its end
    readonly ulong[] bits = new ulong[MaxTopics / 64];
    int topics;
    int sleeping;
    int patience;
    int waits;
    long overflowed;

    /// <summary>Statuses and continuations lost because the strategy did not take them.</summary>
    public long Overflowed => Volatile.Read(ref overflowed);

    /// <summary>True when a feed's state waits to be told.</summary>
    public bool HasStatus => !statuses.IsEmpty;

    /// <summary>True when there is something to take.</summary>
    public bool HasNews
    {
        get
        {
            if (!statuses.IsEmpty || !posts.IsEmpty) return true;
            foreach (ref var word in bits.AsSpan(0, WordCount))
            {
                if (Volatile.Read(ref word) != 0) return true;
            }

            return false;
        }
    }

    /// <summary>Gives out the next topic; false when the strategy has as many as there may be.</summary>
    public bool TryAddTopic(out int topic)
    {
        topic = Volatile.Read(ref topics);
        if (topic >= MaxTopics) return false;
        Volatile.Write(ref topics, topic + 1);
        return true;
    }

    /// <summary>
    /// Says that a topic has news; true when the strategy sleeps and somebody has to <see cref="Wake"/> it.
    /// </summary>
    public bool Mark(int topic)
    {
        // A bit that is up already will be taken after what is published now: the caller has seen to that order.
        ref var word = ref bits[topic >> 6];
        var bit = 1UL << topic;
        if ((Volatile.Read(ref word) & bit) == 0) Interlocked.Or(ref word, bit);
        return Volatile.Read(ref sleeping) == 1 && Interlocked.Exchange(ref sleeping, 0) == 1;
    }

    /// <summary>Lets a sleeping strategy go on; a system call.</summary>
    public void Wake() => wake.Set();

    public void Add(FeedStatus status)
    {
        if (statuses.Count >= MaxStatuses) Interlocked.Increment(ref overflowed);
        else statuses.Enqueue(status);
        WakeIfAsleep();
    }

    public void Post(Action continuation)
    {
        if (posts.Count >= MaxPosts) Interlocked.Increment(ref overflowed);
        else posts.Enqueue(continuation);
        WakeIfAsleep();
    }

    public bool TryTakeStatus(out FeedStatus status) => statuses.TryDequeue(out status!);

    public bool TryTakePost(out Action continuation) => posts.TryDequeue(out continuation!);

    /// <summary>Takes one marked topic, lowest first from <paramref name="from"/>; -1 when there is none.</summary>
    public int TakeTopic(int from)
    {
        var words = WordCount;
        for (var i = from >> 6; i < words; i++)
        {
            var mask = i == from >> 6 ? ulong.MaxValue << from : ulong.MaxValue;
            var word = Volatile.Read(ref bits[i]) & mask;
            if (word == 0) continue;
            var bit = BitOperations.TrailingZeroCount(word);
            Interlocked.And(ref bits[i], ~(1UL << bit));
            return (i << 6) + bit;
        }

        return -1;
    }

    /// <summary>Sleeps until there is news or the token ends it. The strategy's thread.</summary>
    public void Wait(CancellationToken stop)
    {
        if (HasNewsSoon(stop)) return;
        Interlocked.Exchange(ref sleeping, 1);
        if (HasNews || stop.IsCancellationRequested)
        {
            // Whoever took the flag down first has released, or will: then that wake-up is waited for.
            if (Interlocked.Exchange(ref sleeping, 0) == 1) return;
        }

        wake.Wait();
    }

    /// <summary>Wakes the strategy when it sleeps, as for a timer or to stop it.</summary>
    public void WakeIfAsleep()
    {
        if (Interlocked.Exchange(ref sleeping, 0) == 1) Wake();
    }

    /// <summary>
    /// Looks again for a few microseconds before sleeping: in a burst the next event comes sooner than that, and waking
    /// costs its feed more than waiting costs the strategy. Where it has not paid lately it is tried only now and then.
    /// </summary>
    bool HasNewsSoon(CancellationToken stop)
    {
        if (patience == 0 && ++waits % WaitsPerTry != 0) return HasNews;
        for (var i = 0; i < LooksBeforeSleep && !stop.IsCancellationRequested; i++)
        {
            if (HasNews)
            {
                patience = MostPatience;
                return true;
            }

            Thread.SpinWait(SpinsPerLook);
        }

        if (patience > 0) patience--;
        return false;
    }

    int WordCount => (Volatile.Read(ref topics) + 63) / 64;
}
