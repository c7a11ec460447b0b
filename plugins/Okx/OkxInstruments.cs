using System.Globalization;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Okx;

/// <summary>
/// Instruments, from the venue's descriptions or from a symbol alone. What cannot be described with certainty is
/// skipped: an instrument under a wrong name, or of a wrong size, is worse than none.
/// </summary>
static class OkxInstruments
{
    /// <summary>The instruments of one kind in an answer; null when it has no list of them.</summary>
    public static List<Instrument>? Read(InstrumentKind kind, ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        if (!document.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            return null;
        try
        {
            return [.. data.EnumerateArray().Select(Describe).OfType<Instrument>().Where(x => x.Kind == kind)];
        }
        catch (Exception fault) when (fault is InvalidOperationException or OverflowException)
        {
            return null; // half a surrogate pair in a name, or a contract beyond all numbers
        }
    }

    /// <summary>
    /// An instrument from its symbol: <c>BTC-USDT</c>, <c>BTC-USDT-SWAP</c>, <c>BTC-USD-260327</c>; null for options.
    /// </summary>
    public static Instrument? Infer(string venueSymbol)
    {
        var symbol = venueSymbol.ToUpperInvariant();
        return symbol.Split('-') switch
        {
            [var coin, var quote] => Name(symbol, coin, quote, InstrumentKind.Spot, ""),
            [var coin, var quote, "SWAP"] => Name(symbol, coin, quote, InstrumentKind.Perpetual, "-PERP"),
            [var coin, var quote, var date] when IsDate(date) =>
                Name(symbol, coin, quote, InstrumentKind.Future, $"-{date}"),
            _ => null,
        };
    }

    static Instrument? Describe(JsonElement description)
    {
        if (VenueText.Text(description, "instId") is not { } symbol || Infer(symbol) is not { } named) return null;
        var (tick, lot) = (VenueText.Step(description, "tickSz"), VenueText.Step(description, "lotSz"));
        if (tick is { Scale: > Scaling.MaxScale } || lot is { Scale: > Scaling.MaxScale }) return null;
        var described = named with { Status = StatusOf(description), TickSize = tick, LotSize = lot };
        return named.Kind == InstrumentKind.Spot ? described : Sized(described, description);
    }

    // Quantities are contracts of ctVal times ctMult units of ctValCcy: the base currency, or of inverse contracts the
    // quote currency.
    static Instrument? Sized(Instrument contract, JsonElement description)
    {
        var unit = VenueText.Text(description, "ctValCcy");
        if (VenueText.Step(description, "ctVal") is not { } value || (unit != contract.Base && unit != contract.Quote))
            return null;
        return contract with
        {
            ContractSize = value * (VenueText.Step(description, "ctMult") ?? 1),
            IsInverse = unit != contract.Base,
        };
    }

    static Instrument? Name(string symbol, string coin, string quote, InstrumentKind kind, string suffix) =>
        coin.Length == 0 || quote.Length == 0 || !symbol.All(x => char.IsAsciiLetterOrDigit(x) || x is '-' or '_')
            ? null
            : new Instrument
            {
                Venue = "okx", Symbol = $"{coin}/{quote}{suffix}", VenueSymbol = symbol, Base = coin, Quote = quote,
                Kind = kind,
            };

    static bool IsDate(string text) =>
        DateOnly.TryParseExact(text, "yyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    static InstrumentStatus StatusOf(JsonElement description) => VenueText.Text(description, "state") switch
    {
        "live" => InstrumentStatus.Trading,
        "suspend" or "post_only" => InstrumentStatus.Halted,
        "preopen" => InstrumentStatus.Pending,
        "expired" or "settlement" => InstrumentStatus.Closed,
        _ => InstrumentStatus.Unknown,
    };
}
