using System.Diagnostics;
using System.Net.WebSockets;

namespace StrategyHost.Engine.Transport;

/// <summary>
/// One WebSocket connection, made synchronous: the BCL's client over a stream that blocks, so that a message is read
/// on the thread that asked for it, with no hop and no allocation. What goes wrong on the wire is a value, never an
/// exception.
/// </summary>
/// <remarks>
/// <see cref="Receive"/> belongs to one dedicated thread; <see cref="Send"/>, <see cref="Close"/> and
/// <see cref="Abort"/> to any. A ping is answered only while a receive is under way, so the owner keeps receiving.
/// Hot: <see cref="Receive"/> allocates nothing once its buffer has the size of the largest message.
/// </remarks>
sealed class WebSocketTransport : IDisposable
{
    const int AbnormalClosure = 1006;
    const int FirstBufferBytes = 64 << 10;

    // what we send is short, and a secret in it must not be compressed beside what others may choose
    const WebSocketMessageFlags Sending = WebSocketMessageFlags.EndOfMessage | WebSocketMessageFlags.DisableCompression;

    readonly ClientWebSocket client;
    readonly HttpMessageInvoker invoker;
    readonly SocketDialer dialer;
    readonly IncomingBytes incoming;
    readonly TransportOptions options;
    readonly Lock sending = new();
    readonly ManualResetEventSlim ended = new();
    byte[] frame;
    byte[] outgoing = [];
    volatile int receiver;
    volatile string? ending;
    int endCode = AbnormalClosure;
    int closing;

    internal WebSocketTransport(
        ClientWebSocket client, HttpMessageInvoker invoker, SocketDialer dialer, IncomingBytes incoming,
        TransportOptions options)
    {
        this.client = client;
        this.invoker = invoker;
        this.dialer = dialer;
        this.incoming = incoming;
        this.options = options;
        frame = new byte[Math.Min(FirstBufferBytes, options.MaxFrameBytes + 1)];
    }

    /// <summary>True when part of the next message, or all of it, has been read already.</summary>
    public bool HasMore => incoming.HasMore;

    /// <summary>True when more has come than was read; a system call.</summary>
    public bool HasArrived => incoming.HasArrived;

    /// <summary>Called on the receiving thread before a read of the socket, which may wait.</summary>
    public Action? BeforeReading
    {
        set => incoming.Socket?.BeforeReading = value;
    }

    /// <summary>Connects; blocks the calling thread, at most for the connect timeout.</summary>
    /// <param name="uri">A ws or wss address.</param>
    /// <param name="options">The connection's bounds.</param>
    /// <param name="ct">Ends the attempt at once.</param>
    /// <param name="transport">The open connection; the caller disposes it.</param>
    /// <param name="error">Why there is none, one clause for people.</param>
    public static bool TryConnect(
        Uri uri, TransportOptions options, CancellationToken ct, out WebSocketTransport? transport, out string? error)
    {
        (transport, error) = WebSocketUpgrade.Run(uri, options, ct);
        return transport is not null;
    }

    /// <summary>Waits for the next whole message or the connection's end.</summary>
    public ReceiveResult Receive()
    {
        if (ending is { } reason) return new(endCode, reason);
        receiver = Environment.CurrentManagedThreadId;
        try
        {
            return ReceiveMessage();
        }
        catch (Exception e) when (IsConnectionFault(e))
        {
            return End(AbnormalClosure, Describe(e));
        }
    }

    /// <summary>Sends one text message. False when the connection is gone.</summary>
    public bool Send(ReadOnlySpan<byte> text)
    {
        lock (sending)
        {
            if (ending is not null || closing != 0) return false;
            if (outgoing.Length < text.Length) outgoing = new byte[Math.Max(text.Length, 4096)];
            text.CopyTo(outgoing);
            try
            {
                var message = outgoing.AsMemory(0, text.Length);
                Wait(client.SendAsync(message, WebSocketMessageType.Text, Sending, CancellationToken.None));
                return true;
            }
            catch (Exception e) when (IsConnectionFault(e))
            {
                Abort();
                return false;
            }
        }
    }

