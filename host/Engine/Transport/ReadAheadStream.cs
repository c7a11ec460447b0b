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

    public override ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        if (destination.IsEmpty) return new(0);
        if (start == end && !Refill(cancellationToken)) return new(0);
        return new(Take(destination.Span));
    }

    public override int Read(Span<byte> destination)
    {
        if (destination.IsEmpty) return 0;
        if (start == end && !Refill(CancellationToken.None)) return 0;
        return Take(destination);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(source, cancellationToken);

    public override void Write(ReadOnlySpan<byte> source) => inner.Write(source);

    public override void Flush() => inner.Flush();

    bool Refill(CancellationToken cancellationToken)
    {
        var read = inner.ReadAsync(buffer, cancellationToken);
        start = 0;
        end = read.IsCompletedSuccessfully ? read.Result : read.AsTask().GetAwaiter().GetResult();
        return end > 0;
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
