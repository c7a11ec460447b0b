using StrategyHost.Exchange;

namespace StrategyHost.Plugins.Binance;

/// <summary>
/// REST's refusals by the venue's code first and the HTTP status second: what to slow down for, what to try again,
/// and what is no use trying.
/// </summary>
static class BinanceErrors
{
    /// <summary>How an answer that is no answer ended.</summary>
    public static RestResult Read(int status, bool isError, BinanceFields fields, ReadOnlySpan<byte> body)
    {
        var code = 0L;
        var hasCode = isError && fields.TryInt64(body, Field.Code, out code);
        var reason = isError
            ? BinanceText.Reason(fields.Text(body, Field.Code), fields.Text(body, Field.Message))
            : $"HTTP {status}";
        return new RestResult(hasCode ? OutcomeOf(code, status) : OutcomeOf(status), reason);
    }

    static RestOutcome OutcomeOf(long code, int status) => code switch
    {
        // Too many requests; too many orders.
        -1003 or -1015 => RestOutcome.Throttled,
        // Unknown, disconnected, unexpected, timed out, overloaded, shutting down: not the question's fault.
        -1000 or -1001 or -1006 or -1007 or -1008 or -1016 => RestOutcome.Failed,
        // A bad parameter stays one.
        <= -1100 and > -1200 => RestOutcome.Refused,
        _ => OutcomeOf(status),
    };

    static RestOutcome OutcomeOf(int status) => status switch
    {
        429 or 418 => RestOutcome.Throttled,
        // 403 is the firewall's, which lifts; 408 a timeout behind it.
        403 or 408 or >= 500 => RestOutcome.Failed,
        _ => RestOutcome.Refused,
    };
}
