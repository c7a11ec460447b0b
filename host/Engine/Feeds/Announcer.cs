using StrategyHost.Engine.Dispatch;

namespace StrategyHost.Engine.Feeds;

/// <summary>
/// When strategies are told of what a connection brought. A book that is known to be old already, since the next
/// messages are here, is not worth showing: it is published once the connection has caught up, or after
/// <see cref="LongestHeldBack"/>, and what was passed over is counted as conflated. Trades are never held back,
/// nor books that somebody wants every update of.
/// </summary>
/// <remarks>Hot: no allocation once it has met its topics. Under the connection's gate.</remarks>
sealed class Announcer(TimeProvider time)
{
    /// <summary>Time after which what was held back is told in any case.</summary>
    public static readonly TimeSpan LongestHeldBack = TimeSpan.FromMicroseconds(200);

    readonly long longest = (long)(LongestHeldBack.TotalSeconds * time.TimestampFrequency);
    readonly HashSet<Dispatcher> topics = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<FeedPart> books = new(ReferenceEqualityComparer.Instance);
    long since;

    /// <summary>True while news is held back.</summary>
    public bool HoldsBack { get; private set; }

    /// <summary>True when there is something to tell.</summary>
    public bool HasNews => since != 0;

    /// <summary>A message begins.</summary>
    /// <param name="isBehind">True when more has come already.</param>
    /// <param name="received">When it came, monotonic.</param>
    public void Begin(bool isBehind, long received)
    {
        HoldsBack = isBehind && (since == 0 || received - since < longest);
        if (HoldsBack && since == 0) since = received;
    }

    /// <summary>Publishes a kept book, now or later. Under the feed's gate.</summary>
    public void Publish(FeedPart part, long clockOffsetNs)
    {
        var kept = part.Kept!;
        if (!HoldsBack || kept.WantsEach)
        {
            kept.Publish(clockOffsetNs);
            return;
        }

        kept.HoldBack();
        books.Add(part);
    }

    /// <summary>Tells a topic's listeners, now or later.</summary>
    public void Announce(Dispatcher topic)
    {
        if (!HoldsBack || topic.WantsEach) topic.Notify();
        else topics.Add(topic);
    }

    /// <summary>Tells everything that was held back.</summary>
    public void Release(long clockOffsetNs)
    {
        if (since == 0) return;
        since = 0;
        HoldsBack = false;
        foreach (var part in books)
        {
            lock (part.Feed.Gate)
            {
                if (part.Kept!.IsHeldBack) part.Kept.Publish(clockOffsetNs);
            }
        }

        foreach (var topic in topics) topic.Notify();
        books.Clear();
        topics.Clear();
    }
}
