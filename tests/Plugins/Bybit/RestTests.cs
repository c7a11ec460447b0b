using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Tests.Plugins.Binance;

namespace StrategyHost.Tests.Plugins.Bybit;

public sealed class RestTests
{
    [Theory]
    [InlineData("bybit", RestQueryKind.Time, 0, "/v5/market/time", "time")]
    [InlineData("bybit", RestQueryKind.Instruments, 0, "/v5/market/instruments-info?category=spot", "instruments")]
    [InlineData("bybit-linear", RestQueryKind.Instruments, 0,
        "/v5/market/instruments-info?category=linear&limit=1000", "instruments")]
    [InlineData("bybit", RestQueryKind.Book, 0, "/v5/market/orderbook?category=spot&symbol=BTCUSDT&limit=1000",
        "orderbook BTCUSDT")]
    [InlineData("bybit-linear", RestQueryKind.Book, 50, "/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=50",
        "orderbook BTCUSDT")]
    [InlineData("bybit", RestQueryKind.Quote, 0, "/v5/market/tickers?category=spot&symbol=BTCUSDT", "tickers BTCUSDT")]
    [InlineData("bybit", RestQueryKind.Ticker, 0, "/v5/market/tickers?category=spot&symbol=BTCUSDT", "tickers BTCUSDT")]
    public void A_question_has_its_target_and_key_and_its_address_gives_it_back(
        string venue, RestQueryKind kind, int levels, string target, string key)
    {
        var adapter = Wire.Adapter(venue);
        var request = adapter.Ask(new RestQuery(kind, adapter.Infer("BTCUSDT"), levels));
        Assert.Equal(new RestRequest(target, key, 1), request);
        var asked = adapter.Recognise(new Uri("https://api.bybit.com" + target))!;
        Assert.Equal(key, adapter.Ask(asked)!.Key);
        Assert.Equal(kind == RestQueryKind.Book ? Math.Max(levels, 1000 / (levels + 1)) : 0, asked.Levels);
    }

    [Theory]
    [InlineData("bybit", "https://x/v5/market/orderbook?category=linear&symbol=BTCUSDT")]
    [InlineData("bybit", "https://x/v5/market/orderbook?symbol=BTCUSDT")]
    [InlineData("bybit", "https://x/v5/market/orderbook?category=spot")]
    [InlineData("bybit", "https://x/v5/market/orderbook?category=spot&symbol=??")]
    [InlineData("bybit", "https://x/v5/market/kline?category=spot&symbol=BTCUSDT")]
    [InlineData("bybit", "https://x/api/v3/time")]
    public void An_address_of_something_else_gives_no_question(string venue, string address) =>
        Assert.Null(Wire.Adapter(venue).Recognise(new Uri(address)));

    [Theory]
    [InlineData("bybit", 1)]
    [InlineData("bybit-linear", 25)]
    public void A_book_without_a_limit_has_the_products_default(string venue, int levels)
    {
        var category = venue == "bybit" ? "spot" : "linear";
        var address = new Uri($"https://x/v5/market/orderbook?category={category}&symbol=BTCUSDT");
        Assert.Equal(levels, Wire.Adapter(venue).Recognise(address)!.Levels);
    }

    [Fact]
    public void A_book_is_a_snapshot_that_is_known_to_its_limit()
    {
        var (result, sink) = Read("bybit", RestQueryKind.Book, Body(
            """{"s":"BTCUSDT","a":[["65557.7","16.606555"]],"b":[["65485.47","47.081829"]],"ts":1790000000001,"u":7"""
            + ""","seq":9,"cts":1790000000002}"""), levels: 5);
        Assert.Equal(RestResult.Ok, result);
        Assert.Equal(["book bybit:BTC/USDT snapshot Full/5 7>7..7 at 1790000000002000000 bids [(65485.47 x 47.081829)]"
            + " asks [(65557.7 x 16.606555)]"], sink.Lines);
    }

    [Fact]
    public void Quotes_and_tickers_are_read_from_one_answer()
    {
        var body = Body(
            """{"category":"spot","list":[{"symbol":"BTCUSDT","bid1Price":"20517.96","bid1Size":"2","ask1Price":"20"""
            + """527.77","ask1Size":"1.862172","lastPrice":"20533.13","prevPrice24h":"20393.48","highPrice24h":"21128"""
            + """.12","lowPrice24h":"20318.89","turnover24h":"243765620.65","volume24h":"11801.27","usdIndexPrice":"2"""
            + """0784.12"}]}""");
        Assert.Equal(["quote bybit:BTC/USDT -1 at 1790000000003000000 (20517.96 x 2) (20527.77 x 1.862172)"],
            Read("bybit", RestQueryKind.Quote, body).Sink.Lines);
        Assert.Equal(["ticker bybit:BTC/USDT 20533.13 20393.48 21128.12 20318.89 11801.27 243765620.65"
            + " Level { Price = 20517.96, Quantity = 2 } Level { Price = 20527.77, Quantity = 1.862172 } Ticker"
            + " at 1790000000003000000"], Read("bybit", RestQueryKind.Ticker, body).Sink.Lines);
    }

