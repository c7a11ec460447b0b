using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Bybit;

/// <summary>
/// Bybit's public REST endpoints: HTTP 200 whatever is wrong with a request, and a <c>retCode</c>; 403 only for whoever
/// asks too often.
/// </summary>
sealed class BybitRest(
    BybitProduct product, IReadOnlyList<SimulatedInstrument> instruments, Func<string, BybitBook> thousandOf)
{
    const int MostLevels = 1000;
    const int UsualPage = 500;
    const int Parameter = 10001;

    static readonly Dictionary<string, string> NoHeaders = [];

    readonly BybitLimits limits = new();
    readonly JsonText text = new();

    public RestReply Answer(RequestTarget target, DateTimeOffset now, long venueMs, long skewMs)
    {
        var verdict = limits.Take(target.Path, now, venueMs - now.ToUnixTimeMilliseconds());
        if (verdict.IsBanned)
            return new RestReply(403, NoHeaders, "access too frequent, please try again later"u8.ToArray());
        if (verdict.IsRefused) return Reply(200, Error(10006, "Too many visits!", venueMs), verdict.Headers);
        text.Raw("{\"retCode\":0,\"retMsg\":\"OK\",\"result\":"u8);
        var error = target.Path switch
        {
            "/v5/market/time" => Time(venueMs),
            "/v5/market/orderbook" => OrderBook(target, venueMs, skewMs),
            "/v5/market/tickers" => Tickers(target, venueMs),
            "/v5/market/instruments-info" => Listings(target),
            _ => "",
        };
        text.Raw(",\"retExtInfo\":{},\"time\":"u8).Integer(venueMs).Raw("}"u8);
        var body = text.Take();
        if (error is null) return Reply(200, body, verdict.Headers);
        return error.Length == 0
            ? Reply(404, Error(404, "Not Found", venueMs), NoHeaders)
            : Reply(200, Error(Parameter, error, venueMs), verdict.Headers);
    }

    string? Time(long venueMs)
    {
        text.Raw("{\"timeSecond\":\""u8).Integer(venueMs / 1000)
            .Raw("\",\"timeNano\":\""u8).Integer(venueMs * 1_000_000).Raw("\"}"u8);
        return null;
    }

    string? OrderBook(RequestTarget target, long venueMs, long skewMs)
    {
        if (Category(target) is { } wrong) return wrong;
        if (!TryLimit(target, product.UsualLimit, out var limit)) return "params error: limit is invalid";
        if (Find(target) is not { } of) return UnknownSymbol(target);
        // the number is that of the deepest stream, and so is the state
        var book = thousandOf(of.Instrument.VenueSymbol);
        var bids = book.Window.Bids;
        var asks = book.Window.Asks;
        text.Raw("{\"s\":\""u8).Raw(of.Instrument.VenueSymbol).Raw("\",\"b\":"u8);
        product.Levels(text, of, bids[..Math.Min(limit, bids.Length)]);
        product.Levels(text.Raw(",\"a\":"u8), of, asks[..Math.Min(limit, asks.Length)]);
        text.Raw(",\"ts\":"u8).Integer(venueMs).Raw(",\"u\":"u8).Integer(book.Update)
            .Raw(",\"seq\":"u8).Integer(BybitProduct.Cross(book.Sequence))
            .Raw(",\"cts\":"u8).Integer(book.ChangedMs + skewMs).Raw("}"u8);
        return null;
    }

    string? Tickers(RequestTarget target, long venueMs)
    {
        if (Category(target) is { } wrong) return wrong;
        var chosen = target["symbol"] is null ? instruments : [.. instruments.Where(of => of == Find(target))];
        if (chosen.Count == 0) return UnknownSymbol(target);
        text.Raw("{\"category\":\""u8).Raw(product.Category).Raw("\",\"list\":["u8);
        for (var i = 0; i < chosen.Count; i++)
            product.RestTicker(text.Raw(i == 0 ? ""u8 : ","u8), chosen[i], venueMs);
        text.Raw("]}"u8);
        return null;
    }

    string? Listings(RequestTarget target)
    {
        if (Category(target) is { } wrong) return wrong;
        if (!TryLimit(target, UsualPage, out var limit)) return "params error: limit is invalid";
        var chosen = target["symbol"] is null ? instruments : [.. instruments.Where(of => of == Find(target))];
        if (chosen.Count == 0) return UnknownSymbol(target);
        var first = product.HasPages ? After(chosen, target["cursor"]) : 0;
        if (first < 0) return "params error: cursor is invalid";
        var end = product.HasPages ? Math.Min(chosen.Count, first + limit) : chosen.Count;
        text.Raw("{\"category\":\""u8).Raw(product.Category).Raw("\",\"list\":["u8);
        for (var i = first; i < end; i++) product.Listing(text.Raw(i == first ? ""u8 : ","u8), chosen[i]);
        text.Raw("]"u8);
        if (product.HasPages) text.Raw(",\"nextPageCursor\":\""u8).Raw(Cursor(chosen, first, end)).Raw("\""u8);
        text.Raw("}"u8);
        return null;
    }

    /// <summary>The cursor as the venue writes it: escaped once already, empty on the last page.</summary>
    static string Cursor(IReadOnlyList<SimulatedInstrument> of, int first, int end) => end == of.Count
        ? ""
        : $"first%3D{of[first].Instrument.VenueSymbol}%26last%3D{of[end - 1].Instrument.VenueSymbol}";

    /// <summary>Where the page after a cursor begins; below 0 when there is no such cursor.</summary>
    static int After(IReadOnlyList<SimulatedInstrument> of, string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return 0;
        // sent back as it came, or escaped again
        var plain = Uri.UnescapeDataString(cursor);
        var last = plain.LastIndexOf("last=", StringComparison.Ordinal);
        if (last < 0) return -1;
        for (var i = 0; i < of.Count; i++)
        {
            if (of[i].Instrument.VenueSymbol == plain[(last + 5)..]) return i + 1;
        }

        return -1;
    }

    string? Category(RequestTarget target) => target["category"] == product.Category ? null : "Illegal category";

    static bool TryLimit(RequestTarget target, int usual, out int limit)
    {
        limit = usual;
        return target["limit"] is not { } asked || (int.TryParse(asked, out limit) && limit is >= 1 and <= MostLevels);
    }

    SimulatedInstrument? Find(RequestTarget target) =>
        instruments.FirstOrDefault(of => of.Instrument.VenueSymbol == target["symbol"]);

    string UnknownSymbol(RequestTarget target) => product.Category == "spot"
        ? "Not supported symbols"
        : $"params error: symbol invalid {target["symbol"]}";

    static byte[] Error(int code, string message, long venueMs)
    {
        var quoted = JsonEncodedText.Encode(message, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return Encoding.UTF8.GetBytes(
            $"{{\"retCode\":{code},\"retMsg\":\"{quoted}\",\"result\":{{}},\"retExtInfo\":{{}},\"time\":{venueMs}}}");
    }

    static RestReply Reply(int status, byte[] body, IReadOnlyDictionary<string, string> headers) =>
        new(status, headers, body);
}
