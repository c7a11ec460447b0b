using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>One subscription on one connection: asked, answered, served.</summary>
sealed class SubscriptionTrack(Subscription subscription)
{
    public Subscription Subscription => subscription;

    /// <summary>When it was asked for on this connection; 0 while it was not.</summary>
    public long AskedAt { get; set; }

    public bool IsAnswered { get; set; }

    /// <summary>The venue's reason for refusing it; null when it did not.</summary>
    public string? Refusal { get; set; }

    /// <summary>True once the connection has brought data of it.</summary>
    public bool IsServed { get; set; }

    /// <summary>
    /// Why nothing has come although it should have, with the likely cause; null while there is time.
    /// </summary>
    public string? Silence { get; set; }

    /// <summary>A quiet instrument may go without a trade for hours: silence there means nothing.</summary>
    public bool MayBeQuiet => subscription.Channel == Channel.Trade;

    public void Reset()
    {
        AskedAt = 0;
        IsAnswered = IsServed = false;
        Refusal = Silence = null;
    }
}

/// <summary>What one connection carries of one instrument.</summary>
/// <remarks>Under the connection's gate.</remarks>
sealed class FeedPart(InstrumentFeed feed, VenueProfile profile, bool adoptsTracks)
{
    public const int DefaultLevels = 20;

    public InstrumentFeed Feed => feed;

    public List<SubscriptionTrack> Tracks { get; } = [];

    /// <summary>The kept book, where this connection carries it.</summary>
    public KeptBook? Kept { get; private set; }

    public FeedState State { get; private set; } = FeedState.Connecting;

    public string? Reason { get; private set; }

    /// <summary>A snapshot is being fetched.</summary>
    public bool SnapshotPending { get; set; }

    /// <summary>When the next snapshot may be asked for, monotonic.</summary>
    public long SnapshotNotBefore { get; set; }

    /// <summary>When the next refresh of a live book may be asked for, monotonic.</summary>
    public long RefreshNotBefore { get; set; }

    /// <summary>Until when the stream may still bring the snapshot that is missed; 0 while none is.</summary>
    public long StreamAwaitedUntil { get; set; }

    /// <summary>When the subscription may be renewed again for the sake of a snapshot, monotonic.</summary>
    public long RenewalNotBefore { get; set; }

    /// <summary>Gaps of the book for which the subscription was renewed, or the connection was.</summary>
    public long GapsAnswered { get; set; }

    /// <summary>Why the last snapshot was not to be had; null when it was.</summary>
    public string? SnapshotFailure { get; set; }

    /// <summary>Follows one more subscription.</summary>
    public SubscriptionTrack Track(Subscription subscription)
    {
        if (subscription is { Channel: Channel.Book, Depth: Depth.Full }) Kept ??= NewBook(feed, profile);
        var track = new SubscriptionTrack(subscription);
        Tracks.Add(track);
        return track;
    }

    /// <summary>The connection brought data of a subscription; true when it is the first.</summary>
    /// <remarks>Of a recording, what comes is taken for subscribed.</remarks>
    public bool MarkServed(Channel channel, Depth depth)
    {
        foreach (var track in Tracks)
        {
            if (track.Subscription.Channel != channel || track.Subscription.Depth != depth) continue;
            if (track.IsServed) return false;
            track.IsServed = true;
            track.Silence = null;
            return true;
        }

        if (adoptsTracks) Track(new Subscription(feed.Instrument, channel, depth)).IsServed = true;
        return adoptsTracks;
    }

    /// <summary>Works the state out from the connection's and the subscriptions'.</summary>
    public void Evaluate(FeedState connection, string? connectionReason, DateTimeOffset now)
    {
        lock (feed.Gate)
        {
            (State, Reason) = connection == FeedState.Live ? FromSubscriptions() : (connection, connectionReason);
            feed.Reconsider(now);
        }
    }

    public void Reset()
    {
        foreach (var track in Tracks) track.Reset();
        SnapshotPending = false;
        SnapshotFailure = null;
        StreamAwaitedUntil = RenewalNotBefore = 0;
        GapsAnswered = Kept?.Gaps ?? 0;
        lock (feed.Gate)
        {
            Kept?.Reset();
            foreach (var track in Tracks)
            {
                if (track.Subscription is not { Channel: Channel.Book, Depth: not Depth.Full } partial) continue;
                feed.FindBookTopic(partial.Depth)?.Ring.Withdraw();
            }
        }
    }

    (FeedState State, string? Reason) FromSubscriptions()
    {
        if (Tracks.Find(x => x.Refusal is not null) is { } refused)
        {
            return (FeedState.Stopped, $"{refused.Subscription}: the venue refused it: {refused.Refusal}");
        }

        if (Tracks.Find(x => x.Silence is not null) is { } silent)
        {
            return (FeedState.Stale, $"{silent.Subscription}: {silent.Silence}");
        }

        if (Kept is { IsLive: false } lost)
        {
            return lost.WasLive
                ? (FeedState.Recovering, SnapshotFailure ?? lost.LossReason)
                : (FeedState.Syncing, SnapshotFailure);
        }

        var isComplete = Tracks.TrueForAll(x => x.IsServed || (x.MayBeQuiet && x.IsAnswered));
        return (isComplete ? FeedState.Live : FeedState.Syncing, null);
    }

    static KeptBook NewBook(InstrumentFeed feed, VenueProfile profile)
    {
        var topic = feed.BookTopic(Depth.Full, DefaultLevels);
        return new KeptBook(profile, topic.Ring, topic.Dispatcher);
    }
}