    /// <summary>
    /// Ends the connection: a close frame, the peer's answer if it comes in time, then the socket. A blocked
    /// <see cref="Receive"/> returns. Calling it again does nothing.
    /// </summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref closing, 1) != 0) return;
        using var bound = AbortAfter(options.CloseTimeout);
        if (ending is null) TrySendClose(WebSocketCloseStatus.NormalClosure, null);
        // the answer comes in through the receiving thread; without one there is nobody to wait for
        if (receiver != 0 && receiver != Environment.CurrentManagedThreadId) ended.Wait(options.CloseTimeout);
        Abort();
    }

    /// <summary>Closes the socket without ceremony: whatever blocks on it returns.</summary>
    public void Abort()
    {
        dialer.Abort();
        client.Abort();
    }

    public void Dispose()
    {
        Abort();
        client.Dispose();
        invoker.Dispose();
    }

    ReceiveResult ReceiveMessage()
    {
        var length = 0;
        while (true)
        {
            var part = Wait(client.ReceiveAsync(frame.AsMemory(length), CancellationToken.None));
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close) return AnswerClose();
            if (length > options.MaxFrameBytes) return RefuseOversize();
            if (part.EndOfMessage)
                return new(frame.AsSpan(0, length), part.MessageType == WebSocketMessageType.Binary);
            if (length == frame.Length) Grow();
        }
    }

    void Grow() => Array.Resize(ref frame, (int)Math.Min((long)frame.Length * 2, options.MaxFrameBytes + 1L));

    ReceiveResult AnswerClose()
    {
        var code = (int)(client.CloseStatus ?? (WebSocketCloseStatus)1005);
        var words = client.CloseStatusDescription;
        var reason = closing != 0 ? "closed by this host"
            : string.IsNullOrEmpty(words) ? $"closed by the server ({code})"
            : $"closed by the server ({code}): {words}";
        if (closing == 0)
        {
            using var bound = AbortAfter(options.CloseTimeout); // the BCL waits here for the server to hang up
            TrySendClose(WebSocketCloseStatus.NormalClosure, null);
        }
        return End(code, reason);
    }

    ReceiveResult RefuseOversize()
    {
        using var bound = AbortAfter(options.CloseTimeout);
        TrySendClose(WebSocketCloseStatus.MessageTooBig, null);
        return End((int)WebSocketCloseStatus.MessageTooBig, $"a message larger than {options.MaxFrameBytes} bytes");
    }

    ReceiveResult End(int code, string reason)
    {
        endCode = code;
        ending = reason;
        ended.Set();
        Abort();
        return new(code, reason);
    }

    void TrySendClose(WebSocketCloseStatus status, string? words)
    {
        try
        {
            var closed = client.CloseOutputAsync(status, words, CancellationToken.None);
            closed.GetAwaiter().GetResult();
        }
        catch (Exception e) when (IsConnectionFault(e))
        {
            Debug.WriteLine(e.Message); // it is going anyway
        }
    }

    ITimer AbortAfter(TimeSpan bound) => options.Time.CreateTimer(
        state => ((WebSocketTransport)state!).Abort(), this, bound, Timeout.InfiniteTimeSpan);

    string Describe(Exception fault)
    {
        if (closing != 0) return "closed by this host";
        for (var e = fault; e is not null; e = e.InnerException)
        {
            if (e is AggregateException many && many.InnerExceptions.Any(IsKeepAliveTimeout) || IsKeepAliveTimeout(e))
                return $"no answer to a ping within {options.KeepAliveTimeout.TotalSeconds:0.#} s";
            if (e is System.Net.Sockets.SocketException socket) return $"the connection was lost: {socket.Message}";
        }
        return $"the connection was lost: {fault.Message}";
    }

    static bool IsKeepAliveTimeout(Exception e) =>
        e is WebSocketException { WebSocketErrorCode: WebSocketError.Faulted };

    internal static bool IsConnectionFault(Exception e) =>
        e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException
            or InvalidOperationException or System.Net.Sockets.SocketException;

    static ValueWebSocketReceiveResult Wait(ValueTask<ValueWebSocketReceiveResult> pending) =>
        pending.IsCompleted ? pending.Result : pending.AsTask().GetAwaiter().GetResult();

    static void Wait(ValueTask pending)
    {
        if (pending.IsCompleted) pending.GetAwaiter().GetResult();
        else pending.AsTask().GetAwaiter().GetResult();
    }
}
