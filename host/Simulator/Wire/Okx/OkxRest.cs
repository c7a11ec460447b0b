using System.Text;

namespace StrategyHost.Simulator.Wire.Okx;

/// <summary>
/// OKX's public REST endpoints: each has its own limit in two seconds, and what is wrong comes as a code in an answer
/// of 200.
/// </summary>
sealed class OkxRest(IReadOnlyList<OkxStream> books, SimulatorOptions options)
{
    const int WindowSeconds = 2;
    const int MostLevels = 400;

    static readonly Dictionary<string, string> NoHeaders = [];
    static readonly string[] Types = ["SPOT", "SWAP", "FUTURES", "OPTION", "MARGIN"];

    readonly Dictionary<string, RateMeter> meters = new(StringComparer.Ordinal);
    readonly JsonText text = new();

    public RestReply Answer(RequestTarget target, DateTimeOffset now, long venueMs)
    {
        var (limit, answer) = target.Path switch
        {
            "/api/v5/market/books" => (40, (Func<string?>)(() => Books(target, venueMs))),
            "/api/v5/market/ticker" => (20, () => Ticker(target, venueMs)),
            "/api/v5/public/instruments" => (20, () => Listed(target)),
            "/api/v5/public/time" => (10, () => Time(venueMs)),
            _ => default,
        };
        if (answer is null) return Reply(404, Error("404", "Not Found"));
        if (!MeterOf(target, limit).TryTake(now)) return Reply(429, Error("50011", "Too Many Requests"));
        text.Raw("{\"code\":\"0\",\"msg\":\"\",\"data\":["u8);
        var error = answer();
        text.Raw("]}"u8);
        var body = text.Take();
        return Reply(200, error is null ? body : Encoding.UTF8.GetBytes(error));
    }

    RateMeter MeterOf(RequestTarget target, int limit)
    {
        var key = target.Path.EndsWith("instruments", StringComparison.Ordinal)
            ? target.Path + target["instType"] : target.Path;
        if (!meters.TryGetValue(key, out var meter))
            meters[key] = meter = new RateMeter(limit, (double)limit / WindowSeconds);
        return meter;
    }

    /// <summary>The book of the channel as it was last told, so that its number is one of the channel's.</summary>
    string? Books(RequestTarget target, long venueMs)
    {
        if (Find(target, out var stream) is { } wrong) return wrong;
        var asked = target["sz"] ?? "1";
        if (!int.TryParse(asked, out var size) || size is < 1 or > MostLevels)
            return Error("51000", "Parameter sz error");
        var window = stream.Window;
        text.Raw("{"u8);
        OkxText.Sides(
            text, stream.Of, window.Bids[..Math.Min(size, window.Bids.Length)],
            window.Asks[..Math.Min(size, window.Asks.Length)]);
        text.Raw(",\"ts\":"u8).QuotedInteger(venueMs);
        if (!options.OkxStreamSnapshots) text.Raw(",\"seqId\":"u8).Integer(stream.LastNumber);
        text.Raw("}"u8);
        return null;
    }

    string? Ticker(RequestTarget target, long venueMs)
    {
        if (Find(target, out var stream) is { } wrong) return wrong;
        text.Raw("{"u8);
        OkxText.Ticker(text, stream.Of, venueMs);
        text.Raw("}"u8);
        return null;
    }

    string? Listed(RequestTarget target)
    {
        var type = target["instType"];
        if (string.IsNullOrEmpty(type)) return Error("50014", "Parameter instType can not be empty");
        if (!Types.Contains(type)) return Error("51000", "Parameter instType error");
        var isFirst = true;
        foreach (var of in books.Select(stream => stream.Of))
        {
            if (OkxText.TypeOf(of.Instrument) != type) continue;
            if (target["instId"] is { } id && id != of.Instrument.VenueSymbol) continue;
            OkxListingText.Write(isFirst ? text : text.Raw(","u8), of);
            isFirst = false;
        }

        return null;
    }

    string? Time(long venueMs)
    {
        text.Raw("{\"ts\":"u8).QuotedInteger(venueMs).Raw("}"u8);
        return null;
    }

    string? Find(RequestTarget target, out OkxStream stream)
    {
        stream = books[0];
        var id = target["instId"];
        if (string.IsNullOrEmpty(id)) return Error("50014", "Parameter instId can not be empty");
        if (books.FirstOrDefault(each => each.Of.Instrument.VenueSymbol == id) is not { } found)
            return Error("51001", "Instrument ID does not exist");
        stream = found;
        return null;
    }

    static string Error(string code, string message) => $$"""{"code":"{{code}}","msg":"{{message}}","data":[]}""";

    static RestReply Reply(int status, string body) => Reply(status, Encoding.UTF8.GetBytes(body));

    static RestReply Reply(int status, byte[] body) => new(status, NoHeaders, body);
}
