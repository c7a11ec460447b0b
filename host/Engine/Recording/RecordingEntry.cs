namespace StrategyHost.Engine.Recording;

/// <summary>One line on its way to the disk; its text lies in a chunk of its <see cref="EntryBatch"/>.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Connection">Whose; 0 for what belongs to none.</param>
/// <param name="TimeNs">When.</param>
/// <param name="Chunk">Where the text lies.</param>
/// <param name="Offset">Where in it.</param>
/// <param name="Length">How much of it.</param>
/// <param name="LostBefore">Messages that were dropped just before this one.</param>
readonly record struct RecordingEntry(
    RecordKind Kind, int Connection, long TimeNs, byte[] Chunk, int Offset, int Length, long LostBefore)
{
    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Text => Chunk.AsSpan(Offset, Length);
}
