using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>What the host asks a venue over REST.</summary>
public enum RestQueryKind : byte
{
    /// <summary>The venue's clock.</summary>
    Time,

    /// <summary>All instruments with tick size, lot size and status.</summary>
    Instruments,

    /// <summary>A snapshot of one instrument's book.</summary>
    Book,

    /// <summary>One instrument's best bid and offer.</summary>
    Quote,

    /// <summary>One instrument's 24-hour statistics.</summary>
    Ticker,
}

/// <summary>A question to a venue, in the host's words.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Instrument">
/// Whose; null for <see cref="RestQueryKind.Time"/> and <see cref="RestQueryKind.Instruments"/>.
/// </param>
/// <param name="Levels">Of a book: the levels a side to ask for.</param>
/// <param name="Page">The page to go on with, from <see cref="RestResult.NextPage"/>; null for the first.</param>
public sealed record RestQuery(RestQueryKind Kind, Instrument? Instrument = null, int Levels = 0, string? Page = null);

/// <summary>
/// The same question in the venue's words: a GET of <paramref name="Target"/> below a REST base address.
/// </summary>
/// <param name="Target">Path and query: <c>/api/v3/depth?symbol=BTCUSDT&amp;limit=1000</c>.</param>
/// <param name="Key">
/// What the answer answers, equal for equal questions whatever their spelling: <c>depth BTCUSDT</c>. A recorded
/// answer finds its question by it.
/// </param>
/// <param name="Weight">What the venue charges for it.</param>
public sealed record RestRequest(string Target, string Key, int Weight);

/// <summary>How a REST question ended.</summary>
public enum RestOutcome : byte
{
    /// <summary>Answered; what it held went to the sink or stands in the result.</summary>
    Ok,

    /// <summary>Too many requests: wait as long as the venue says before the next.</summary>
    Throttled,

    /// <summary>Refused for what was asked (unknown symbol, bad parameter): asking again will not help.</summary>
    Refused,

    /// <summary>The venue failed or is overloaded: ask again later.</summary>
    Failed,

    /// <summary>The answer is not what the venue documents.</summary>
    Malformed,
}

/// <summary>What a REST answer said.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">The venue's words for anything but Ok: <c>-1121 Invalid symbol.</c></param>
/// <param name="ServerTimeNs">Of a time query: the venue's clock, nanoseconds since the Unix epoch.</param>
/// <param name="NextPage">Of a paged answer: what to ask for next; null when this was the last page.</param>
public readonly record struct RestResult(
    RestOutcome Outcome, string? Reason = null, long ServerTimeNs = 0, string? NextPage = null)
{
    /// <summary>
    /// How long the venue wants to be left alone, where its rules say so and no Retry-After does; null when nothing
    /// says so.
    /// </summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>An answer with nothing more to say.</summary>
    public static RestResult Ok => new(RestOutcome.Ok);
}
