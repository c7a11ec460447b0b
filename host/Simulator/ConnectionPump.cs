using System.Net.WebSockets;
using System.Threading.Channels;

namespace StrategyHost.Simulator;

/// <summary>
/// Carries one connection's frames between the venue's state machine and a socket. The one rule: the state machine
/// is touched only under the gate, the socket never under it.
/// </summary>
sealed class ConnectionPump(WebSocket socket, SimulatedConnection connection, Lock gate, TimeProvider time)
    : IDisposable
{
    const int LongestMessageBytes = 64 * 1024;
    const int BatchFrames = 64;

    /// <summary>How long a client that is being closed may take before its socket is cut.</summary>
    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    readonly CancellationTokenSource ending = new(Timeout.InfiniteTimeSpan, time);
    bool isEnding;

    /// <summary>Tells the sender that frames, or a close, may be waiting. Called under the gate.</summary>
    public void Wake()
    {
        if (connection.Closed is not null && !isEnding)
        {
            isEnding = true;
            ending.CancelAfter(Farewell);
        }

        if (connection.Waiting > 0 || isEnding) wake.Writer.TryWrite(true);
    }

    /// <summary>The venue ends the connection. Called under the gate.</summary>
    public void End(CloseReason reason)
    {
        connection.End(reason);
        Wake();
    }

    /// <summary>Runs until either side closes.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var cut = ct.Register(ending.Cancel);
        var receiving = ReceiveAsync(ending.Token);
        var sending = SendAsync(ending.Token);
        // after our close frame the client's is awaited, no longer than the farewell lasts
        if (await Task.WhenAny(receiving, sending) == sending && sending.IsCompletedSuccessfully)
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ending.CancelAsync();
        await Task.WhenAll(receiving, sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Frees the timer; nothing else runs by then.</summary>
    public void Dispose() => ending.Dispose();

    async Task ReceiveAsync(CancellationToken ct)
    {
        var buffer = new byte[LongestMessageBytes];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), ct);
            if (part.MessageType == WebSocketMessageType.Close) break;
            length += part.Count;
            if (length == buffer.Length)
            {
                await CloseAsync(new CloseReason(1009, "message too big"), ct);
                return;
            }

            if (!part.EndOfMessage) continue;
            Take(buffer.AsMemory(0, length));
            length = 0;
        }

        await CloseAsync(new CloseReason(1000, ""), ct);
    }

    void Take(ReadOnlyMemory<byte> text)
    {
        lock (gate)
        {
            connection.Handle(text, time.GetUtcNow());
            Wake();
        }
    }

    async Task SendAsync(CancellationToken ct)
    {
        var batch = new List<ReadOnlyMemory<byte>>(BatchFrames);
        while (true)
        {
            var closed = Drain(batch);
            foreach (var frame in batch)
                await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, ct);
            if (batch.Count > 0) continue;
            if (closed is null)
            {
                await wake.Reader.ReadAsync(ct);
                continue;
            }

            await CloseAsync(closed, ct);
            return;
        }
    }

    CloseReason? Drain(List<ReadOnlyMemory<byte>> batch)
    {
        batch.Clear();
        lock (gate)
        {
            while (batch.Count < BatchFrames && connection.TryTake(out var frame)) batch.Add(frame);
            return connection.Closed;
        }
    }

    async Task CloseAsync(CloseReason reason, CancellationToken ct)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync((WebSocketCloseStatus)reason.Code, reason.Reason, ct);
    }
}
