using Microsoft.Extensions.Logging;

namespace StrategyHost.Engine;

/// <summary>Every line that the engine logs. Ids: 1xx connections, 2xx books, 3xx strategies.</summary>
static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "{Venue}/{Route}: connecting to {Endpoint}")]
    public static partial void Connecting(ILogger log, string venue, string route, Uri endpoint);

    [LoggerMessage(101, LogLevel.Information, "{Venue}/{Route}: connected")]
    public static partial void Connected(ILogger log, string venue, string route);

    [LoggerMessage(102, LogLevel.Warning, "{Venue}/{Route}: {Reason}; next try in {DelayMs:0} ms")]
    public static partial void Disconnected(ILogger log, string venue, string route, string reason, double delayMs);

    [LoggerMessage(103, LogLevel.Warning, "{Venue}/{Route}: frame rejected: {Reason}")]
    public static partial void Rejected(ILogger log, string venue, string route, string reason);

    [LoggerMessage(104, LogLevel.Warning, "{Venue}/{Route}: the venue reports: {Reason}")]
    public static partial void VenueError(ILogger log, string venue, string route, string reason);

    [LoggerMessage(105, LogLevel.Warning, "{Subscription}: {Reason}")]
    public static partial void Unserved(ILogger log, string subscription, string reason);

    [LoggerMessage(106, LogLevel.Warning, "{Venue}: {What} failed: {Reason}")]
    public static partial void RestFailed(ILogger log, string venue, string what, string reason);

    [LoggerMessage(107, LogLevel.Error, "{Venue}/{Route}: the plugin failed in {Call}: {Reason}")]
    public static partial void PluginFailed(ILogger log, string venue, string route, string call, string reason);

    [LoggerMessage(108, LogLevel.Warning, "{Feed}: its thread did not end in time; left to itself")]
    public static partial void FeedStuck(ILogger log, string feed);

    [LoggerMessage(200, LogLevel.Warning, "{Instrument}: book given up: {Reason}")]
    public static partial void BookLost(ILogger log, string instrument, string? reason);

    [LoggerMessage(300, LogLevel.Information, "{Strategy}: {Message}")]
    public static partial void Said(ILogger log, string strategy, string message);

    [LoggerMessage(301, LogLevel.Error, "{Strategy}: fault {Count}: {Fault}")]
    public static partial void Fault(ILogger log, string strategy, long count, string fault);

    [LoggerMessage(302, LogLevel.Warning, "{Strategy}: did not stop within {Seconds} s; left to itself")]
    public static partial void StrategyStuck(ILogger log, string strategy, double seconds);
}
