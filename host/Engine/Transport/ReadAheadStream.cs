namespace StrategyHost.Engine.Transport;

/// <summary>
/// Turns many small reads into few large ones: the BCL's WebSocket reads frame headers through a small buffer, and
/// each such read would be a system call or a TLS record. It never reads ahead while it still holds bytes.
/// </summary>
/// <remarks>One reader and one writer at a time. Hot: allocates nothing.</remarks>
sealed class ReadAheadStream(Stream inner) : ForwardStream
{
    readonly byte[] buffer = new byte[64 << 10];
    int start;
    int end;

    /// <summary>True while bytes that have been read are not taken yet.</summary>
    public bool HasMore => start < end;

    public override ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        if (destination.IsEmpty) return new(0);
        if (start < end) return new(Take(destination.Span));
        var read = inner.ReadAsync(buffer, cancellationToken);
        return read.IsCompletedSuccessfully
            ? new(Take(destination.Span, read.Result))
            : TakeLaterAsync(destination, read);
    }

    public override int Read(Span<byte> destination)
    {
        if (destination.IsEmpty) return 0;
        return start < end ? Take(destination) : Take(destination, inner.Read(buffer));
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(source, cancellationToken);

    public override void Write(ReadOnlySpan<byte> source) => inner.Write(source);

    public override void Flush() => inner.Flush();

    // only while connecting: afterwards every read is complete when it returns
    async ValueTask<int> TakeLaterAsync(Memory<byte> destination, ValueTask<int> read)
    {
        var refilled = await read.ConfigureAwait(false);
        return Take(destination.Span, refilled);
    }

    int Take(Span<byte> destination, int refilled)
    {
        (start, end) = (0, refilled);
        return Take(destination);
    }

    int Take(Span<byte> destination)
    {
        var count = Math.Min(destination.Length, end - start);
        buffer.AsSpan(start, count).CopyTo(destination);
        start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
