using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Okx;

/// <summary>
/// REST: questions into targets, answers into events. Weights are shares of 40 every 2 s, by each endpoint's own
/// allowance. An answer that is not what was asked for is malformed, never half believed.
/// </summary>
static class OkxRest
{
    /// <summary>Most levels a side that a book has, over REST as in the stream.</summary>
    public const int MaxLevels = 400;

    const string Path = "/api/v5/";

    // In the order of InstrumentKind; each is a page of the instruments.
    static readonly string[] Kinds = ["SPOT", "SWAP", "FUTURES"];

    /// <summary>The venue's words for a question; it has none for a quote alone.</summary>
    public static RestRequest? Ask(RestQuery query)
    {
        var symbol = query.Instrument?.VenueSymbol;
        return query.Kind switch
        {
            RestQueryKind.Time => new RestRequest($"{Path}public/time", "time", Weight: 4),
            RestQueryKind.Instruments when KindOf(query) is >= 0 and var i =>
                new RestRequest($"{Path}public/instruments?instType={Kinds[i]}", $"instruments {Kinds[i]}", Weight: 2),
            RestQueryKind.Book when symbol is not null => new RestRequest(
                $"{Path}market/books?instId={Uri.EscapeDataString(symbol)}&sz={LimitOf(query)}&source=0",
                $"books {symbol}", Weight: 1),
            RestQueryKind.Ticker when symbol is not null => new RestRequest(
                $"{Path}market/ticker?instId={Uri.EscapeDataString(symbol)}", $"ticker {symbol}", Weight: 2),
            _ => null,
        };
    }

    /// <summary>The question behind an address, on whatever host it was asked.</summary>
    public static RestQuery? Recognise(Uri address)
    {
        if (!address.IsAbsoluteUri || !address.AbsolutePath.StartsWith(Path, StringComparison.Ordinal)) return null;
        var symbol = VenueText.Parameter(address, "instId");
        var instrument = symbol is null ? null : OkxInstruments.Infer(symbol);
        return address.AbsolutePath[Path.Length..].TrimEnd('/') switch
        {
            "public/time" => new RestQuery(RestQueryKind.Time),
            "public/instruments" when VenueText.Parameter(address, "instType") is { } kind && Kinds.Contains(kind) =>
                new RestQuery(RestQueryKind.Instruments, Page: kind),
            "market/books" when instrument is not null => new RestQuery(
                RestQueryKind.Book, instrument,
                int.TryParse(VenueText.Parameter(address, "sz"), out var levels) && levels > 0 ? levels : 1),
            "market/ticker" when instrument is not null => new RestQuery(RestQueryKind.Ticker, instrument),
            _ => null,
        };
    }

    /// <summary>Reads an answer; see <see cref="IExchangeAdapter.Read"/>.</summary>
    public static RestResult Read(
        RestQuery query, int status, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received, IMarketSink sink)
    {
        var name = Encoding.UTF8.GetBytes(query.Instrument?.VenueSymbol ?? "");
        var asked = query.Instrument is not { } instrument ? null
            : symbols.TryFind(name, out var known) ? known : symbols.Set(instrument);
        var decoder = new OkxDecoder(symbols, asked);
        var isJson = decoder.TryScan(body);
        var isAnswer = isJson && decoder.Fields.Text(body, Field.Code).SequenceEqual("0"u8);
        if (status is < 200 or >= 300 || (isJson && !isAnswer)) return OkxErrors.Read(status, decoder.Fields, body);
        if (!isJson) return new RestResult(RestOutcome.Malformed, decoder.Reason);
        var says = decoder.Fields.Text(body, Field.Symbol);
        if (asked is not null && !says.IsEmpty && !says.SequenceEqual(name))
            return new RestResult(RestOutcome.Malformed, "an answer for another symbol");
        return query.Kind switch
        {
            RestQueryKind.Time => ReadTime(decoder, body),
            RestQueryKind.Instruments => ReadInstruments(KindOf(query), body, sink),
            _ when asked is not null => ReadData(query, asked, decoder, body, received, sink),
            _ => new RestResult(RestOutcome.Refused, "no instrument"),
        };
    }

    static RestResult ReadTime(OkxDecoder decoder, ReadOnlySpan<byte> body) =>
        decoder.Fields.TryMilliseconds(body, Field.Time, out var time) && time > 0
            ? new RestResult(RestOutcome.Ok, ServerTimeNs: time)
            : new RestResult(RestOutcome.Malformed, "a time without ts");

    static RestResult ReadInstruments(int kind, ReadOnlySpan<byte> body, IMarketSink sink)
    {
        if (OkxInstruments.Read((InstrumentKind)kind, body) is not { } instruments)
            return new RestResult(RestOutcome.Malformed, "instruments without a list of them");
        foreach (var instrument in instruments) sink.Instrument(instrument);
        return new RestResult(RestOutcome.Ok, NextPage: kind + 1 < Kinds.Length ? Kinds[kind + 1] : null);
    }

    static RestResult ReadData(
        RestQuery query, SymbolEntry asked, OkxDecoder decoder, ReadOnlySpan<byte> body, Stamp received,
        IMarketSink sink)
    {
        if (query.Kind != RestQueryKind.Ticker && !decoder.Fields.Has(Field.Number))
            return new RestResult(RestOutcome.Malformed, "a book without seqId, which nothing can be joined to");
        // All 400 levels are the window that the stream keeps: nothing in it is unknown. Fewer show so many.
        var limit = LimitOf(query);
        var kind = query.Kind == RestQueryKind.Ticker
            ? decoder.DecodeTicker(body, asked, received, sink)
            : decoder.DecodeBook(
                body, asked, isSnapshot: true, Depth.Full, limit < MaxLevels ? limit : 0, received, sink);
        return kind == FrameKind.Data ? RestResult.Ok : new RestResult(RestOutcome.Malformed, decoder.Reason);
    }

    static int KindOf(RestQuery query) => Array.IndexOf(Kinds, query.Page ?? Kinds[0]);

    static int LimitOf(RestQuery query) => query.Levels is > 0 and < MaxLevels ? query.Levels : MaxLevels;
}
