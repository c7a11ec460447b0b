using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>What a client may ask on a stream connection.</summary>
enum ControlMethod : byte
{
    Subscribe,
    Unsubscribe,
    ListSubscriptions,
    SetProperty,
    GetProperty,
}

/// <summary>
/// One control message, read as strictly as the venue does. What is wrong with it becomes the error text that the
/// venue documents, with its code and words.
/// </summary>
sealed class ControlRequest
{
    static readonly string[] Methods =
        ["SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS", "SET_PROPERTY", "GET_PROPERTY"];

    public ControlMethod Method { get; private set; }

    /// <summary>The stream names of a subscription.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>The new value of the property <c>combined</c>.</summary>
    public bool Value { get; private set; }

    /// <summary>The id as JSON, echoed as it came.</summary>
    public string Id { get; private set; } = "null";

    /// <summary>The whole error reply; null when the request is fine.</summary>
    public string? Error { get; private set; }

    public static ControlRequest Read(ReadOnlyMemory<byte> text, BinanceDialect dialect)
    {
        var request = new ControlRequest();
        try
        {
            using var document = JsonDocument.Parse(text);
            request.Fill(document.RootElement, text.Span, dialect);
        }
        catch (JsonException wrong)
        {
            var place = $"line {wrong.LineNumber + 1} column {wrong.BytePositionInLine + 1}";
            request.Error = $$"""{"code":3,"msg":"Invalid JSON: expected value at {{place}}"}""";
        }

        return request;
    }

    void Fill(JsonElement root, ReadOnlySpan<byte> text, BinanceDialect dialect)
    {
        var id = Member(root, "id");
        if (!dialect.AcceptsId(id))
        {
            Fail(2, "Invalid request: request ID must be an unsigned integer");
            return;
        }

        if (id.ValueKind != JsonValueKind.Undefined) Id = id.GetRawText();
        var method = Member(root, "method");
        if (method.ValueKind != JsonValueKind.String)
        {
            Fail(2, $"Invalid request: missing field `method` at line 1 column {text.Length}");
            return;
        }

        var index = Array.IndexOf(Methods, method.GetString());
        if (index < 0) Fail(2, Unknown(method, text));
        else ReadParameters((ControlMethod)index, Member(root, "params"), text);
    }

    static string Unknown(JsonElement method, ReadOnlySpan<byte> text)
    {
        var raw = Encoding.UTF8.GetBytes(method.GetRawText());
        var expected = string.Join(", ", Methods.Select(name => $"`{name}`"));
        return $"Invalid request: unknown variant `{method.GetString()}`, expected one of {expected} " +
            $"at line 1 column {text.IndexOf(raw) + raw.Length}";
    }

    void ReadParameters(ControlMethod method, JsonElement parameters, ReadOnlySpan<byte> text)
    {
        Method = method;
        JsonElement[] values = parameters.ValueKind == JsonValueKind.Array ? [.. parameters.EnumerateArray()] : [];
        switch (method)
        {
            case ControlMethod.ListSubscriptions:
                if (values.Length > 0) Fail(2, "Invalid request: too many parameters");
                break;
            case ControlMethod.Subscribe or ControlMethod.Unsubscribe:
                if (parameters.ValueKind != JsonValueKind.Array)
                    Fail(2, $"Invalid request: missing field `params` at line 1 column {text.Length}");
                else if (values.Any(value => value.ValueKind != JsonValueKind.String))
                    Fail(2, "Invalid request: property name must be a string");
                else Names = [.. values.Select(value => value.GetString()!)];
                break;
            default:
                ReadProperty(values, withValue: method == ControlMethod.SetProperty);
                break;
        }
    }

    void ReadProperty(JsonElement[] values, bool withValue)
    {
        if (values.Length == 0 || values[0].ValueKind != JsonValueKind.String)
            Fail(2, "Invalid request: property name must be a string");
        else if (values.Length > (withValue ? 2 : 1)) Fail(2, "Invalid request: too many parameters");
        else if (values[0].GetString() != "combined") Fail(0, "Unknown property");
        else if (withValue) ReadValue(values);
    }

    void ReadValue(JsonElement[] values)
    {
        if (values.Length < 2 || values[1].ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Fail(1, "Invalid value type: expected Boolean");
        else Value = values[1].GetBoolean();
    }

    static JsonElement Member(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) ? value : default;

    void Fail(int code, string message)
    {
        var quoted = JsonEncodedText.Encode(message, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        Error = $$"""{"code":{{code}},"msg":"{{quoted}}","id":{{Id}}}""";
    }
}
