using StrategyHost.Engine.Recording;
using StrategyHost.Engine.Transport;
using StrategyHost.Exchange;

namespace StrategyHost.Engine;

/// <summary>
/// Where a venue is reached instead of its real addresses; scheme and authority are replaced, the path stays.
/// </summary>
/// <param name="Stream">WebSocket base: <c>ws://127.0.0.1:9000</c>.</param>
/// <param name="Rest">REST base: <c>http://127.0.0.1:9000</c>.</param>
public sealed record VenueAddresses(Uri Stream, Uri Rest);

/// <summary>What a run is given beside its adapters and scripts.</summary>
public sealed record EngineOptions
{
    /// <summary>Instruments to feed whether or not a strategy asks for them.</summary>
    public IReadOnlyList<string> Watch { get; init; } = [];

    /// <summary>What of a watched instrument is subscribed to.</summary>
    public IReadOnlyList<Channel> WatchChannels { get; init; } = Enum.GetValues<Channel>();

    /// <summary>Levels a side that the book of a watched instrument is published with, 1 to 1,000.</summary>
    public int WatchLevels { get; init; } = 20;

    /// <summary>
    /// Other addresses by venue, as for the embedded exchange; a venue that is missing uses its real ones.
    /// </summary>
    public IReadOnlyDictionary<string, VenueAddresses> Addresses { get; init; } =
        new Dictionary<string, VenueAddresses>();

    /// <summary>
    /// What the data is: <c>simulated</c>, <c>live</c> or <c>replay</c>. Simulated data is never called live.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>Messages between two delay reports of each feed; 0 for none.</summary>
    public int MessagesPerReport { get; init; }

    /// <summary>Takes every frame as it came; null when nothing is recorded.</summary>
    public RecordingWriter? Recorder { get; init; }

    /// <summary>Which addresses are reached through a proxy, for REST and WebSockets alike.</summary>
    public ProxyRule Proxies { get; init; } = ProxyRule.None;

    /// <summary>True to offer per-message deflate to every venue; see decision 0008 for what it costs.</summary>
    public bool Compression { get; init; }

    /// <summary>How long a venue may take to list its instruments at the start.</summary>
    public TimeSpan StartBound { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Seed of the jitter in retries.</summary>
    public int Seed { get; init; } = 1;
}
