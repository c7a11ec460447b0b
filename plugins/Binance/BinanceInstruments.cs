using System.Globalization;
using System.Text.Json;
using StrategyHost.Market;
using static StrategyHost.Exchange.VenueText;

namespace StrategyHost.Plugins.Binance;

/// <summary>
/// Instruments, from the venue's descriptions or from a symbol alone. What cannot be described with certainty is
/// skipped: an instrument under a wrong name is worse than none.
/// </summary>
static class BinanceInstruments
{
    /// <summary>The instruments of an exchangeInfo; null when it has no list of them.</summary>
    public static List<Instrument>? Read(BinanceApi api, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("symbols", out var symbols)
            || symbols.ValueKind != JsonValueKind.Array) return null;
        var instruments = new List<Instrument>(symbols.GetArrayLength());
        foreach (var description in symbols.EnumerateArray())
            if (Describe(api, description) is { } instrument) instruments.Add(instrument);
        return instruments;
    }

    /// <summary>An instrument from its symbol: <c>BTCUSDT</c>, of futures also <c>BTCUSDT_260327</c>.</summary>
    public static Instrument? Infer(BinanceApi api, string venueSymbol)
    {
        var symbol = venueSymbol.ToUpperInvariant();
        var pair = api.IsFutures ? symbol.Split('_')[0] : symbol;
        return TryDivide(pair, api.Quotes, out var baseName, out var quote)
            ? Name(api, symbol, baseName, quote) : null;
    }

    static Instrument? Describe(BinanceApi api, JsonElement description)
    {
        if (description.ValueKind != JsonValueKind.Object) return null;
        var (symbol, baseName, quote) =
            (Text(description, "symbol"), Text(description, "baseAsset"), Text(description, "quoteAsset"));
        if (symbol is null or "" || baseName is null or "" || quote is null or "") return null;
        var tick = FilterStep(description, "PRICE_FILTER", "tickSize");
        var lot = FilterStep(description, "LOT_SIZE", "stepSize");
        if (tick is { Scale: > Scaling.MaxScale } || lot is { Scale: > Scaling.MaxScale }) return null;
        var status = StatusOf(Text(description, "status") ?? Text(description, "contractStatus"));
        if (Name(api, symbol, baseName, quote) is not { } instrument) return null;
        return instrument with { Status = status, TickSize = tick, LotSize = lot };
    }

    // A futures symbol with a date is a dated future; all others, whatever their contract type calls them
    // (PERPETUAL, TRADIFI_PERPETUAL, nothing while they settle), have no expiry.
    static Instrument? Name(BinanceApi api, string symbol, string baseName, string quote)
    {
        var (kind, suffix) = (InstrumentKind.Spot, "");
        if (api.IsFutures)
        {
            (kind, suffix) = (InstrumentKind.Perpetual, "-PERP");
            var mark = symbol.IndexOf('_');
            if (mark >= 0 && !IsDate(symbol.AsSpan(mark + 1))) return null;
            if (mark >= 0) (kind, suffix) = (InstrumentKind.Future, $"-{symbol[(mark + 1)..]}");
        }

        return new Instrument
        {
            Venue = api.Profile.Venue,
            Symbol = $"{baseName}/{quote}{suffix}",
            VenueSymbol = symbol,
            Base = baseName,
            Quote = quote,
            Kind = kind,
        };
    }

    static bool IsDate(ReadOnlySpan<char> text) =>
        DateOnly.TryParseExact(text, "yyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    static InstrumentStatus StatusOf(string? status) => status switch
    {
        "TRADING" => InstrumentStatus.Trading,
        "HALT" or "BREAK" or "AUCTION_MATCH" or "CANCEL_ONLY" or "POST_TRADING" or "END_OF_DAY" =>
            InstrumentStatus.Halted,
        "PENDING_TRADING" or "PRE_TRADING" => InstrumentStatus.Pending,
        "PRE_DELIVERING" or "DELIVERING" or "DELIVERED" or "PRE_SETTLE" or "SETTLING" or "CLOSE" =>
            InstrumentStatus.Closed,
        _ => InstrumentStatus.Unknown,
    };

    // A step of 0 means that the rule is off: then frames tell the decimals.
    static decimal? FilterStep(JsonElement description, string filter, string name)
    {
        if (!description.TryGetProperty("filters", out var filters) || filters.ValueKind != JsonValueKind.Array)
            return null;
        foreach (var candidate in filters.EnumerateArray())
        {
            if (candidate.ValueKind != JsonValueKind.Object || Text(candidate, "filterType") != filter) continue;
            return Step(candidate, name);
        }

        return null;
    }
}
