using System.Net.Sockets;

namespace StrategyHost.Engine.Transport;

/// <summary>
/// A socket whose asynchronous operations block and are complete when they return, so that everything above it runs
/// on the calling thread; only while connecting, reads are done by the thread that waits. It never starts an
/// asynchronous socket operation: one would make every later synchronous read take the slow way.
/// </summary>
/// <remarks>
/// One reader and one writer at a time. Disposing it from another thread unblocks both. Hot: allocates nothing.
/// </remarks>
sealed class BlockingStream(Socket socket, BorrowedThread connecting) : ForwardStream
{
    /// <summary>Called before each read of the socket, which may wait.</summary>
    public Action? BeforeReading { get; set; }

    /// <summary>True when a read would not wait; a system call.</summary>
    public bool HasArrived
    {
        get
        {
            try
            {
                return socket.Available > 0;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return true; // the read will say what is wrong, at once
            }
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        connecting.IsLent ? ReadWhileConnecting(buffer) : new(Read(buffer.Span));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0; // a zero-byte read asks for readiness; it must not block here
        BeforeReading?.Invoke();
        try
        {
            return socket.Receive(buffer);
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e); // what readers of a stream expect
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            while (!buffer.IsEmpty) buffer = buffer[socket.Send(buffer)..];
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    // TLS and upgrade run on pool threads, which must not be the ones to block
    ValueTask<int> ReadWhileConnecting(Memory<byte> buffer) =>
        buffer.IsEmpty ? new(0) : new(connecting.RunAsync(() => Read(buffer.Span)));

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) socket.Dispose();
        base.Dispose(disposing);
    }
}
