using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Binance;

/// <summary>
/// REST: questions into targets with the weight that the venue documents, answers into events. An answer that is not
/// what was asked for is malformed, never half believed.
/// </summary>
sealed class BinanceRest(BinanceApi api)
{
    /// <summary>The venue's words for a question.</summary>
    public RestRequest? Ask(RestQuery query)
    {
        if (query.Kind == RestQueryKind.Time) return new RestRequest($"{api.RestPath}/time", "time", Weight: 1);
        if (query.Kind == RestQueryKind.Instruments)
            return new RestRequest($"{api.RestPath}/exchangeInfo", "instruments", api.InstrumentsWeight);
        if (query.Instrument is not { } instrument) return null;
        var symbol = Uri.EscapeDataString(instrument.VenueSymbol);
        var (method, key, weight) = query.Kind switch
        {
            RestQueryKind.Book => ("depth", "depth", PriceOf(query.Levels).Weight),
            RestQueryKind.Quote => ("ticker/bookTicker", "quote", api.QuoteWeight),
            _ => ("ticker/24hr", "ticker", api.TickerWeight),
        };
        var limit = query.Kind == RestQueryKind.Book ? $"&limit={LimitOf(query.Levels)}" : "";
        return new RestRequest(
            $"{api.RestPath}/{method}?symbol={symbol}{limit}", $"{key} {instrument.VenueSymbol}", weight);
    }

    /// <summary>The question behind an address, on whatever host it was asked.</summary>
    public RestQuery? Recognise(Uri address)
    {
        if (!address.IsAbsoluteUri || !address.AbsolutePath.StartsWith(api.RestPath + "/", StringComparison.Ordinal))
            return null;
        var method = address.AbsolutePath[(api.RestPath.Length + 1)..].TrimEnd('/');
        if (method == "time") return new RestQuery(RestQueryKind.Time);
        if (method == "exchangeInfo") return new RestQuery(RestQueryKind.Instruments);
        if (VenueText.Parameter(address, "symbol") is not { } symbol) return null;
        if (BinanceInstruments.Infer(api, symbol) is not { } instrument) return null;
        return method switch
        {
            "depth" => new RestQuery(RestQueryKind.Book, instrument, LimitIn(address)),
            "ticker/bookTicker" => new RestQuery(RestQueryKind.Quote, instrument),
            "ticker/24hr" => new RestQuery(RestQueryKind.Ticker, instrument),
            _ => null,
        };
    }

    /// <summary>Reads an answer; see <see cref="IExchangeAdapter.Read"/>.</summary>
    public RestResult Read(
        RestQuery query, int status, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received, IMarketSink sink)
    {
        var decoder = new BinanceDecoder(api.IsFutures, symbols, []);
        var isJson = decoder.TryScan(body);
        var isError = isJson && decoder.Fields.Has(Field.Code) && decoder.Fields.Has(Field.Message);
        if (isError || status is < 200 or >= 300) return BinanceErrors.Read(status, isError, decoder.Fields, body);
        if (!isJson) return new RestResult(RestOutcome.Malformed, decoder.Reason);
        return query.Kind switch
        {
            RestQueryKind.Time => ReadTime(decoder, body),
            RestQueryKind.Instruments => ReadInstruments(body, sink),
            _ => ReadData(query, decoder, body, symbols, received, sink),
        };
    }

    RestResult ReadInstruments(ReadOnlySpan<byte> body, IMarketSink sink)
    {
        if (InstrumentsIn(body) is not { } instruments)
            return new RestResult(RestOutcome.Malformed, "instruments without a list of symbols");
        foreach (var instrument in instruments) sink.Instrument(instrument);
        return RestResult.Ok;
    }

    List<Instrument>? InstrumentsIn(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return BinanceInstruments.Read(api, document.RootElement);
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair; that the body is JSON was seen before.
            return null;
        }
    }

    static RestResult ReadTime(BinanceDecoder decoder, ReadOnlySpan<byte> body) =>
        decoder.Fields.Has(Field.EventTime) && decoder.TryTime(body, Field.EventTime, out var time)
            ? new RestResult(RestOutcome.Ok, ServerTimeNs: time)
            : new RestResult(RestOutcome.Malformed, "a time without serverTime");

    RestResult ReadData(
        RestQuery query, BinanceDecoder decoder, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received,
        IMarketSink sink)
    {
        if (query.Instrument is not { } instrument) return new RestResult(RestOutcome.Refused, "no instrument");
        var name = Encoding.UTF8.GetBytes(instrument.VenueSymbol);
        var entry = symbols.TryFind(name, out var known) ? known : symbols.Set(instrument);
        // Spot's depth does not say whose it is; every other answer does.
        var says = decoder.Fields.Text(body, Field.Symbol);
        if (!says.IsEmpty && !says.SequenceEqual(name))
            return new RestResult(RestOutcome.Malformed, "an answer for another symbol");
        var kind = query.Kind switch
        {
            RestQueryKind.Book => decoder.DecodeSnapshot(
                body, entry, Depth.Full, LimitOf(query.Levels), received, sink),
            RestQueryKind.Quote => decoder.DecodeQuote(body, entry, received, sink),
            _ => decoder.DecodeTicker(body, entry, received, sink),
        };
        return kind == FrameKind.Data ? RestResult.Ok : new RestResult(RestOutcome.Malformed, decoder.Reason);
    }

    int LimitIn(Uri address) =>
        int.TryParse(VenueText.Parameter(address, "limit"), out var limit) && limit > 0 ? limit : api.DefaultLevels;

    // Where limits are fixed the next larger one is asked for, so that no level that was wanted is missing.
    int LimitOf(int levels)
    {
        if (levels <= 0) return api.Profile.SnapshotLevels;
        return api.HasFixedLimits ? PriceOf(levels).Levels : Math.Min(levels, api.DepthPrices[^1].Levels);
    }

    DepthPrice PriceOf(int levels)
    {
        if (levels <= 0) levels = api.Profile.SnapshotLevels;
        foreach (var price in api.DepthPrices)
            if (levels <= price.Levels) return price;
        return api.DepthPrices[^1];
    }
}