    [Fact]
    public void The_venues_clock_is_read_in_nanoseconds() => Assert.Equal(
        1_790_000_000_003_120_999,
        Read("bybit", RestQueryKind.Time, Body("""{"timeSecond":"1790000000","timeNano":"1790000000003120999"}"""))
            .Result.ServerTimeNs);

    [Theory]
    [InlineData(200, """{"retCode":10006,"retMsg":"Too many"}""", RestOutcome.Throttled, "10006 Too many")]
    [InlineData(200, """{"retCode":10001,"retMsg":"params error"}""", RestOutcome.Refused, "10001 params error")]
    [InlineData(200, """{"retCode":10016,"retMsg":"Server error"}""", RestOutcome.Failed, "10016 Server error")]
    [InlineData(200, """{"retMsg":"Invalid\u001b[31m","retCode":170121}""", RestOutcome.Refused, "170121 Invalid[31m")]
    [InlineData(429, "", RestOutcome.Throttled, "HTTP 429")]
    [InlineData(429, """{"retCode":0,"retMsg":"slow down"}""", RestOutcome.Throttled, "slow down")]
    [InlineData(404, "<html>", RestOutcome.Refused, "HTTP 404")]
    [InlineData(503, "", RestOutcome.Failed, "HTTP 503")]
    public void An_error_ends_as_its_code_and_status_say(int status, string body, RestOutcome outcome, string reason)
    {
        foreach (var kind in Enum.GetValues<RestQueryKind>())
        {
            var (result, sink) = Read("bybit", kind, body, status: status);
            Assert.Equal((outcome, reason, null), (result.Outcome, result.Reason, result.Wait));
            Assert.Empty(sink.Lines);
        }
    }

    [Theory]
    [InlineData(403, "access too frequent")]
    [InlineData(403, "<html>")]
    [InlineData(200, """{"retCode":10009,"retMsg":"IP has been banned"}""")]
    public void A_venue_that_shuts_an_address_out_is_left_alone_for_ten_minutes(int status, string body)
    {
        var (result, _) = Read("bybit", RestQueryKind.Time, body, status: status);
        Assert.Equal((RestOutcome.Throttled, TimeSpan.FromMinutes(10)), (result.Outcome, result.Wait));
    }

    [Theory]
    [InlineData(RestQueryKind.Time, "{}")]
    [InlineData(RestQueryKind.Time, """{"timeNano":"noon"}""")]
    [InlineData(RestQueryKind.Instruments, "{}")]
    [InlineData(RestQueryKind.Instruments, """{"list":{}}""")]
    [InlineData(RestQueryKind.Instruments, "[]")]
    [InlineData(RestQueryKind.Instruments, """{"list":[{"symbol":"\ud800","baseCoin":"B","quoteCoin":"U"}]}""")]
    [InlineData(RestQueryKind.Book, "{}")]
    [InlineData(RestQueryKind.Book, """{"s":"ETHUSDT","b":[],"a":[],"u":1,"ts":1}""")]
    [InlineData(RestQueryKind.Book, """{"s":"BTCUSDT","b":[["-1","1"]],"a":[],"u":1,"ts":1}""")]
    [InlineData(RestQueryKind.Book, """{"s":"BTCUSDT","b":[],"a":[],"ts":1}""")]
    [InlineData(RestQueryKind.Quote, """{"list":[]}""")]
    [InlineData(RestQueryKind.Quote, """{"list":[{"symbol":"BTCUSDT"}]}""")]
    [InlineData(RestQueryKind.Ticker, """{"list":[{"symbol":"ETHUSDT","lastPrice":"1"}]}""")]
    [InlineData(RestQueryKind.Ticker, """{"list":7}""")]
    public void An_answer_that_is_not_what_the_venue_documents_is_malformed(RestQueryKind kind, string result)
    {
        foreach (var body in new[] { Body(result), Body(result)[..^1], Body(result).Replace("retCode", "code"), "" })
        {
            var (read, sink) = Read("bybit", kind, body);
            Assert.Equal(RestOutcome.Malformed, read.Outcome);
            Assert.NotNull(read.Reason);
            Assert.Empty(sink.Lines);
            Assert.Empty(sink.Instruments);
        }
    }

    internal static string Body(string result) =>
        $$$"""{"retCode":0,"retMsg":"OK","result":{{{result}}},"retExtInfo":{},"time":1790000000003}""";

    internal static (RestResult Result, RecordingSink Sink) Read(
        string venue, RestQueryKind kind, string body, int levels = 0, int status = 200)
    {
        var (adapter, sink) = (Wire.Adapter(venue), new RecordingSink());
        var query = new RestQuery(kind, adapter.Infer("BTCUSDT"), levels);
        var result = adapter.Read(
            query, status, Encoding.UTF8.GetBytes(body), new SymbolTable([]), Wire.Received, sink);
        return (result, sink);
    }
}
