using System.Globalization;
using System.Text;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Coinbase;

/// <summary>
/// Coinbase's public REST endpoints: ten requests a second, a refusal that does not say how long to wait, and answers
/// that may be a second old.
/// </summary>
sealed class CoinbaseRest(IReadOnlyList<CoinbaseProduct> products)
{
    const int PerSecond = 10;
    const int Burst = 15;
    const int MostLevels = int.MaxValue;

    /// <summary>How long the network before the venue keeps an answer.</summary>
    static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(1);

    static readonly Dictionary<string, string> NoHeaders = [];

    readonly RateMeter meter = new(Burst, PerSecond);
    readonly Dictionary<string, (DateTimeOffset Until, RestReply Reply)> cache = new(StringComparer.Ordinal);
    readonly JsonText text = new();

    public RestReply Answer(RequestTarget target, DateTimeOffset now, DateTimeOffset venueTime)
    {
        if (!meter.TryTake(now)) return Error(429, "Public rate limit exceeded");
        if (target.Path == "/time") return Time(venueTime);
        var key = $"{target.Path}?{target["level"]}";
        var isKept = cache.TryGetValue(key, out var kept) && now < kept.Until && now >= kept.Until - CacheTime;
        if (isKept) return kept.Reply;
        var reply = Answer(target, venueTime);
        if (reply.Status == 200) cache[key] = (now + CacheTime, reply);
        return reply;
    }

    RestReply Answer(RequestTarget target, DateTimeOffset venueTime)
    {
        var parts = target.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > 3 || parts[0] != "products") return Error(404, "NotFound");
        if (parts.Length == 1) return Listed();
        if (products.FirstOrDefault(each => each.Id == parts[1]) is not { } product) return Error(404, "NotFound");
        switch (parts.Length == 2 ? "" : parts[2])
        {
            case "":
                Listing(product.Of);
                break;
            case "ticker":
                Ticker(product.Of, venueTime);
                break;
            case "book" when target["level"] is null or "1" or "2":
                Book(product.Of, target["level"] == "2" ? MostLevels : 1, venueTime);
                break;
            case "book" when target["level"] is not "3":
                return Error(400, "Invalid level");
            default:
                return Error(404, "NotFound");
        }

        return new(200, NoHeaders, text.Take());
    }

    static RestReply Time(DateTimeOffset time)
    {
        var seconds = (time.ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
        var iso = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return new(200, NoHeaders, Encoding.UTF8.GetBytes($$"""{"iso":"{{iso}}","epoch":{{seconds}}}"""));
    }

    RestReply Listed()
    {
        text.Raw("["u8);
        for (var i = 0; i < products.Count; i++)
        {
            if (i > 0) text.Raw(","u8);
            Listing(products[i].Of);
        }

        text.Raw("]"u8);
        return new(200, NoHeaders, text.Take());
    }

    void Listing(SimulatedInstrument of)
    {
        var instrument = of.Instrument;
        text.Raw("{\"id\":\""u8).Raw(instrument.VenueSymbol).Raw("\",\"base_currency\":\""u8).Raw(instrument.Base)
            .Raw("\",\"quote_currency\":\""u8).Raw(instrument.Quote).Raw("\",\"quote_increment\":"u8)
            .Quoted(1, of.Listing.PriceScale, of.Listing.PriceScale).Raw(",\"base_increment\":"u8)
            .Quoted(1, of.Listing.QuantityScale, of.Listing.QuantityScale).Raw(",\"display_name\":\""u8)
            .Raw(instrument.VenueSymbol).Raw("\",\"min_market_funds\":\"1\",\"margin_enabled\":false,"u8)
            .Raw("\"post_only\":false,\"limit_only\":false,\"cancel_only\":false,\"status\":\"online\","u8)
            .Raw("\"status_message\":\"\",\"trading_disabled\":false,\"fx_stablecoin\":false,"u8)
            .Raw("\"max_slippage_percentage\":\"0.02000000\",\"auction_mode\":false,"u8)
            .Raw("\"high_bid_limit_percentage\":\"\"}"u8);
    }

    void Ticker(SimulatedInstrument of, DateTimeOffset time)
    {
        var (day, best) = (of.Day, of.Best());
        CoinbaseText.Price(text.Raw("{\"ask\":"u8), of, best.Ask.Price);
        CoinbaseText.Price(text.Raw(",\"bid\":"u8), of, best.Bid.Price);
        text.Raw(",\"volume\":"u8).Trimmed(day.Volume, of.Listing.QuantityScale)
            .Raw(",\"trade_id\":"u8).Integer(day.LastId)
            .Raw(",\"price\":"u8).Trimmed(day.Last, of.Listing.PriceScale)
            .Raw(",\"size\":"u8).Trimmed(day.LastQuantity, of.Listing.QuantityScale)
            .Raw(",\"time\":\""u8).Raw(CoinbaseText.Time(time)).Raw("\"}"u8);
    }

    /// <summary>Levels of three elements here; the third, a count of orders, is made up.</summary>
    void Book(SimulatedInstrument of, int levels, DateTimeOffset time)
    {
        Levels(text.Raw("{\"bids\":["u8), of, of.Book.Bids, levels);
        Levels(text.Raw(",\"asks\":["u8), of, of.Book.Asks, levels);
        text.Raw(",\"sequence\":"u8).Integer(of.Book.Sequence)
            .Raw(",\"auction_mode\":false,\"auction\":null,\"time\":\""u8).Raw(CoinbaseText.Time(time)).Raw("\"}"u8);
    }

    static void Levels(JsonText text, SimulatedInstrument of, Ladder ladder, int most)
    {
        for (var i = 0; i < Math.Min(most, ladder.Count); i++)
        {
            var level = ladder.At(i);
            CoinbaseText.Price(text.Raw(i == 0 ? "["u8 : ",["u8), of, level.Price);
            CoinbaseText.Size(text.Raw(","u8), of, level.Quantity)
                .Raw(","u8).Integer(1 + level.Quantity % 9).Raw("]"u8);
        }

        text.Raw("]"u8);
    }

    static RestReply Error(int status, string message) =>
        new(status, NoHeaders, Encoding.UTF8.GetBytes($$"""{"message":"{{message}}"}"""));
}
