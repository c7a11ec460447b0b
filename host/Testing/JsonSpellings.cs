using System.Text;
using System.Text.Json.Nodes;

namespace StrategyHost.Testing;

/// <summary>The same JSON spelt otherwise: what a venue may do any day without telling.</summary>
static class JsonSpellings
{
    static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static IEnumerable<string> Of(string frame)
    {
        var node = JsonNode.Parse(frame)!;
        yield return " " + frame + "\r\n";
        yield return node.ToJsonString(Indented);
        yield return Reordered(node, reverse: true).ToJsonString();
        yield return Reordered(node, reverse: false).ToJsonString();
        yield return WithMore(node, first: true).ToJsonString();
        yield return WithMore(node, first: false).ToJsonString();
        yield return Escaped(frame, everything: false);
        yield return Escaped(frame, everything: true);
        yield return Escaped(WithMore(Reordered(node, reverse: true), first: true).ToJsonString(), everything: true);
    }

    static JsonNode Reordered(JsonNode node, bool reverse)
    {
        if (node is JsonArray array) return new JsonArray([.. array.Select(x => Order(x, reverse))]);
        if (node is not JsonObject obj) return node.DeepClone();
        var pairs = reverse ? obj.Reverse() : obj.OrderBy(pair => pair.Key, StringComparer.Ordinal);
        return new JsonObject(pairs.Select(pair => KeyValuePair.Create(pair.Key, Order(pair.Value, reverse))));
    }

    static JsonNode? Order(JsonNode? node, bool reverse) => node is null ? null : Reordered(node, reverse);

    // Fields that no venue has, in every object, whatever their values.
    static JsonNode WithMore(JsonNode node, bool first)
    {
        if (node is JsonArray array)
            return new JsonArray([.. array.Select(x => x is null ? null : WithMore(x, first))]);
        if (node is not JsonObject obj) return node.DeepClone();
        var more = new JsonObject(obj.Select(
            pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : WithMore(pair.Value, first))));
        more.Insert(first ? 0 : more.Count, "~word", "x\\y");
        more.Insert(first ? 0 : more.Count, "~flag", true);
        more.Insert(first ? 0 : more.Count, "~number", JsonNode.Parse("-1.5e-3"));
        more.Insert(first ? 0 : more.Count, "~list", JsonNode.Parse("""[[["1","2"]],null,{"~deep":[{}]}]"""));
        more.Insert(first ? 0 : more.Count, "~object", JsonNode.Parse("""{"~a":{"~b":[]},"~c":null}"""));
        return more;
    }

    // Every letter and digit inside quotes as \u00xx, or the first after each quote.
    static string Escaped(string json, bool everything)
    {
        var text = new StringBuilder();
        var (isInside, isAfterBackslash, count) = (false, false, 0);
        foreach (var letter in json)
        {
            if (letter == '"' && !isAfterBackslash) (isInside, count) = (!isInside, 0);
            var isPlain = isInside && !isAfterBackslash && char.IsAsciiLetterOrDigit(letter);
            if (isPlain && (everything || count++ == 0)) text.Append($"\\u{(int)letter:x4}");
            else text.Append(letter);
            isAfterBackslash = letter == '\\' && !isAfterBackslash;
        }

        return text.ToString();
    }
}
