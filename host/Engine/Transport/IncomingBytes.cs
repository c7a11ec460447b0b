namespace StrategyHost.Engine.Transport;

/// <summary>
/// What a connection's streams know of bytes that have come and are not handed out yet, so that their reader can tell
/// whether it has caught up.
/// </summary>
/// <remarks>The receiving thread's, once connected.</remarks>
sealed class IncomingBytes
{
    /// <summary>The stream over the socket.</summary>
    public BlockingStream? Socket { get; set; }

    /// <summary>The stream that reads ahead.</summary>
    public ReadAheadStream? Ahead { get; set; }

    /// <summary>True when more has been read than was taken: part of the next message at least.</summary>
    public bool HasMore => Ahead?.HasMore == true;

    /// <summary>True when a read of the socket would not wait; a system call.</summary>
    public bool HasArrived => Socket?.HasArrived == true;
}
