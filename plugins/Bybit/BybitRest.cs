using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;
using static StrategyHost.Exchange.VenueText;

namespace StrategyHost.Plugins.Bybit;

/// <summary>
/// REST: questions into targets, answers into events. Errors come with HTTP 200 too, so that nothing is read before
/// <c>retCode</c>; an answer that is not what was asked for is malformed, never half believed.
/// </summary>
sealed class BybitRest(BybitApi api)
{
    const string Root = "/v5/market/";
    const int MaxLevels = 1_000;

    /// <summary>The venue's words for a question.</summary>
    public RestRequest? Ask(RestQuery query)
    {
        if (query.Kind == RestQueryKind.Time) return new RestRequest($"{Root}time", "time", Weight: 1);
        if (query.Kind == RestQueryKind.Instruments) return AskInstruments(query.Page);
        if (query.Instrument is not { } instrument) return null;
        var of = $"category={api.Category}&symbol={Uri.EscapeDataString(instrument.VenueSymbol)}";
        var (method, limit) =
            query.Kind == RestQueryKind.Book ? ("orderbook", $"&limit={LimitOf(query.Levels)}") : ("tickers", "");
        return new RestRequest($"{Root}{method}?{of}{limit}", $"{method} {instrument.VenueSymbol}", Weight: 1);
    }

    /// <summary>The question behind an address, on whatever host it was asked.</summary>
    public RestQuery? Recognise(Uri address)
    {
        if (!address.IsAbsoluteUri || !address.AbsolutePath.StartsWith(Root, StringComparison.Ordinal)) return null;
        var method = address.AbsolutePath[Root.Length..].TrimEnd('/');
        if (method == "time") return new RestQuery(RestQueryKind.Time);
        if (Parameter(address, "category") != api.Category) return null;
        if (method == "instruments-info")
            return new RestQuery(RestQueryKind.Instruments, Page: Parameter(address, "cursor"));
        if (Parameter(address, "symbol") is not { } symbol) return null;
        if (BybitInstruments.Infer(api, symbol) is not { } instrument) return null;
        var levels = int.TryParse(Parameter(address, "limit"), out var limit) && limit > 0 ? limit : api.DefaultLevels;
        return method switch
        {
            "orderbook" => new RestQuery(RestQueryKind.Book, instrument, levels),
            "tickers" => new RestQuery(RestQueryKind.Ticker, instrument),
            _ => null,
        };
    }

    /// <summary>Reads an answer; see <see cref="IExchangeAdapter.Read"/>.</summary>
    public RestResult Read(
        RestQuery query, int status, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received, IMarketSink sink)
    {
        var decoder = new BybitDecoder(symbols);
        var isJson = decoder.TryScan(body);
        var code = 0L;
        var hasCode = isJson && decoder.Fields.TryInt64(body, Field.Code, out code);
        if (code != 0 || status is < 200 or >= 300)
        {
            var words = hasCode ? VenueWords.Clean(decoder.Fields.Text(body, Field.Words)) : null;
            return BybitErrors.Read(status, code, words);
        }

        if (!hasCode) return Malformed(decoder.Reason ?? "an answer without retCode");
        return query.Kind switch
        {
            RestQueryKind.Time => ReadTime(decoder.Fields, body),
            RestQueryKind.Instruments => ReadInstruments(body, sink),
            _ => ReadData(query, decoder, body, symbols, received, sink),
        };
    }

    RestRequest AskInstruments(string? page)
    {
        // Spot is listed whole, and takes neither limit nor cursor.
        var limit = api.IsLinear ? "&limit=1000" : "";
        var cursor = page is null ? "" : $"&cursor={Uri.EscapeDataString(page)}";
        var target = $"{Root}instruments-info?category={api.Category}{limit}{cursor}";
        return new RestRequest(target, $"instruments {page}".TrimEnd(), Weight: 1);
    }

    static RestResult ReadTime(BybitFields fields, ReadOnlySpan<byte> body) =>
        fields.TryInt64(body, Field.ServerTimeNs, out var ns) && ns > 0
            ? RestResult.Ok with { ServerTimeNs = ns }
            : Malformed("a time without its nanoseconds");

    RestResult ReadInstruments(ReadOnlySpan<byte> body, IMarketSink sink)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            if (BybitInstruments.Read(api, document.RootElement) is not var (found, next))
                return Malformed("instruments without a list of them");
            foreach (var instrument in found) sink.Instrument(instrument);
            return RestResult.Ok with { NextPage = next };
        }
        catch (InvalidOperationException)
        {
            // That the body is JSON was seen before.
            return Malformed("a name with half a surrogate pair");
        }
    }

    static RestResult ReadData(
        RestQuery query, BybitDecoder decoder, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received,
        IMarketSink sink)
    {
        if (query.Instrument is not { } instrument) return new RestResult(RestOutcome.Refused, "no instrument");
        var name = Encoding.UTF8.GetBytes(instrument.VenueSymbol);
        var entry = symbols.TryFind(name, out var known) ? known : symbols.Set(instrument);
        var fields = decoder.Fields;
        if (!fields.TryMilliseconds(body, Field.ServerTime, out var time)) return Malformed("a time that is none");
        if (query.Kind != RestQueryKind.Book)
        {
            fields = decoder.Items;
            var at = decoder.Fields.PositionOf(Field.List);
            if (!decoder.Fields.IsArray(Field.List) || !fields.TryScanItem(body, ref at))
                return Malformed("a ticker without its list");
        }

        if (!fields.Text(body, Field.Symbol).SequenceEqual(name)) return Malformed("an answer for another symbol");
        var kind = query.Kind switch
        {
            RestQueryKind.Book => decoder.DecodeAnswer(body, entry, LimitOf(query.Levels), received, sink),
            RestQueryKind.Quote => decoder.DecodeQuote(fields, body, entry, time, received, sink),
            _ => decoder.DecodeTicker(fields, body, entry, isSnapshot: true, time, received, sink),
        };
        return kind == FrameKind.Data ? RestResult.Ok : Malformed(decoder.Reason);
    }

    static int LimitOf(int levels) => levels <= 0 ? MaxLevels : Math.Min(levels, MaxLevels);

    static RestResult Malformed(string? reason) => new(RestOutcome.Malformed, reason);
}
