using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>What a received frame turned out to be.</summary>
public enum FrameKind : byte
{
    /// <summary>Market data; it went to the sink.</summary>
    Data,

    /// <summary>The venue accepted a request.</summary>
    Acknowledgement,

    /// <summary>
    /// The venue refused a request or reports a fault; <see cref="IWireSession.Reason"/> has its words.
    /// </summary>
    Error,

    /// <summary>A ping, a pong or another sign of life.</summary>
    Heartbeat,

    /// <summary>
    /// News of the connection itself, such as a planned shutdown; <see cref="IWireSession.Reason"/> says what.
    /// </summary>
    Notice,

    /// <summary>Well formed, but nothing this adapter knows or asked for.</summary>
    Unknown,

    /// <summary>
    /// Not to be believed: malformed, truncated, or with a number that does not fit. Nothing of it went to the sink;
    /// <see cref="IWireSession.Reason"/> says why.
    /// </summary>
    Rejected,
}

/// <summary>
/// The state of one connection in the venue's protocol: what was asked, what was acknowledged, what a frame means.
/// It does no I/O and reads no clock. A frame is decoded whole or not at all: a rejected one leaves no trace in the
/// sink.
/// </summary>
/// <remarks>
/// Touched by one thread at a time. Hot: <see cref="Decode"/> allocates nothing for data and throws nothing, whatever
/// the bytes.
/// </remarks>
public interface IWireSession
{
    /// <summary>Why the last frame was an error, a notice or rejected; null after any other.</summary>
    string? Reason { get; }

    /// <summary>
    /// Writes the frames that subscribe to the route's subscriptions, right after the connection opened.
    /// </summary>
    void Start(FrameOutput output);

    /// <summary>Writes the frames that add subscriptions.</summary>
    void Subscribe(IReadOnlyList<Subscription> subscriptions, FrameOutput output);

    /// <summary>Writes the frames that end subscriptions.</summary>
    void Unsubscribe(IReadOnlyList<Subscription> subscriptions, FrameOutput output);

    /// <summary>
    /// Writes the frames that make the venue send one subscription from its beginning, snapshot first.
    /// </summary>
    void Resubscribe(in Subscription subscription, FrameOutput output);

    /// <summary>Decodes one whole message.</summary>
    /// <param name="frame">Its bytes, borrowed for the call.</param>
    /// <param name="received">When it was received; events carry it on.</param>
    /// <param name="sink">Takes what it holds.</param>
    /// <param name="output">Takes frames to send in answer.</param>
    FrameKind Decode(ReadOnlySpan<byte> frame, Stamp received, IMarketSink sink, FrameOutput output);

    /// <summary>
    /// Called every <see cref="Heartbeat.PingInterval"/>: writes the application's ping, where the venue wants one.
    /// </summary>
    void Tick(FrameOutput output);

    /// <summary>
    /// The venue's own name of a subscription on this connection, for messages: <c>btcusdt@depth@100ms</c>.
    /// </summary>
    string Describe(in Subscription subscription);
}
