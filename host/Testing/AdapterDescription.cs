using StrategyHost.Exchange;

namespace StrategyHost.Testing;

/// <summary>What an event of a sample is.</summary>
public enum SampleEvent
{
    /// <summary>Nothing reaches the sink: a heartbeat, a pong, a notice.</summary>
    None,

    /// <summary>One book update, snapshot or delta, whole or partial.</summary>
    Book,

    /// <summary>One quote.</summary>
    Quote,

    /// <summary>One ticker.</summary>
    Ticker,

    /// <summary>Trades, at least one.</summary>
    Trades,
}

/// <summary>A frame as the venue sends it.</summary>
/// <param name="Text">The whole frame.</param>
/// <param name="Event">What it holds.</param>
/// <param name="Kind">What decoding it gives.</param>
/// <param name="IsJson">False for bare words such as <c>pong</c>, which have no other spelling.</param>
/// <param name="After">
/// A frame that the connection brought before it, such as the snapshot that a partial ticker amends; null for none.
/// </param>
public sealed record FrameSample(
    string Text, SampleEvent Event, FrameKind Kind = FrameKind.Data, bool IsJson = true, string? After = null);

/// <summary>What a step of a book's story is.</summary>
public enum BookMove
{
    /// <summary>The whole book.</summary>
    Snapshot,

    /// <summary>A delta that carries on from the step before.</summary>
    Continues,

    /// <summary>A delta with something missing before it, as its numbers must show. Not without numbers.</summary>
    Gap,

    /// <summary>A whole book under numbers that begin again: it counts as a snapshot.</summary>
    Restart,
}

/// <summary>A step of a book's story: a frame and what its decoded form must say.</summary>
public sealed record BookStep(string Frame, BookMove Move);

/// <summary>An error that the venue documents.</summary>
/// <param name="Frame">As it comes, after the first request of a connection was sent.</param>
/// <param name="Words">A part of the venue's words that the reason must carry on.</param>
/// <param name="Refuses">
/// True when it refuses that request: each of its subscriptions must be told. False when it names no request of ours.
/// </param>
/// <param name="Told">How many must be told, where the venue's words name some of the request's; else null.</param>
public sealed record ErrorSample(string Frame, string Words, bool Refuses = true, int? Told = null);

/// <summary>A REST answer that is none.</summary>
public sealed record RestErrorSample(int Status, string Body, RestOutcome Outcome);

/// <summary>A part of a sample that is a number, for trying numbers at the limits in its place.</summary>
/// <param name="Frame">A frame with levels.</param>
/// <param name="Number">The spelling of one price in it, without its quotes; it stands there once.</param>
public sealed record NumberSample(string Frame, string Number);

/// <summary>
/// One venue as the conformance suite must know it: a small frame of each kind, what a request looks like and what the
/// venue answers. Use real frames; numbers may be your own.
/// </summary>
public sealed record AdapterDescription
{
    /// <summary>The adapter.</summary>
    public required IExchangeAdapter Adapter { get; init; }

    /// <summary>A symbol of the venue that the frames are of.</summary>
    public required string Symbol { get; init; }

    /// <summary>Makes the n-th of many symbols that the adapter can infer.</summary>
    public required Func<int, string> SymbolAt { get; init; }

    /// <summary>What the venue offers of an instrument: each of these is planned onto one route.</summary>
    public required IReadOnlyList<Channel> Channels { get; init; }

    /// <summary>Frames of every kind that the adapter decodes.</summary>
    public required IReadOnlyList<FrameSample> Frames { get; init; }

    /// <summary>Frames that are well formed and mean nothing to the adapter.</summary>
    public required IReadOnlyList<string> Strangers { get; init; }

    /// <summary>A book from its first frame on, with a gap (where the venue numbers) and a restart.</summary>
    public required IReadOnlyList<BookStep> Book { get; init; }

    /// <summary>A price in a frame of levels.</summary>
    public required NumberSample Number { get; init; }

    /// <summary>Subscriptions that the venue takes in one request.</summary>
    public required int SubscriptionsPerRequest { get; init; }

    /// <summary>Bytes that the venue takes in one request.</summary>
    public required int BytesPerRequest { get; init; }

    /// <summary>How many subscriptions a request is for; 0 for a frame that is no request to subscribe.</summary>
    public required Func<string, int> CountIn { get; init; }

    /// <summary>The frames by which the venue accepts the requests sent so far, the newest last.</summary>
    public required Func<IReadOnlyList<string>, IReadOnlyList<string>> Accept { get; init; }

    /// <summary>Every error that the venue documents for the stream.</summary>
    public required IReadOnlyList<ErrorSample> Errors { get; init; }

    /// <summary>The ping that the adapter sends; null when the venue wants none.</summary>
    public string? Ping { get; init; }

    /// <summary>An answer to <see cref="RestQueryKind.Instruments"/> that lists <see cref="Symbol"/>.</summary>
    public required string Instruments { get; init; }

    /// <summary>The tick size of <see cref="Symbol"/> in it.</summary>
    public required decimal TickSize { get; init; }

    /// <summary>The lot size of <see cref="Symbol"/> in it.</summary>
    public required decimal LotSize { get; init; }

    /// <summary>REST answers that are none, with what they mean.</summary>
    public required IReadOnlyList<RestErrorSample> RestErrors { get; init; }
}
