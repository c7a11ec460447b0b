namespace StrategyHost.Exchange;

/// <summary>Where a kept book's snapshot comes from.</summary>
public enum SnapshotSource : byte
{
    /// <summary>From REST: the host buffers deltas while it fetches one.</summary>
    Rest,

    /// <summary>In the stream, before the deltas; after a gap the host subscribes again.</summary>
    Stream,

    /// <summary>In the stream where it comes, else from REST.</summary>
    Either,
}

/// <summary>How the first delta after a REST snapshot must meet the snapshot's number L.</summary>
public enum SnapshotBridge : byte
{
    /// <summary>It covers the number after it: First &lt;= L + 1 &lt;= Last (Binance spot).</summary>
    Next,

    /// <summary>It covers the number itself: First &lt;= L &lt;= Last (Binance futures).</summary>
    Within,
}

/// <summary>How a connection is kept alive, beside answering ping frames, which the host always does.</summary>
/// <param name="PingInterval">How often the session's <see cref="IWireSession.Tick"/> is due; null when never.</param>
/// <param name="SilenceLimit">Silence after which the venue would have sent a ping frame or data for certain.</param>
public sealed record Heartbeat(TimeSpan? PingInterval, TimeSpan SilenceLimit);

/// <summary>What a connection may do.</summary>
/// <param name="MessagesPerSecond">Frames that the venue accepts from us each second; the host paces them.</param>
/// <param name="SubscriptionsPerConnection">
/// Streams on one connection; <see cref="IExchangeAdapter.Plan"/> keeps to it.
/// </param>
/// <param name="MaxFrameBytes">Largest frame believed; a larger one is an error that closes the connection.</param>
public sealed record ConnectionLimits(int MessagesPerSecond, int SubscriptionsPerConnection, int MaxFrameBytes);

/// <summary>The venue's REST allowance for one address.</summary>
/// <param name="Weight">Weight a window.</param>
/// <param name="Window">Length of the window.</param>
/// <param name="UsedWeightHeader">Response header with the weight used so far; null when there is none.</param>
public sealed record RestBudget(int Weight, TimeSpan Window, string? UsedWeightHeader);

/// <summary>
/// A venue described as data: all that the host must know of it to connect, stay within its limits and check its
/// numbers. The host has no branch by venue; what differs is here.
/// </summary>
public sealed record VenueProfile
{
    /// <summary>Lower-case name, as users type it: <c>binance-futures</c>.</summary>
    public required string Venue { get; init; }

    /// <summary>The venue's name for people: <c>Binance USD-M Futures</c>.</summary>
    public required string DisplayName { get; init; }

    /// <summary>REST base addresses in the order in which to try them.</summary>
    public required IReadOnlyList<Uri> RestEndpoints { get; init; }

    /// <summary>
    /// WebSocket base addresses that a recording of this venue may name, so that a replay finds its adapter;
    /// every endpoint of every route stands below one of them.
    /// </summary>
    public required IReadOnlyList<Uri> StreamEndpoints { get; init; }

    /// <summary>How connections are kept alive.</summary>
    public required Heartbeat Heartbeat { get; init; }

    /// <summary>What one connection may do.</summary>
    public required ConnectionLimits Limits { get; init; }

    /// <summary>REST allowance.</summary>
    public required RestBudget Budget { get; init; }

    /// <summary>Where snapshots come from.</summary>
    public required SnapshotSource SnapshotSource { get; init; }

    /// <summary>How a delta joins a REST snapshot.</summary>
    public SnapshotBridge Bridge { get; init; }

    /// <summary>True when the venue's numbers never fall, so that a lower one is old news and not a gap.</summary>
    public bool IsMonotonic { get; init; } = true;

    /// <summary>
    /// True when a quote's number counts with the book's, so that equal numbers mean equal best prices.
    /// </summary>
    public bool QuoteNumbersMatchBook { get; init; }

    /// <summary>How the venue sums up a book, where its messages carry the sum; null when they do not.</summary>
    public BookChecksum? Checksum { get; init; }

    /// <summary>
    /// True when a ticker's best prices are the book's at the ticker's time, give or take a quarter of a second, so
    /// that tickers judge a book that bears no number.
    /// </summary>
    public bool TickersAuditBook { get; init; }

    /// <summary>Levels a side to ask for in a REST snapshot.</summary>
    public required int SnapshotLevels { get; init; }

    /// <summary>Age at which the venue closes every connection; null when it does not.</summary>
    public TimeSpan? PlannedClose { get; init; }
}
