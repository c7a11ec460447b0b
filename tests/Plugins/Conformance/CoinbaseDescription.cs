using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Plugins.Coinbase;
using StrategyHost.Testing;
using StrategyHost.Tests.Plugins.Coinbase;

namespace StrategyHost.Tests.Plugins.Conformance;

/// <summary>Coinbase, as the conformance suite has to know it.</summary>
static class CoinbaseDescription
{
    public static AdapterDescription Make() => new()
    {
        Adapter = new CoinbaseAdapter(),
        Symbol = "BTC-USD",
        SymbolAt = i => $"X{i}-USD",
        Channels = [Channel.Book, Channel.Ticker, Channel.Trade],
        Frames =
        [
            new(Samples.Snapshot, SampleEvent.Book),
            new(Samples.Delta, SampleEvent.Book),
            new(Samples.Delta.Replace("2026-11-20T10:00:00.050123Z", "0001-01-01T00:00:00.000000Z"), SampleEvent.Book),
            new(Samples.Ticker, SampleEvent.Ticker),
            new(Samples.OldTicker, SampleEvent.Ticker),
            new(Samples.Match, SampleEvent.Trades),
            new(Samples.LastMatch, SampleEvent.Trades),
            new(Samples.Heartbeat, SampleEvent.None, FrameKind.Heartbeat),
        ],
        Strangers =
        [
            """{"type":"open","price":"31572.35","side":"sell","product_id":"BTC-USD","sequence":38292760991}""",
            """{"type":"status","products":[],"currencies":[]}""",
        ],
        Book =
        [
            new(Samples.Snapshot, BookMove.Snapshot),
            new(Samples.Delta, BookMove.Continues),
            new(Samples.Snapshot, BookMove.Restart),
            new(Samples.Delta, BookMove.Continues),
        ],
        Number = new(Samples.Delta, "61931.02"),
        SubscriptionsPerRequest = 3,
        BytesPerRequest = 4_096,
        CountIn = CountIn,
        Accept = Accept,
        Errors =
        [
            Error("Failed to subscribe", "level2, level3, and full channels now require authentication"),
            Error("Failed to subscribe", "No channels provided"),
            Error("Failed to subscribe", "BTC-USD is not a valid product"),
            Error("Failed to subscribe", "level9 is not a valid channel"),
            Error("Authentication Failed", "invalid signature"),
            new("""{"type":"error","message":"Malformed JSON"}""", "Malformed JSON"),
        ],
        Instruments =
            """[{"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD","quote_increment":"0.01","b"""
            + """ase_increment":"0.00000001","status":"online","trading_disabled":false,"cancel_only":false}]""",
        TickSize = 0.01m,
        LotSize = 0.00000001m,
        RestErrors =
        [
            new(429, """{"message":"Public rate limit exceeded"}""", RestOutcome.Throttled),
            new(404, """{"message":"NotFound"}""", RestOutcome.Refused),
            new(400, """{"message":"Invalid level"}""", RestOutcome.Refused),
            new(401, """{"message":"Unauthorized."}""", RestOutcome.Refused),
            new(500, """{"message":"Internal server error"}""", RestOutcome.Failed),
            new(503, "<html>", RestOutcome.Failed),
        ],
    };

    static ErrorSample Error(string message, string reason) =>
        new($"{{\"type\":\"error\",\"message\":\"{message}\",\"reason\":\"{reason}\"}}", reason);

    static int CountIn(string frame)
    {
        using var request = JsonDocument.Parse(frame);
        if (request.RootElement.GetProperty("type").GetString() != "subscribe") return 0;
        var channels = request.RootElement.GetProperty("channels").EnumerateArray();
        return channels.Count(x => x.GetString() != "heartbeat")
            * request.RootElement.GetProperty("product_ids").GetArrayLength();
    }

    // The venue lists all that the connection carries by then, under names of its own.
    static List<string> Accept(IReadOnlyList<string> requests)
    {
        var carried = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var request in requests)
        {
            using var json = JsonDocument.Parse(request);
            foreach (var channel in json.RootElement.GetProperty("channels").EnumerateArray())
            {
                var name = channel.GetString() == "level2_batch" ? "level2_50" : channel.GetString()!;
                if (!carried.TryGetValue(name, out var products)) carried[name] = products = [];
                foreach (var product in json.RootElement.GetProperty("product_ids").EnumerateArray())
                    products.Add(product.GetString()!);
            }
        }

        var channels = carried.Select(x => new { name = x.Key, product_ids = x.Value, account_ids = (string?)null });
        return [JsonSerializer.Serialize(new { type = "subscriptions", channels })];
    }
}
