using StrategyHost.Exchange;

namespace StrategyHost.Plugins.Bybit;

/// <summary>
/// One of the venue's products as data: everything in which spot and linear contracts differ. Both speak one protocol;
/// <c>BTCUSDT</c> exists on both, and only the connection's path or a question's category says which is meant.
/// </summary>
sealed record BybitApi
{
    static readonly string[] Domains = ["com", "tr", "kz", "id"];

    /// <summary>The product's name in paths and questions: <c>spot</c>.</summary>
    public required string Category { get; init; }

    public required VenueProfile Profile { get; init; }

    /// <summary>True where symbols are perpetual or dated contracts, listed in pages.</summary>
    public required bool IsLinear { get; init; }

    /// <summary>The field of a description that has the lot size.</summary>
    public required string LotField { get; init; }

    /// <summary>Levels of a REST book that was asked for without a limit.</summary>
    public required int DefaultLevels { get; init; }

    /// <summary>Currencies that prices are in, for taking a symbol apart; the longest that fits is taken.</summary>
    public required IReadOnlyList<string> Quotes { get; init; }

    /// <summary>What both products share of a profile.</summary>
    public static VenueProfile ProfileOf(string venue, string name, string category) => new()
    {
        Venue = venue,
        DisplayName = name,
        RestEndpoints = [new("https://api.bybit.com"), new("https://api.bytick.com")],
        // The first is connected to; the venue's regional hosts are known for recordings.
        StreamEndpoints = [.. Domains.Select(x => new Uri($"wss://stream.bybit.{x}/v5/public/{category}"))],
        // Every ping of ours is answered, so that a minute of silence is three answers missed.
        Heartbeat = new Heartbeat(PingInterval: TimeSpan.FromSeconds(20), SilenceLimit: TimeSpan.FromSeconds(60)),
        // A connection may name 21,000 characters of topics: 200 of them may have 105 each, and none has so many.
        Limits = new ConnectionLimits(MessagesPerSecond: 10, SubscriptionsPerConnection: 200, MaxFrameBytes: 4 << 20),
        Budget = new RestBudget(Weight: 600, TimeSpan.FromSeconds(5), UsedWeightHeader: null),
        SnapshotSource = SnapshotSource.Stream,
        // A service that restarts counts anew: a number that fell is a gap, never old news.
        IsMonotonic = false,
        SnapshotLevels = BybitTopics.BookDepth,
    };
}
