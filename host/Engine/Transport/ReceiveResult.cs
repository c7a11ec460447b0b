namespace StrategyHost.Engine.Transport;

/// <summary>What a receive brought: one whole message, or the connection's end and why.</summary>
/// <remarks>The frame is borrowed: valid until the next receive on the same transport.</remarks>
readonly ref struct ReceiveResult
{
    /// <summary>A message.</summary>
    public ReceiveResult(ReadOnlySpan<byte> frame, bool isBinary)
    {
        Frame = frame;
        IsBinary = isBinary;
    }

    /// <summary>The end.</summary>
    public ReceiveResult(int closeCode, string reason)
    {
        IsClosed = true;
        CloseCode = closeCode;
        Reason = reason;
    }

    /// <summary>The whole message, its fragments joined; empty when closed.</summary>
    public ReadOnlySpan<byte> Frame { get; }

    /// <summary>True for a binary message.</summary>
    public bool IsBinary { get; }

    /// <summary>True when the connection is over; every later receive says the same.</summary>
    public bool IsClosed { get; }

    /// <summary>RFC 6455 close code: the peer's, 1006 when it sent none, 1009 when its message was too large.</summary>
    public int CloseCode { get; }

    /// <summary>Why it ended, one clause for people; null for a message.</summary>
    public string? Reason { get; }
}
