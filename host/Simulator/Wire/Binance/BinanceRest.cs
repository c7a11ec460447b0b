using System.Text;
using System.Text.Json;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>Binance's public REST endpoints, with the weights it documents counted against its limit.</summary>
sealed class BinanceRest(BinanceDialect dialect, IReadOnlyList<SimulatedInstrument> instruments)
{
    const int Patience = 10;
    const string BadSymbol = """{"code":-1121,"msg":"Invalid symbol."}""";

    readonly WeightMeter meter = new(dialect.WeightPerMinute, Patience, ban: TimeSpan.FromMinutes(2));
    readonly JsonText text = new();

    public RestReply Answer(RequestTarget target, DateTimeOffset now, long venueMs)
    {
        var endpoint = target.Path.StartsWith(dialect.RestBase, StringComparison.Ordinal)
            ? target.Path[dialect.RestBase.Length..] : "";
        var status = meter.Take(WeightOf(endpoint, target), now, out var wait);
        if (status != 200) return Refused(status, wait, now);
        var error = endpoint switch
        {
            "ping" => Empty(),
            "time" => Time(venueMs),
            "depth" => Depth(target, venueMs),
            "exchangeInfo" => Each(target, venueMs, "exchangeInfo"),
            "ticker/24hr" or "ticker/bookTicker" => Each(target, venueMs, endpoint),
            _ => $$"""{"code":-5000,"msg":"Path {{JsonEncodedText.Encode(target.Path)}}, Method GET is invalid"}""",
        };
        if (error is null) return Reply(200, text.Take());
        text.Take();
        return Reply(error.Contains("-5000", StringComparison.Ordinal) ? 404 : 400, Encoding.UTF8.GetBytes(error));
    }

    int WeightOf(string endpoint, RequestTarget target)
    {
        if (endpoint == "depth") return dialect.DepthWeight(LimitOf(target) ?? dialect.DefaultLimit);
        var one = target["symbol"] is not null;
        return dialect.WeightOf(endpoint, one ? 1 : NamesOf(target)?.Length ?? 0);
    }

    static int? LimitOf(RequestTarget target) => int.TryParse(target["limit"], out var limit) ? limit : null;

    string? Empty()
    {
        text.Raw("{}"u8);
        return null;
    }

    string? Time(long venueMs)
    {
        text.Raw("{\"serverTime\":"u8).Integer(venueMs).Raw("}"u8);
        return null;
    }

    string? Depth(RequestTarget target, long venueMs)
    {
        if (string.IsNullOrEmpty(target["symbol"])) return Missing("symbol");
        if (target["limit"] is { Length: > 0 } asked && !int.TryParse(asked, out _)) return Illegal("limit");
        var limit = LimitOf(target) ?? dialect.DefaultLimit;
        if (Find(target["symbol"]!) is not { } instrument) return BadSymbol;
        if (dialect.CheckLimit(ref limit) is { } wrong) return wrong;
        dialect.RestDepth(text, instrument, limit, venueMs);
        return null;
    }

    /// <summary>One instrument as an object, several as an array; <c>exchangeInfo</c> wraps either.</summary>
    string? Each(RequestTarget target, long venueMs, string endpoint)
    {
        var single = target["symbol"];
        var names = single is null ? NamesOf(target) : [single];
        if (single is null && target["symbols"] is not null && names is null) return Illegal("symbols");
        var chosen = names is null ? instruments : [.. names.Select(Find).OfType<SimulatedInstrument>()];
        if (names is not null && chosen.Count != names.Length) return BadSymbol;
        if (endpoint == "exchangeInfo")
        {
            dialect.ExchangeInfo(text, chosen, venueMs);
            return null;
        }

        if (single is null) text.Raw("["u8);
        for (var i = 0; i < chosen.Count; i++)
        {
            if (i > 0) text.Raw(","u8);
            if (endpoint == "ticker/24hr") dialect.RestDay(text, chosen[i], venueMs);
            else dialect.RestBookTicker(text, chosen[i], venueMs);
        }

        if (single is null) text.Raw("]"u8);
        return null;
    }

    /// <summary>The names of <c>symbols=["A","B"]</c>; null when absent or not such a list.</summary>
    static string[]? NamesOf(RequestTarget target)
    {
        if (target["symbols"] is not { } list) return null;
        try
        {
            return JsonSerializer.Deserialize<string[]>(list);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    SimulatedInstrument? Find(string symbol) =>
        instruments.FirstOrDefault(of => of.Instrument.VenueSymbol == symbol);

    static string Missing(string name) =>
        $$"""{"code":-1102,"msg":"Mandatory parameter '{{name}}' was not sent, was empty/null, or malformed."}""";

    static string Illegal(string name) =>
        $$"""{"code":-1100,"msg":"Illegal characters found in parameter '{{name}}'."}""";

    RestReply Refused(int status, TimeSpan wait, DateTimeOffset now)
    {
        var until = (now + wait).ToUnixTimeMilliseconds();
        var limit = dialect.WeightPerMinute;
        var message = status == 429
            ? $"Too many requests; current limit of IP(127.0.0.1) is {limit} request weight per 1 MINUTE."
            : $"Way too many requests; IP(127.0.0.1) banned until {until}.";
        return Reply(status, Encoding.UTF8.GetBytes($$"""{"code":-1003,"msg":"{{message}}"}"""), wait);
    }

    RestReply Reply(int status, byte[] body, TimeSpan? wait = null)
    {
        var headers = new Dictionary<string, string> { ["X-MBX-USED-WEIGHT-1M"] = meter.Used.ToString() };
        if (wait is { } time) headers["Retry-After"] = ((int)Math.Ceiling(time.TotalSeconds)).ToString();
        return new RestReply(status, headers, body);
    }
}
