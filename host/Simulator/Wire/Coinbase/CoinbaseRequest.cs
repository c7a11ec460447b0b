using System.Text.Encodings.Web;
using System.Text.Json;

namespace StrategyHost.Simulator.Wire.Coinbase;

/// <summary>
/// One request: subscribe or unsubscribe, channels each with their products. A single mistake refuses all of it, in
/// the venue's words.
/// </summary>
sealed class CoinbaseRequest
{
    const string NeedsKeys =
        "level2, level3, and full channels now require authentication. "
        + "https://docs.cdp.coinbase.com/exchange/docs/websocket-auth";

    readonly List<(CoinbaseChannel Channel, CoinbaseProduct Product)> items = [];

    public bool IsSubscribe { get; private set; }

    /// <summary>What is asked for, each channel of each product.</summary>
    public IReadOnlyList<(CoinbaseChannel Channel, CoinbaseProduct Product)> Items => items;

    /// <summary>The whole error message; null when the request is fine.</summary>
    public string? Error { get; private set; }

    public static CoinbaseRequest Read(ReadOnlyMemory<byte> text, CoinbaseVenue venue)
    {
        var request = new CoinbaseRequest();
        try
        {
            using var document = JsonDocument.Parse(text);
            request.Fill(document.RootElement, venue);
        }
        catch (JsonException)
        {
            request.Error = """{"type":"error","message":"Malformed JSON"}""";
        }

        return request;
    }

    void Fill(JsonElement root, CoinbaseVenue venue)
    {
        var type = Member(root, "type");
        var word = type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        if (word is not ("subscribe" or "unsubscribe"))
        {
            Fail("Type has to be either subscribe or unsubscribe");
            return;
        }

        IsSubscribe = word == "subscribe";
        var products = Names(Member(root, "product_ids"));
        var channels = Member(root, "channels");
        if (channels.ValueKind != JsonValueKind.Array || channels.GetArrayLength() == 0) Fail("No channels provided");
        else foreach (var channel in channels.EnumerateArray()) AddChannel(channel, products, venue);
    }

    void AddChannel(JsonElement channel, IReadOnlyList<string> products, CoinbaseVenue venue)
    {
        if (Error is not null) return;
        var named = channel.ValueKind == JsonValueKind.Object ? Member(channel, "name") : channel;
        var name = named.ValueKind == JsonValueKind.Undefined ? "" : NameOf(named);
        var own = Names(Member(channel, "product_ids"));
        if (CoinbaseChannels.NeedsKeys(name)) Fail(NeedsKeys);
        else if (!CoinbaseChannels.TryFind(name, out var found)) Fail($"{name} is not a valid channel");
        else AddProducts(found, own.Count > 0 ? own : products, venue);
    }

    void AddProducts(CoinbaseChannel channel, IReadOnlyList<string> ids, CoinbaseVenue venue)
    {
        if (ids.Count == 0 && IsSubscribe) Fail("No product_ids provided");
        // without products, the whole channel is given up
        if (ids.Count == 0) items.AddRange(venue.Products.Select(product => (channel, product)));
        foreach (var id in ids)
        {
            if (venue.Find(id) is { } product) items.Add((channel, product));
            else Fail($"{id} is not a valid product");
        }
    }

    static List<string> Names(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(NameOf)] : [];

    static string NameOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    void Fail(string reason)
    {
        var word = IsSubscribe ? "subscribe" : "unsubscribe";
        var quoted = JsonEncodedText.Encode(reason, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        Error ??= $$"""{"type":"error","message":"Failed to {{word}}","reason":"{{quoted}}"}""";
    }
}
