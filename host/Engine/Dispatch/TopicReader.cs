using StrategyHost.Engine.Feeds;
using StrategyHost.Strategy;

namespace StrategyHost.Engine.Dispatch;

/// <summary>
/// One handler of a strategy and where its events come from. Taking is on the strategy's thread; what it skipped is
/// counted, never silent.
/// </summary>
/// <remarks>Hot: no allocation per event.</remarks>
abstract class TopicReader(InstrumentFeed feed)
{
    public InstrumentFeed Feed => feed;

    /// <summary>Events that were replaced by newer ones, or lost, before the handler saw them.</summary>
    public long Conflated { get; protected set; }

    /// <summary>
    /// Hands the next event to the handler; false when there was none. <paramref name="hasMore"/> tells that another
    /// waits already, so that others may have their turn first.
    /// </summary>
    public abstract bool TryHandle(out bool hasMore);

    /// <summary>Gives up what it holds of its feed; any thread.</summary>
    public virtual void Leave()
    {
    }
}

/// <summary>A book handler that wants the newest publication only.</summary>
/// <remarks>A feed tells its state before its book: while a status waits in the mailbox the book waits too.</remarks>
sealed class LatestBookReader(
    InstrumentFeed feed, BookRing ring, BookBuffer buffer, BookHandler handler, Mailbox? mailbox = null)
    : TopicReader(feed)
{
    const int MaxTries = 16;

    long seen = ring.Latest;

    public override bool TryHandle(out bool hasMore)
    {
        hasMore = false;
        for (var i = 0; i < MaxTries; i++)
        {
            var latest = ring.Latest;
            if (latest == seen || !ring.IsPublished) return false;
            if (!ring.TryRead(latest, buffer)) continue;
            hasMore = mailbox?.HasStatus == true;
            if (hasMore) return false;
            Conflated += latest - seen - 1;
            seen = latest;
            handler(buffer.View);
            return true;
        }

        hasMore = true; // the writer was faster each time: try again after the others
        return false;
    }
}

/// <summary>A book handler that wants every publication, as long as it keeps within the ring of the newest.</summary>
/// <remarks>A feed tells its state before its book: while a status waits in the mailbox the book waits too.</remarks>
sealed class EveryBookReader(
    InstrumentFeed feed, BookRing ring, BookBuffer buffer, BookHandler handler, Mailbox? mailbox = null)
    : TopicReader(feed)
{
    long seen = ring.Latest;

    public override bool TryHandle(out bool hasMore)
    {
        var latest = ring.Latest;
        hasMore = false;
        if (!ring.IsPublished)
        {
            Conflated += latest - seen; // publications of a book that has been withdrawn since
            seen = latest;
            return false;
        }

        while (seen < latest)
        {
            if (ring.TryRead(seen + 1, buffer))
            {
                hasMore = mailbox?.HasStatus == true;
                if (hasMore) return false;
                seen++;
                hasMore = seen < ring.Latest;
                handler(buffer.View);
                return true;
            }

            var oldest = Math.Max(seen + 2, ring.Latest - BookRing.Slots + 2); // the overrun ones are gone
            Conflated += oldest - 1 - seen;
            seen = oldest - 1;
            latest = ring.Latest;
        }

        return false;
    }
}

/// <summary>A handler of quotes or tickers, of which the newest counts.</summary>
sealed class LatestReader<T>(InstrumentFeed feed, LatestCell<T> cell, Action<T> handler) : TopicReader(feed)
    where T : struct
{
    long seen = cell.Count;

    public override bool TryHandle(out bool hasMore)
    {
        hasMore = false;
        if (!cell.TryRead(out var value, out var count) || count == seen) return false;
        Conflated += count - seen - 1;
        seen = count;
        handler(value);
        return true;
    }
}

/// <summary>A handler of trades, each in order.</summary>
sealed class TradeReader(InstrumentFeed feed, TradeQueue queue, TradeHandler handler) : TopicReader(feed)
{
    public override bool TryHandle(out bool hasMore)
    {
        Conflated = queue.Dropped;
        hasMore = queue.TryTake(out var trade);
        if (!hasMore) return false;
        handler(trade);
        return true;
    }

    public override void Leave() => Feed.Trades.RemoveQueue(queue);
}
