using System.Text;
using System.Text.Json;

namespace StrategyHost.Tests.Simulator.Wire;

/// <summary>A frame reduced to its shape: keys in order, kinds of values, decimals of quoted numbers.</summary>
static class FrameShape
{
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var shape = new StringBuilder();
        Write(document.RootElement, shape);
        return shape.ToString();
    }

    static void Write(JsonElement value, StringBuilder shape)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    shape.Append(member.Name).Append(':');
                    Write(member.Value, shape);
                    shape.Append(' ');
                }

                break;
            case JsonValueKind.Array:
                // the first element stands for all
                shape.Append('[');
                foreach (var element in value.EnumerateArray().Take(value[0].ValueKind == JsonValueKind.String ? 2 : 1))
                    Write(element, shape);
                shape.Append(']');
                break;
            case JsonValueKind.String:
                shape.Append(Word(value.GetString()!));
                break;
            default:
                shape.Append(value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "flag" : "number");
                break;
        }
    }

    static string Word(string text)
    {
        if (text.Length == 0 || !text.TrimStart('-').All(c => char.IsAsciiDigit(c) || c == '.')) return $"'{text}'";
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return $"d{(point < 0 ? 0 : text.Length - point - 1)} ";
    }
}
