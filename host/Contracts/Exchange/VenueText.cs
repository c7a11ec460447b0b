using System.Text;
using System.Text.Json;

namespace StrategyHost.Exchange;

/// <summary>What adapters do with a venue's texts: addresses, symbols, descriptions of instruments.</summary>
public static class VenueText
{
    /// <summary>A parameter of an address's query; null when it has none of the name.</summary>
    public static string? Parameter(Uri address, string name)
    {
        foreach (var part in address.Query.TrimStart('?').Split('&'))
            if (part.StartsWith(name + "=", StringComparison.Ordinal))
                return Uri.UnescapeDataString(part[(name.Length + 1)..]);
        return null;
    }

    /// <summary>
    /// Takes a symbol without a separator apart, <c>BTCUSDT</c> into <c>BTC</c> and <c>USDT</c>; false when it is
    /// letters and digits before none of the quote currencies. The longest that fits is taken.
    /// </summary>
    public static bool TryDivide(
        string symbol, IEnumerable<string> quotes, out string baseName, out string quote)
    {
        quote = quotes
            .Where(x => symbol.Length > x.Length && symbol.EndsWith(x, StringComparison.Ordinal))
            .MaxBy(x => x.Length) ?? "";
        baseName = symbol[..^quote.Length];
        return quote.Length > 0 && symbol.All(char.IsLetterOrDigit);
    }

    /// <summary>A text of a description; null when it has none of the name.</summary>
    public static string? Text(JsonElement description, string name) =>
        description.ValueKind == JsonValueKind.Object && description.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>
    /// A step (tick, lot) of a description; null when it has none above 0, and then frames tell the decimals.
    /// </summary>
    public static decimal? Step(JsonElement description, string name) =>
        Text(description, name) is { } text && JsonWire.TryParseDecimal(Encoding.UTF8.GetBytes(text), out var step)
            && step > 0 ? step : null;
}
