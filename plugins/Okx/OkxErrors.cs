using System.Globalization;
using System.Text;
using StrategyHost.Exchange;

namespace StrategyHost.Plugins.Okx;

/// <summary>
/// The venue's codes, which are texts: what to slow down for, what to try again, and what is no use trying. Over REST
/// the code says more than the HTTP status, which may be 200 for a refusal.
/// </summary>
static class OkxErrors
{
    /// <summary><c>60018 Wrong URL or channel:books,instId:BTC-USDX doesn't exist.</c></summary>
    public static string Words(OkxFields fields, ReadOnlySpan<byte> bytes) => VenueWords.Clean(
        $"{Encoding.UTF8.GetString(fields.Text(bytes, Field.Code))} "
        + Encoding.UTF8.GetString(fields.Text(bytes, Field.Message)));

    /// <summary>True for an error that refuses no subscription: asked too often, too long idle, buffer full.</summary>
    public static bool IsOfConnection(ReadOnlySpan<byte> code) =>
        code.SequenceEqual("60014"u8) || code.SequenceEqual("60015"u8) || code.SequenceEqual("60016"u8);

    /// <summary>How a REST answer with a code other than 0, or with none, ended.</summary>
    public static RestResult Read(int status, OkxFields fields, ReadOnlySpan<byte> body)
    {
        var hasCode = fields.TryInt64(body, Field.Code, out var code);
        var reason = hasCode ? Words(fields, body) : string.Create(CultureInfo.InvariantCulture, $"HTTP {status}");
        var outcome = (code, status) switch
        {
            (50011, _) or (_, 429) => RestOutcome.Throttled,
            // Unavailable, timed out, busy, an error of the venue's own; 403 is the firewall's, which lifts.
            (50001 or 50004 or 50013 or 50026, _) or (_, 403 or 408 or >= 500) => RestOutcome.Failed,
            _ => RestOutcome.Refused,
        };
        return new RestResult(outcome, reason);
    }
}
