using System.Text;
using System.Text.Json;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator.Wire;

/// <summary>REST: answers, error bodies, weights, and the two stages of being refused.</summary>
public sealed class RestTests
{
    const string BadSymbol = """{"code":-1121,"msg":"Invalid symbol."}""";

    const string BadSymbols =
        """{"code":-1100,"msg":"Illegal characters found in parameter 'symbols'."}""";

    const string BadLimit =
        """{"code":-1100,"msg":"Illegal characters found in parameter 'limit'."}""";

    const string NoSymbol =
        """{"code":-1102,"msg":"Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."}""";

    [Theory]
    [InlineData("/api/v3/depth?symbol=NOSUCH", BadSymbol)]
    [InlineData("/api/v3/depth?symbol=btcusdt", BadSymbol)]
    [InlineData("/api/v3/ticker/24hr?symbol=btcusdt", BadSymbol)]
    [InlineData("/api/v3/exchangeInfo?symbol=NOSUCH", BadSymbol)]
    [InlineData("/api/v3/ticker/24hr?symbols=%5B%22BTCUSDT%22,%22NOSUCH%22%5D", BadSymbol)]
    [InlineData("/api/v3/depth", NoSymbol)]
    [InlineData("/api/v3/depth?symbol=BTCUSDT&limit=x", BadLimit)]
    [InlineData("/api/v3/ticker/24hr?symbols=BTCUSDT", BadSymbols)]
    public void A_wrong_spot_request_gets_400_and_a_code(string target, string body)
    {
        var run = new LockStep(1);
        Assert.Equal(body, run.Rest(run.Spot, target, 400));
    }

    [Theory]
    [InlineData("/fapi/v1/depth?symbol=NOSUCH", BadSymbol)]
    [InlineData("/fapi/v1/depth?symbol=BTCUSDT&limit=200", """{"code":-4021,"msg":"200 is not valid depth limit."}""")]
    [InlineData("/fapi/v1/depth", NoSymbol)]
    public void A_wrong_futures_request_gets_400_and_a_code(string target, string body)
    {
        var run = new LockStep(1);
        Assert.Equal(body, run.Rest(run.Futures, target, 400));
    }

