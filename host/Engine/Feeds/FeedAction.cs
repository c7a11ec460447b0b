using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>What a session wants its driver to do.</summary>
enum FeedActionKind : byte
{
    /// <summary>Open a connection to <see cref="FeedAction.Endpoint"/>.</summary>
    Connect,

    /// <summary>Send <see cref="FeedAction.Frame"/> as a text message.</summary>
    Send,

    /// <summary>Ask the venue <see cref="FeedAction.Query"/> over REST and hand the answer back.</summary>
    Fetch,

    /// <summary>Close the connection.</summary>
    Disconnect,
}

/// <summary>One thing to do. A session never does it itself: it neither waits nor blocks.</summary>
readonly record struct FeedAction(
    FeedActionKind Kind, Uri? Endpoint = null, byte[]? Frame = null, RestQuery? Query = null);

/// <summary>How a REST question ended, as a session is told.</summary>
/// <param name="Query">The question.</param>
/// <param name="Status">HTTP status; 0 when no answer came.</param>
/// <param name="Body">The answer.</param>
/// <param name="Received">When it came.</param>
/// <param name="RetryAfter">How long the venue wants to be left alone.</param>
/// <param name="Error">Why no answer came; null when one did.</param>
readonly record struct RestArrival(
    RestQuery Query, int Status, ReadOnlyMemory<byte> Body, Stamp Received, TimeSpan? RetryAfter, string? Error)
{
    /// <summary>When it was asked.</summary>
    public Stamp Sent { get; init; }
}
