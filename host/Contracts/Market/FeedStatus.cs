namespace StrategyHost.Market;

/// <summary>
/// What one instrument's feed is doing: the worst of what it carries, since a book and a ticker may come by different
/// connections. A book is published only while the book itself is the venue's, whatever its ticker does.
/// </summary>
public enum FeedState : byte
{
    /// <summary>No connection yet.</summary>
    Connecting,

    /// <summary>
    /// Connected and subscribed; the book is being aligned with a snapshot, or data has not come yet.
    /// </summary>
    Syncing,

    /// <summary>Everything subscribed arrives, and the book is the venue's.</summary>
    Live,

    /// <summary>Arrives more slowly than it used to; still published, marked.</summary>
    Late,

    /// <summary>Silent beyond what it normally shows; not published.</summary>
    Stale,

    /// <summary>The connection was lost or the book had a gap; being restored, not published.</summary>
    Recovering,

    /// <summary>Given up or ended; the reason says why.</summary>
    Stopped,
}

/// <summary>A change in the state of one instrument's feed.</summary>
/// <param name="Instrument">Whose feed.</param>
/// <param name="State">The state it is in now.</param>
/// <param name="Reason">Why, in one clause; null where the state says it all.</param>
/// <param name="At">When it changed, by this host's clock.</param>
public sealed record FeedStatus(Instrument Instrument, FeedState State, string? Reason, DateTimeOffset At);
