using System.Text.Encodings.Web;
using System.Text.Json;

namespace StrategyHost.Simulator.Wire.Okx;

/// <summary>What a client may ask on a connection.</summary>
enum OkxOperation : byte
{
    Subscribe,
    Unsubscribe,
}

/// <summary>One argument of a request; a part that is missing is null.</summary>
readonly record struct OkxArgument(string? Channel, string? Instrument)
{
    /// <summary>The argument as it is echoed: <c>{"channel":"books","instId":"BTC-USDT"}</c>.</summary>
    public string Json => $$"""{"channel":"{{Encode(Channel)}}","instId":"{{Encode(Instrument)}}"}""";

    static JsonEncodedText Encode(string? text) =>
        JsonEncodedText.Encode(text ?? "", JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
}

/// <summary>One request, or what is wrong with it: a code and its words.</summary>
sealed class OkxRequest
{
    public OkxOperation Operation { get; private set; }

    public IReadOnlyList<OkxArgument> Arguments { get; private set; } = [];

    /// <summary>The id that acknowledgements repeat; null when none was sent.</summary>
    public string? Id { get; private set; }

    /// <summary>The error's code; null when the request is fine.</summary>
    public string? Code { get; private set; }

    public string Message { get; private set; } = "";

    public static OkxRequest Read(ReadOnlyMemory<byte> text)
    {
        var request = new OkxRequest();
        try
        {
            using var document = JsonDocument.Parse(text);
            request.Fill(document.RootElement);
        }
        catch (JsonException)
        {
            request.Fail("60012", $"Invalid request: {System.Text.Encoding.UTF8.GetString(text.Span)}");
        }

        return request;
    }

    void Fill(JsonElement root)
    {
        var operation = Text(root, "op");
        Id = Text(root, "id");
        if (operation is null)
        {
            Fail("60012", $"Invalid request: {root.GetRawText()}");
            return;
        }

        if (operation is not ("subscribe" or "unsubscribe"))
        {
            Fail("60019", $"Invalid op: {operation}");
            return;
        }

        Operation = operation == "subscribe" ? OkxOperation.Subscribe : OkxOperation.Unsubscribe;
        if (!root.TryGetProperty("args", out var args) || args.ValueKind != JsonValueKind.Array)
            Fail("60012", $"Invalid request: {root.GetRawText()}");
        else if (args.GetArrayLength() == 0 || args.EnumerateArray().Any(arg => Text(arg, "channel") is null))
            Fail("60013", "Invalid args");
        else Arguments = [.. args.EnumerateArray().Select(x => new OkxArgument(Text(x, "channel"), Text(x, "instId")))];
    }

    static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    void Fail(string code, string message) => (Code, Message) = (code, message);
}
