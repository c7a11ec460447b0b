using StrategyHost.Engine.Books;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>
/// Orders snapshots for books that need one, one at a time for each book and within the venue's weight, and reads what
/// comes back.
/// </summary>
/// <remarks>Under the connection's gate.</remarks>
sealed class SnapshotDesk(IExchangeAdapter adapter, FeedSessionContext context)
{
    static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);
    static readonly TimeSpan StreamPatience = TimeSpan.FromSeconds(2);
    static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(5);

    readonly Dictionary<FeedPart, Backoff> backoffs = [];

    /// <summary>Orders what a book needs, if it is time and the venue allows it.</summary>
    public void Ask(FeedPart part, IWireSession wire, FrameOutput output, Queue<FeedAction> actions, Stamp now)
    {
        if (part.Kept is not { } kept || part.SnapshotPending || now.Monotonic < part.SnapshotNotBefore) return;
        var need = kept.Need;
        if (need == BookNeed.None || (need == BookNeed.Refresh && now.Monotonic < part.RefreshNotBefore)) return;
        var subscription = new Subscription(part.Feed.Instrument, Channel.Book);
        if (adapter.Profile.SnapshotSource == SnapshotSource.Stream)
        {
            part.SnapshotNotBefore = After(LongestRetry, now);
            wire.Resubscribe(subscription, output);
            return;
        }

        var mayStream = adapter.Profile.SnapshotSource == SnapshotSource.Either && need == BookNeed.Snapshot;
        if (mayStream && AwaitsStream(part, subscription, wire, output, now)) return;
        var query = new RestQuery(RestQueryKind.Book, part.Feed.Instrument, adapter.Profile.SnapshotLevels);
        if (adapter.Ask(query) is not { } request || !context.Budget.TryCharge(request.Weight, now)) return;
        if (need == BookNeed.Refresh)
        {
            kept.BeginRefresh();
            part.RefreshNotBefore = After(RefreshInterval, now);
        }

        part.SnapshotPending = true;
        actions.Enqueue(new FeedAction(FeedActionKind.Fetch, Query: query));
    }

    /// <summary>
    /// Where a snapshot comes in the stream or not at all: it has some time to come, after a gap for a subscription
    /// anew. A second gap soon after the first is REST's.
    /// </summary>
    bool AwaitsStream(FeedPart part, in Subscription subscription, IWireSession wire, FrameOutput output, Stamp now)
    {
        var gaps = part.Kept!.Gaps;
        if (gaps != part.GapsAnswered && now.Monotonic >= part.RenewalNotBefore)
        {
            wire.Resubscribe(subscription, output);
            part.RenewalNotBefore = After(LongestRetry, now);
            part.StreamAwaitedUntil = After(StreamPatience, now);
        }
        else if (part.StreamAwaitedUntil == 0)
        {
            part.StreamAwaitedUntil = After(StreamPatience, now);
        }

        part.GapsAnswered = gaps;
        return now.Monotonic < part.StreamAwaitedUntil;
    }

    /// <summary>Reads the answer to an order.</summary>
    public void Read(FeedPart part, in RestArrival arrival, FeedSink sink, Stamp now)
    {
        if (arrival.Query.Kind != RestQueryKind.Book) return;
        part.SnapshotPending = false;
        var failure = Failure(arrival, sink, now);
        part.SnapshotFailure = failure;
        var backoff = BackoffOf(part);
        if (failure is null)
        {
            backoff.Reset();
            return;
        }

        part.SnapshotNotBefore = After(backoff.Next(), now);
        if (backoff.Tries <= 2) return;
        Log.RestFailed(context.Log, adapter.Profile.Venue, $"snapshot of {part.Feed.Instrument}", failure);
    }

    string? Failure(in RestArrival arrival, FeedSink sink, Stamp now)
    {
        if (arrival.Error is { } error) return $"no snapshot: {error}";
        sink.ReadSnapshot(isBeginning: true);
        RestResult result;
        try
        {
            result = adapter.Read(
                arrival.Query, arrival.Status, arrival.Body.Span, context.Symbols, arrival.Received, sink);
        }
        catch (Exception failure) // foreign code: an adapter may throw anything
        {
            return $"no snapshot: the plugin threw {failure.GetType().Name}: {failure.Message}";
        }
        finally
        {
            sink.ReadSnapshot(isBeginning: false);
        }

        if (result.Outcome == RestOutcome.Throttled)
            context.Budget.Pause(arrival.RetryAfter ?? result.Wait ?? RequestBudget.ThrottledWait, now);
        if (result.Outcome != RestOutcome.Ok) return $"no snapshot: {result.Outcome}: {result.Reason}";
        return sink.SnapshotResult switch
        {
            null => "no snapshot: the answer holds no book",
            SyncResult.SnapshotTooOld => "the snapshot is older than the deltas",
            SyncResult.Gap or SyncResult.DoesNotFit or SyncResult.Disproved => "the snapshot does not fit the deltas",
            _ => null,
        };
    }

    Backoff BackoffOf(FeedPart part)
    {
        if (backoffs.TryGetValue(part, out var backoff)) return backoff;
        return backoffs[part] = new Backoff(FirstRetry, LongestRetry, context.Random);
    }

    long After(TimeSpan delay, Stamp now) =>
        now.Monotonic + (long)(delay.TotalSeconds * context.Time.TimestampFrequency);
}
