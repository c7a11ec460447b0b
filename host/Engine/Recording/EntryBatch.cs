namespace StrategyHost.Engine.Recording;

/// <summary>
/// Lines that wait for the disk, their bytes copied one behind another into chunks that are kept for the next batch, so
/// that a message costs a copy and no allocation.
/// </summary>
/// <remarks>One thread at a time: the writer's lock while it fills, the writing thread while it empties.</remarks>
sealed class EntryBatch
{
    const int ChunkBytes = 1 << 20;

    readonly List<RecordingEntry> entries = [];
    readonly List<byte[]> chunks = [];
    int current = -1;
    int used = ChunkBytes;

    /// <summary>The lines, in order.</summary>
    public List<RecordingEntry> Entries => entries;

    /// <summary>Bytes of their texts.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a line whose text is <paramref name="head"/> and then <paramref name="rest"/>.</summary>
    public void Add(
        RecordKind kind, int connection, long timeNs, ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest, long lostBefore)
    {
        var length = head.Length + rest.Length;
        var (chunk, offset) = Reserve(length);
        head.CopyTo(chunk.AsSpan(offset));
        rest.CopyTo(chunk.AsSpan(offset + head.Length));
        entries.Add(new RecordingEntry(kind, connection, timeNs, chunk, offset, length, lostBefore));
        Bytes += length;
    }

    /// <summary>Empties it and keeps its chunks.</summary>
    public void Clear()
    {
        entries.Clear();
        Bytes = 0;
        current = -1;
        used = ChunkBytes;
    }

    (byte[] Chunk, int Offset) Reserve(int length)
    {
        if (length > ChunkBytes) return (new byte[length], 0); // rare: a snapshot of a large book
        if (used + length > ChunkBytes)
        {
            if (++current == chunks.Count) chunks.Add(new byte[ChunkBytes]);
            used = 0;
        }
        var offset = used;
        used += length;
        return (chunks[current], offset);
    }
}
