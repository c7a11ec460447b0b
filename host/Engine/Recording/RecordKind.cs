namespace StrategyHost.Engine.Recording;

/// <summary>What a line of a recording holds.</summary>
public enum RecordKind : byte
{
    /// <summary>A connection was opened: its URL.</summary>
    Open,

    /// <summary>A connection ended: code and reason.</summary>
    Close,

    /// <summary>A message sent by the host.</summary>
    Sent,

    /// <summary>A message received.</summary>
    Received,

    /// <summary>A REST answer: URL or <c>-</c>, a space, the body.</summary>
    Rest,

    /// <summary>A note in JSON: gap, resync, clock, loss, source.</summary>
    Mark,
}
