namespace StrategyHost.Engine.Feeds;

/// <summary>What has come by one feed since it began. Written under the feed's gate, read by anybody.</summary>
sealed class FeedCounters
{
    public long FramesReceived { get; set; }

    public long PartialBooks { get; set; }

    public long Quotes { get; set; }

    public long Tickers { get; set; }

    public long Trades { get; set; }

    /// <summary>When the newest event was received, nanoseconds since the Unix epoch; 0 while none was.</summary>
    public long LastReceivedNs { get; set; }
}
