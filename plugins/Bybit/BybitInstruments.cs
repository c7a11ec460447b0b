using System.Globalization;
using System.Text.Json;
using StrategyHost.Market;
using static StrategyHost.Exchange.VenueText;

namespace StrategyHost.Plugins.Bybit;

/// <summary>
/// Instruments, from the venue's descriptions or from a symbol alone. What cannot be described with certainty is
/// skipped: an instrument under a wrong name is worse than none.
/// </summary>
static class BybitInstruments
{
    // Topics have room for it, see BybitApi; the longest symbols have 25.
    const int MaxSymbolLength = 64;

    /// <summary>One page of instruments and the cursor of the next; null when it has no list of them.</summary>
    public static (List<Instrument> Found, string? NextPage)? Read(BybitApi api, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("result", out var result)
            || result.ValueKind != JsonValueKind.Object || !result.TryGetProperty("list", out var list)
            || list.ValueKind != JsonValueKind.Array) return null;
        var found = new List<Instrument>(list.GetArrayLength());
        foreach (var description in list.EnumerateArray())
            if (Describe(api, description) is { } instrument) found.Add(instrument);
        return (found, Text(result, "nextPageCursor") is { Length: > 0 } next ? next : null);
    }

    /// <summary>
    /// An instrument from its symbol: <c>BTCUSDT</c>; of linear contracts also <c>BTCPERP</c>, <c>BTC-26DEC25</c> (both
    /// in USDC) and <c>BTCUSDT-26DEC25</c>.
    /// </summary>
    public static Instrument? Infer(BybitApi api, string venueSymbol)
    {
        var symbol = venueSymbol.ToUpperInvariant();
        var name = api.IsLinear ? symbol.Split('-')[0] : symbol;
        if (TryDivide(name, api.Quotes, out var baseName, out var quote)) return Name(api, symbol, baseName, quote);
        if (!api.IsLinear) return null;
        if (name == symbol && !name.EndsWith("PERP", StringComparison.Ordinal)) return null;
        if (name == symbol) name = name[..^4];
        return name.Length > 0 && name.All(char.IsLetterOrDigit) ? Name(api, symbol, name, "USDC") : null;
    }

    static Instrument? Describe(BybitApi api, JsonElement description)
    {
        var (symbol, baseName) = (Text(description, "symbol"), Text(description, "baseCoin"));
        // A linear contract's prices are in what it is settled in, whatever it calls its quote.
        var quote = api.IsLinear ? Text(description, "settleCoin") : null;
        if (quote is null or "") quote = Text(description, "quoteCoin");
        if (symbol is null or "" || baseName is null or "" || quote is null or "") return null;
        var isDated = Text(description, "contractType")?.EndsWith("Futures", StringComparison.Ordinal) == true;
        if (Name(api, symbol, baseName, quote) is not { } instrument) return null;
        if (isDated && instrument.Kind != InstrumentKind.Future) return null;
        var tick = StepOf(description, "priceFilter", "tickSize");
        var lot = StepOf(description, "lotSizeFilter", api.LotField);
        if (tick is { Scale: > Scaling.MaxScale } || lot is { Scale: > Scaling.MaxScale }) return null;
        return instrument with { Status = StatusOf(Text(description, "status")), TickSize = tick, LotSize = lot };
    }

    static Instrument? Name(BybitApi api, string symbol, string baseName, string quote)
    {
        if (symbol.Length > MaxSymbolLength) return null;
        var (kind, suffix) = api.IsLinear ? (InstrumentKind.Perpetual, "-PERP") : (InstrumentKind.Spot, "");
        var mark = api.IsLinear ? symbol.IndexOf('-') : -1;
        if (mark >= 0)
        {
            if (!DateOnly.TryParseExact(
                symbol.AsSpan(mark + 1), "dMMMyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return null;
            (kind, suffix) = (InstrumentKind.Future, day.ToString("-yyMMdd", CultureInfo.InvariantCulture));
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

    static InstrumentStatus StatusOf(string? status) => status switch
    {
        "Trading" => InstrumentStatus.Trading,
        "PreLaunch" => InstrumentStatus.Pending,
        "Delivering" or "Settling" or "Closed" => InstrumentStatus.Closed,
        _ => InstrumentStatus.Unknown,
    };

    static decimal? StepOf(JsonElement description, string filter, string name) =>
        description.TryGetProperty(filter, out var rules) ? Step(rules, name) : null;
}
