namespace StrategyHost.Engine.Recording;

/// <summary>One line on its way to the disk, in a pooled buffer that the writing thread gives back.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Connection">Whose; 0 for what belongs to none.</param>
/// <param name="TimeNs">When.</param>
/// <param name="Bytes">A pooled buffer.</param>
/// <param name="Length">How much of it is the text.</param>
/// <param name="LostBefore">Messages that were dropped just before this one.</param>
readonly record struct RecordingEntry(
    RecordKind Kind, int Connection, long TimeNs, byte[] Bytes, int Length, long LostBefore)
{
    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Text => Bytes.AsSpan(0, Length);
}
