using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Coinbase;

/// <summary>
/// Instruments, from the venue's descriptions or from a symbol alone. What cannot be described with certainty is
/// skipped: an instrument under a wrong name is worse than none.
/// </summary>
static class CoinbaseInstruments
{
    /// <summary>The instruments of <c>/products</c>; null when it is no list of them.</summary>
    public static List<Instrument>? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Array) return null;
            if (document.RootElement.EnumerateArray().Any(x => x.ValueKind != JsonValueKind.Object)) return null;
            return [.. document.RootElement.EnumerateArray().Select(Describe).OfType<Instrument>()];
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // InvalidOperation: a name with half a surrogate pair.
            return null;
        }
    }

    /// <summary>An instrument from its symbol: <c>BTC-USD</c>.</summary>
    public static Instrument? Infer(string venueSymbol)
    {
        var names = venueSymbol.ToUpperInvariant().Split('-');
        if (names.Length != 2 || !names.All(x => x.Length > 0 && x.All(char.IsAsciiLetterOrDigit))) return null;
        return Name($"{names[0]}-{names[1]}", names[0], names[1]);
    }

    static Instrument? Describe(JsonElement product)
    {
        var id = VenueText.Text(product, "id");
        var (baseName, quote) = (VenueText.Text(product, "base_currency"), VenueText.Text(product, "quote_currency"));
        if (id is null or "" || baseName is null or "" || quote is null or "") return null;
        var (tick, lot) =
            (VenueText.Step(product, "quote_increment"), VenueText.Step(product, "base_increment"));
        if (tick is { Scale: > Scaling.MaxScale } || lot is { Scale: > Scaling.MaxScale }) return null;
        return Name(id, baseName, quote) with { Status = StatusOf(product), TickSize = tick, LotSize = lot };
    }

    static Instrument Name(string id, string baseName, string quote) => new()
    {
        Venue = "coinbase", Symbol = $"{baseName}/{quote}", VenueSymbol = id, Base = baseName, Quote = quote,
    };

    // A product that is online may still be closed to trading, or open for cancellations only, or in auction.
    static InstrumentStatus StatusOf(JsonElement product) => VenueText.Text(product, "status") switch
    {
        "online" when Is(product, "trading_disabled") || Is(product, "cancel_only") || Is(product, "auction_mode") =>
            InstrumentStatus.Halted,
        "online" => InstrumentStatus.Trading,
        "offline" => InstrumentStatus.Halted,
        "internal" => InstrumentStatus.Pending,
        "delisted" => InstrumentStatus.Closed,
        _ => InstrumentStatus.Unknown,
    };

    static bool Is(JsonElement product, string name) =>
        product.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
