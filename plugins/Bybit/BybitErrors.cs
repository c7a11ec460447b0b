using StrategyHost.Exchange;

namespace StrategyHost.Plugins.Bybit;

/// <summary>
/// REST's refusals by the venue's code first, since most come with HTTP 200, and the HTTP status second: what to slow
/// down for, what to try again, and what is no use trying.
/// </summary>
static class BybitErrors
{
    // An address that asked too often is shut out for this long, without a Retry-After.
    static readonly TimeSpan ShutOut = TimeSpan.FromMinutes(10);

    /// <summary>How an answer that is no answer ended.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The venue's <c>retCode</c>; 0 where the body has none.</param>
    /// <param name="words">The venue's words; null where the body has none.</param>
    public static RestResult Read(int status, long code, string? words)
    {
        var reason = code != 0 ? $"{code} {words}".Trim() : words is null or "" ? $"HTTP {status}" : words;
        if (status == 403) reason += " (too many requests, or a country that the venue does not serve)";
        return code switch
        {
            // Too many visits; too many from this address; the system's own protection.
            10006 or 10018 or 10429 => new RestResult(RestOutcome.Throttled, reason),
            10009 => new RestResult(RestOutcome.Throttled, reason) { Wait = ShutOut },
            // Timed out, broken down, restarting: not the question's fault.
            10000 or 10016 or 10019 => new RestResult(RestOutcome.Failed, reason),
            _ => OutcomeOf(status, reason),
        };
    }

    static RestResult OutcomeOf(int status, string reason) => status switch
    {
        403 => new RestResult(RestOutcome.Throttled, reason) { Wait = ShutOut },
        429 => new RestResult(RestOutcome.Throttled, reason),
        408 or >= 500 => new RestResult(RestOutcome.Failed, reason),
        _ => new RestResult(RestOutcome.Refused, reason),
    };
}
