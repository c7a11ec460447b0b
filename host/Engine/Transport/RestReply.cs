using StrategyHost.Market;

namespace StrategyHost.Engine.Transport;

/// <summary>How a REST question came back: the answer as it was, or why there is none.</summary>
sealed record RestReply
{
    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public required int Status { get; init; }

    /// <summary>The body, decompressed; empty when there was none.</summary>
    public required byte[] Body { get; init; }

    /// <summary>When the request that got this answer left.</summary>
    public required Stamp Sent { get; init; }

    /// <summary>When the whole answer was there.</summary>
    public required Stamp Received { get; init; }

    /// <summary>How long the venue wants to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Weight used so far in the window, from the header that the profile names; null when absent.</summary>
    public int? UsedWeight { get; init; }

    /// <summary>What was asked, and where.</summary>
    public required Uri Address { get; init; }

    /// <summary>Why there is no answer, one clause for people; null when there is one, whatever its status.</summary>
    public string? Error { get; init; }
}
