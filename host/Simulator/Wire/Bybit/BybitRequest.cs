using System.Text.Json;

namespace StrategyHost.Simulator.Wire.Bybit;

/// <summary>One message of a client; its id is text whatever it was sent as.</summary>
sealed record BybitRequest(string Op, string? Id, IReadOnlyList<string> Args)
{
    /// <summary>Reads a message; null when it is no request at all.</summary>
    public static BybitRequest? Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (Member(root, "op") is not { ValueKind: JsonValueKind.String } op) return null;
            var args = Member(root, "args");
            if (args.ValueKind is not (JsonValueKind.Array or JsonValueKind.Undefined)) return null;
            var names = args.ValueKind == JsonValueKind.Array ? args.EnumerateArray().ToArray() : [];
            if (names.Any(name => name.ValueKind != JsonValueKind.String)) return null;
            return new BybitRequest(
                op.GetString()!, IdOf(Member(root, "req_id")), [.. names.Select(name => name.GetString()!)]);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string? IdOf(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.String => id.GetString(),
        JsonValueKind.Number => id.GetRawText(),
        _ => null,
    };

    static JsonElement Member(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) ? value : default;
}
