using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Metrics;
using StrategyHost.Engine.Strategies;
using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Engine;

/// <summary>One feed at one moment. Null means not known, never zero.</summary>
public sealed record FeedSnapshot
{
    /// <summary>State, reason and since when.</summary>
    public required FeedStatus Status { get; init; }

    /// <summary>Events of this instrument received.</summary>
    public required long FramesReceived { get; init; }

    /// <summary>Deltas applied to the kept book.</summary>
    public required long BookUpdates { get; init; }

    /// <summary>Deltas that told nothing new.</summary>
    public required long StaleUpdates { get; init; }

    /// <summary>Partial books received.</summary>
    public required long PartialBooks { get; init; }

    /// <summary>Quotes received.</summary>
    public required long Quotes { get; init; }

    /// <summary>Tickers received.</summary>
    public required long Tickers { get; init; }

    /// <summary>Trades received.</summary>
    public required long Trades { get; init; }

    /// <summary>Times that something was missing, did not fit, or was proved wrong.</summary>
    public required long Gaps { get; init; }

    /// <summary>Books taken anew after the first.</summary>
    public required long Resyncs { get; init; }

    /// <summary>Connections lost, of those that carry this instrument.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Frames not to be believed, on the connections that carry this instrument.</summary>
    public required long FramesRejected { get; init; }

    /// <summary>Updates after which the touch lay past the horizon, unconfirmed, and was not shown.</summary>
    public required long Withheld { get; init; }

    /// <summary>One-way delays; null while the venue's clock is unknown.</summary>
    public LatencySummary? Delay { get; init; }

    /// <summary>Error bound of the venue's clock offset; null while unknown.</summary>
    public long? ClockErrorNs { get; init; }

    /// <summary>From received to published; null in a replay, where time is the recording's.</summary>
    public LatencySummary? Processing { get; init; }

    /// <summary>Best bid as published now; null while no book is published.</summary>
    public Level? BestBid { get; init; }

    /// <summary>Best ask as published now; null while no book is published.</summary>
    public Level? BestAsk { get; init; }

    /// <summary>The venue's number of the book as published now; null while none is.</summary>
    public long? Sequence { get; init; }

    /// <summary>
    /// True when the venue numbers the book, so that a missing change shows at once; false when its integrity rests on
    /// the order of arrival and on the audit; null while there is no book.
    /// </summary>
    public bool? IsNumbered { get; init; }

    /// <summary>Comparisons of the book with the venue's quotes and tickers.</summary>
    public required AuditCount Audit { get; init; }

    /// <summary>The venue's checksums of the book: those that came, and those that held.</summary>
    public required AuditCount Checksums { get; init; }
}

/// <summary>One strategy at one moment.</summary>
/// <param name="Name">Its file's name without <c>.csx</c>.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Events">Handlers called.</param>
/// <param name="Conflated">Events replaced or lost before a handler saw them.</param>
/// <param name="Faults">Exceptions thrown.</param>
/// <param name="NewestFault">The newest of them that was described; null when there was none.</param>
/// <param name="Signals">Signals made.</param>
public sealed record StrategySnapshot(
    string Name,
    StrategyState State,
    long Events,
    long Conflated,
    long Faults,
    StrategyFault? NewestFault,
    long Signals);

/// <summary>A whole run at one moment, immutable: screens and reports sample it at their own pace.</summary>
/// <param name="Source">What the data is: simulated, live or replay.</param>
/// <param name="Elapsed">Since the run began.</param>
/// <param name="Feeds">Every feed, by name.</param>
/// <param name="Strategies">Every strategy, by name.</param>
/// <param name="Signals">The newest signals, oldest first.</param>
/// <param name="SignalCount">Signals made since the run began.</param>
public sealed record EngineSnapshot(
    string Source,
    TimeSpan Elapsed,
    IReadOnlyList<FeedSnapshot> Feeds,
    IReadOnlyList<StrategySnapshot> Strategies,
    IReadOnlyList<Signal> Signals,
    long SignalCount)
{
    /// <summary>Signals that a snapshot carries at most.</summary>
    public const int SignalsShown = 20;
}
