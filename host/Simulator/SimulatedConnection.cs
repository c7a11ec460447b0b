namespace StrategyHost.Simulator;

/// <summary>Why a venue closed a connection: a WebSocket close code and its reason.</summary>
/// <param name="Code">The close code, for example 1008.</param>
/// <param name="Reason">The reason sent with it.</param>
public sealed record CloseReason(int Code, string Reason);

/// <summary>
/// One client's connection as the venue holds it: text goes in, frames come out, nothing else happens. The one rule:
/// what waits for the client is bounded, and a client that does not take it is closed.
/// </summary>
/// <remarks>Not thread-safe: used under the lock of its <see cref="SimulatedVenues"/>.</remarks>
public abstract class SimulatedConnection
{
    readonly Queue<ReadOnlyMemory<byte>> frames = [];
    readonly int bound;

    private protected SimulatedConnection(int queueBound) => bound = queueBound;

    /// <summary>Set once the venue has closed the connection; frames already waiting may still be taken.</summary>
    public CloseReason? Closed { get; private set; }

    /// <summary>Frames that wait to be taken.</summary>
    public int Waiting => frames.Count;

    /// <summary>Takes one text message of the client.</summary>
    public abstract void Handle(ReadOnlyMemory<byte> text, DateTimeOffset now);

    /// <summary>The client is gone: the venue forgets the connection.</summary>
    public abstract void Leave();

    /// <summary>Takes the oldest waiting frame: one WebSocket text message.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> frame) => frames.TryDequeue(out frame);

    internal void End(CloseReason reason) => Close(reason.Code, reason.Reason);

    private protected void Send(ReadOnlyMemory<byte> frame)
    {
        if (Closed is not null) return;
        if (frames.Count < bound) frames.Enqueue(frame);
        else Close(1008, "slow reader");
    }

    private protected void Close(int code, string reason)
    {
        if (Closed is not null) return;
        if (frames.Count >= bound) frames.Clear();
        Closed = new CloseReason(code, reason);
        Leave();
    }
}
