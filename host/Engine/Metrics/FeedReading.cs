namespace StrategyHost.Engine.Metrics;

/// <summary>What one feed's meters show at the moment they are asked.</summary>
/// <param name="Venue">Tag.</param>
/// <param name="Instrument">Tag.</param>
/// <param name="Delay">One-way delay; null while the venue's clock is unknown.</param>
/// <param name="Processing">Received to delivered.</param>
/// <param name="Frames">Frames received.</param>
/// <param name="Gaps">Gaps in the numbering.</param>
/// <param name="Reconnects">Connections made after the first.</param>
readonly record struct FeedReading(
    string Venue, string Instrument, LatencySummary? Delay, LatencySummary Processing, long Frames, long Gaps,
    long Reconnects);