    [Theory]
    [InlineData("/api/v3/nothing")]
    [InlineData("/fapi/v1/depth?symbol=BTCUSDT")]
    public void An_unknown_path_is_not_found(string target)
    {
        var run = new LockStep(1);
        Assert.Contains("-5000", run.Rest(run.Spot, target, 404), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("binance", "/api/v3/ping", 1)]
    [InlineData("binance", "/api/v3/time", 1)]
    [InlineData("binance", "/api/v3/exchangeInfo", 20)]
    [InlineData("binance", "/api/v3/depth?symbol=BTCUSDT", 5)]
    [InlineData("binance", "/api/v3/depth?symbol=BTCUSDT&limit=500", 25)]
    [InlineData("binance", "/api/v3/depth?symbol=BTCUSDT&limit=1000", 50)]
    [InlineData("binance", "/api/v3/depth?symbol=BTCUSDT&limit=9000", 250)]
    [InlineData("binance", "/api/v3/ticker/24hr?symbol=BTCUSDT", 2)]
    [InlineData("binance", "/api/v3/ticker/24hr", 80)]
    [InlineData("binance", "/api/v3/ticker/bookTicker?symbol=BTCUSDT", 2)]
    [InlineData("binance", "/api/v3/ticker/bookTicker", 4)]
    [InlineData("binance-futures", "/fapi/v1/exchangeInfo", 1)]
    [InlineData("binance-futures", "/fapi/v1/depth?symbol=BTCUSDT", 10)]
    [InlineData("binance-futures", "/fapi/v1/depth?symbol=BTCUSDT&limit=50", 2)]
    [InlineData("binance-futures", "/fapi/v1/depth?symbol=BTCUSDT&limit=100", 5)]
    [InlineData("binance-futures", "/fapi/v1/depth?symbol=BTCUSDT&limit=1000", 20)]
    [InlineData("binance-futures", "/fapi/v1/ticker/24hr?symbol=BTCUSDT", 1)]
    [InlineData("binance-futures", "/fapi/v1/ticker/24hr", 40)]
    [InlineData("binance-futures", "/fapi/v1/ticker/bookTicker?symbol=BTCUSDT", 2)]
    [InlineData("binance-futures", "/fapi/v1/ticker/bookTicker", 5)]
    public void Each_request_weighs_what_is_documented(string venue, string target, int weight)
    {
        var run = new LockStep(1);
        var reply = run.Venues[venue].Rest(target, run.Now);
        Assert.Equal(200, reply.Status);
        Assert.Equal(weight.ToString(), reply.Headers["X-MBX-USED-WEIGHT-1M"]);
    }

    [Fact]
    public void Over_the_limit_comes_429_with_the_rest_of_the_minute_and_then_418()
    {
        var run = new LockStep(1);
        run.RunMs(15_000, 1000);
        const string dear = "/api/v3/depth?symbol=BTCUSDT&limit=5000";
        for (var i = 0; i < 24; i++) run.Rest(run.Spot, dear);
        var refused = run.Spot.Rest(dear, run.Now);
        Assert.Equal(429, refused.Status);
        Assert.Equal("45", refused.Headers["Retry-After"]);
        Assert.Equal(-1003, LockStep.Json(refused).GetProperty("code").GetInt32());

        var reply = refused;
        for (var i = 0; i < 20 && reply.Status == 429; i++) reply = run.Spot.Rest(dear, run.Now);
        Assert.Equal(418, reply.Status);
        Assert.Equal("120", reply.Headers["Retry-After"]);
        run.RunMs(60_000, 1000);
        Assert.Equal(418, run.Spot.Rest("/api/v3/ping", run.Now).Status);
        run.RunMs(61_000, 1000);
        Assert.Equal("{}", run.Rest(run.Spot, "/api/v3/ping"));
    }

    [Fact]
    public void A_new_minute_starts_a_new_count()
    {
        var run = new LockStep(1);
        run.Spot.Rest("/api/v3/exchangeInfo", run.Now);
        run.RunMs(60_000, 1000);
        Assert.Equal("1", run.Spot.Rest("/api/v3/ping", run.Now).Headers["X-MBX-USED-WEIGHT-1M"]);
    }

    [Theory]
    [InlineData("binance", "/api/v3/exchangeInfo", "PRICE_FILTER", "LOT_SIZE")]
    [InlineData("binance-futures", "/fapi/v1/exchangeInfo", "PRICE_FILTER", "LOT_SIZE")]
    public void Listings_state_the_tick_and_the_lot_of_every_instrument(
        string venue, string target, string priceFilter, string lotFilter)
    {
        var run = new LockStep(1);
        var info = Parse(run.Rest(run.Venues[venue], target));
        var symbols = info.GetProperty("symbols").EnumerateArray().ToArray();
        Assert.Equal(6, symbols.Length);
        foreach (var (symbol, instrument) in symbols.Zip(run.Venues[venue].Instruments))
        {
            Assert.Equal(instrument.VenueSymbol, symbol.GetProperty("symbol").GetString());
            Assert.Equal("TRADING", symbol.GetProperty("status").GetString());
            Assert.Equal(instrument.TickSize, FrameBook.Number(Filter(symbol, priceFilter).GetProperty("tickSize")));
            Assert.Equal(instrument.LotSize, FrameBook.Number(Filter(symbol, lotFilter).GetProperty("stepSize")));
        }

        static JsonElement Filter(JsonElement symbol, string type) => symbol.GetProperty("filters").EnumerateArray()
            .Single(filter => filter.GetProperty("filterType").GetString() == type);
    }

    [Fact]
    public void Spot_depth_beyond_5000_is_clipped_and_a_thousand_levels_are_fewer_than_the_book_has()
    {
        var run = new LockStep(1);
        Assert.Equal(1000, Bids("1000"));
        Assert.True(Bids("9999") > 1000);
        Assert.Equal(100, Bids(""));

        int Bids(string limit) => Parse(run.Rest(run.Spot, $"/api/v3/depth?symbol=BTCUSDT&limit={limit}"))
            .GetProperty("bids").GetArrayLength();
    }

    [Fact]
    public void Tickers_are_an_object_for_one_symbol_and_an_array_for_several()
    {
        var run = new LockStep(1);
        Assert.Equal(JsonValueKind.Object, Parse(run.Rest(run.Spot, "/api/v3/ticker/24hr?symbol=BTCUSDT")).ValueKind);
        Assert.Equal(6, Parse(run.Rest(run.Spot, "/api/v3/ticker/bookTicker")).GetArrayLength());
        var two = Uri.EscapeDataString("""["BTCUSDT","XRPUSDT"]""");
        Assert.Equal(2, Parse(run.Rest(run.Spot, $"/api/v3/ticker/24hr?symbols={two}")).GetArrayLength());
    }

    static JsonElement Parse(string text) => LockStep.Json(
        new RestReply(200, new Dictionary<string, string>(), Encoding.UTF8.GetBytes(text)));
}
