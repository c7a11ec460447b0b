using System.Buffers;

namespace StrategyHost.Exchange;

/// <summary>Text frames that a session wants sent: write the bytes of one, then call <see cref="EndFrame"/>.</summary>
/// <remarks>Control plane: not for use by two threads at once. The host paces and sends what is here.</remarks>
public sealed class FrameOutput : IBufferWriter<byte>
{
    readonly ArrayBufferWriter<byte> bytes = new();
    readonly Queue<byte[]> frames = new();

    /// <summary>Whole frames waiting to be sent.</summary>
    public int Count => frames.Count;

    /// <summary>Ends the frame whose bytes were written since the last call.</summary>
    public void EndFrame()
    {
        if (bytes.WrittenCount == 0) return;
        frames.Enqueue(bytes.WrittenSpan.ToArray());
        bytes.ResetWrittenCount();
    }

    /// <summary>Takes the oldest whole frame.</summary>
    public bool TryTake(out byte[] frame) => frames.TryDequeue(out frame!);

    /// <summary>Forgets everything, as when the connection is gone.</summary>
    public void Clear()
    {
        frames.Clear();
        bytes.ResetWrittenCount();
    }

    /// <inheritdoc/>
    public void Advance(int count) => bytes.Advance(count);

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => bytes.GetMemory(sizeHint);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => bytes.GetSpan(sizeHint);
}
