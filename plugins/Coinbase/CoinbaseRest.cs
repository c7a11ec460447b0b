using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Coinbase;

/// <summary>
/// REST: questions into targets, answers into events. Every question costs one of ten a second. An answer that is not
/// what was asked for is malformed, never half believed.
/// </summary>
static class CoinbaseRest
{
    const string Products = "/products";

    /// <summary>The venue's words for a question.</summary>
    public static RestRequest? Ask(RestQuery query)
    {
        if (query.Kind == RestQueryKind.Time) return new RestRequest("/time", "time", Weight: 1);
        if (query.Kind == RestQueryKind.Instruments) return new RestRequest(Products, "instruments", Weight: 1);
        if (query.Instrument is not { } instrument) return null;
        var (method, key) = query.Kind switch
        {
            RestQueryKind.Book => ("book?level=2", "book"),
            RestQueryKind.Quote => ("book?level=1", "quote"),
            _ => ("ticker", "ticker"),
        };
        var id = Uri.EscapeDataString(instrument.VenueSymbol);
        return new RestRequest($"{Products}/{id}/{method}", $"{key} {instrument.VenueSymbol}", Weight: 1);
    }

    /// <summary>The question behind an address, on whatever host it was asked.</summary>
    public static RestQuery? Recognise(Uri address)
    {
        if (!address.IsAbsoluteUri) return null;
        var path = address.AbsolutePath.Trim('/').Split('/');
        if (path is ["time"]) return new RestQuery(RestQueryKind.Time);
        if (path is ["products"]) return new RestQuery(RestQueryKind.Instruments);
        if (path is not ["products", var id, var method]) return null;
        if (CoinbaseInstruments.Infer(Uri.UnescapeDataString(id)) is not { } instrument) return null;
        // Level 3 lists orders, not levels.
        return (method, address.Query.TrimStart('?').Split('&').FirstOrDefault(x => x.StartsWith("level="))) switch
        {
            ("ticker", _) => new RestQuery(RestQueryKind.Ticker, instrument),
            ("book", null or "level=1") => new RestQuery(RestQueryKind.Quote, instrument),
            ("book", "level=2") => new RestQuery(RestQueryKind.Book, instrument),
            _ => null,
        };
    }

    /// <summary>Reads an answer; see <see cref="IExchangeAdapter.Read"/>.</summary>
    public static RestResult Read(
        RestQuery query, int status, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received, IMarketSink sink)
    {
        var decoder = new CoinbaseDecoder(symbols);
        var isJson = decoder.TryScan(body);
        var isError = isJson && decoder.Fields.Has(Field.Message);
        if (isError || status is < 200 or >= 300)
        {
            var words = isError ? VenueWords.Clean(decoder.Fields.Text(body, Field.Message)) : $"HTTP {status}";
            return new RestResult(OutcomeOf(status, words), words);
        }

        if (!isJson) return new RestResult(RestOutcome.Malformed, decoder.Reason);
        return query.Kind switch
        {
            RestQueryKind.Time => ReadTime(decoder, body),
            RestQueryKind.Instruments => ReadInstruments(body, sink),
            _ => ReadData(query, decoder, body, symbols, received, sink),
        };
    }

    // A recorded answer has no status: the words alone say that it was too many.
    static RestOutcome OutcomeOf(int status, string words) => status switch
    {
        429 => RestOutcome.Throttled,
        _ when words.Contains("rate limit", StringComparison.OrdinalIgnoreCase) => RestOutcome.Throttled,
        // 403 is the firewall's, which lifts; 408 a timeout behind it.
        403 or 408 or >= 500 => RestOutcome.Failed,
        _ => RestOutcome.Refused,
    };

    static RestResult ReadTime(CoinbaseDecoder decoder, ReadOnlySpan<byte> body) =>
        decoder.Fields.TryTime(body, out var time) && time > 0
            ? new RestResult(RestOutcome.Ok, ServerTimeNs: time)
            : new RestResult(RestOutcome.Malformed, "a time without its iso");

    static RestResult ReadInstruments(ReadOnlySpan<byte> body, IMarketSink sink)
    {
        if (CoinbaseInstruments.Read(body) is not { } instruments)
            return new RestResult(RestOutcome.Malformed, "products that are no list");
        foreach (var instrument in instruments) sink.Instrument(instrument);
        return RestResult.Ok;
    }

    // No answer says whose it is: the host asks one question for each.
    static RestResult ReadData(
        RestQuery query, CoinbaseDecoder decoder, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received,
        IMarketSink sink)
    {
        if (query.Instrument is not { } instrument) return new RestResult(RestOutcome.Refused, "no instrument");
        var name = Encoding.UTF8.GetBytes(instrument.VenueSymbol);
        var entry = symbols.TryFind(name, out var known) ? known : symbols.Set(instrument);
        var kind = query.Kind switch
        {
            RestQueryKind.Book when !decoder.Fields.TryInt64(body, Field.Sequence, out var number) || number < 0 =>
                FrameKind.Unknown,
            RestQueryKind.Book => decoder.DecodeBook(
                body, entry, isDelta: false, NumberIn(decoder, body), received, sink),
            RestQueryKind.Quote => decoder.DecodeQuote(body, entry, received, sink),
            _ => decoder.DecodeTicker(body, entry, received, sink),
        };
        return kind == FrameKind.Data
            ? RestResult.Ok
            : new RestResult(RestOutcome.Malformed, decoder.Reason ?? "a book without its number");
    }

    static SequenceSpan NumberIn(CoinbaseDecoder decoder, ReadOnlySpan<byte> body) =>
        decoder.Fields.TryInt64(body, Field.Sequence, out var number) ? SequenceSpan.At(number) : default;
}
