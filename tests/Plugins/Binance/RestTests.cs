using System.Text;
using StrategyHost.Exchange;

namespace StrategyHost.Tests.Plugins.Binance;

public sealed class RestTests
{
    [Theory]
    [InlineData("binance", RestQueryKind.Time, 0, "/api/v3/time", "time", 1)]
    [InlineData("binance", RestQueryKind.Instruments, 0, "/api/v3/exchangeInfo", "instruments", 20)]
    [InlineData("binance", RestQueryKind.Book, 0, "/api/v3/depth?symbol=BTCUSDT&limit=1000", "depth BTCUSDT", 50)]
    [InlineData("binance", RestQueryKind.Book, 100, "/api/v3/depth?symbol=BTCUSDT&limit=100", "depth BTCUSDT", 5)]
    [InlineData("binance", RestQueryKind.Book, 101, "/api/v3/depth?symbol=BTCUSDT&limit=101", "depth BTCUSDT", 25)]
    [InlineData("binance", RestQueryKind.Book, 1000, "/api/v3/depth?symbol=BTCUSDT&limit=1000", "depth BTCUSDT", 50)]
    [InlineData("binance", RestQueryKind.Book, 9999, "/api/v3/depth?symbol=BTCUSDT&limit=5000", "depth BTCUSDT", 250)]
    [InlineData("binance", RestQueryKind.Quote, 0, "/api/v3/ticker/bookTicker?symbol=BTCUSDT", "quote BTCUSDT", 2)]
    [InlineData("binance", RestQueryKind.Ticker, 0, "/api/v3/ticker/24hr?symbol=BTCUSDT", "ticker BTCUSDT", 2)]
    [InlineData("binance-futures", RestQueryKind.Time, 0, "/fapi/v1/time", "time", 1)]
    [InlineData("binance-futures", RestQueryKind.Instruments, 0, "/fapi/v1/exchangeInfo", "instruments", 1)]
    [InlineData("binance-futures", RestQueryKind.Book, 1, "/fapi/v1/depth?symbol=BTCUSDT&limit=5", "depth BTCUSDT", 2)]
    [InlineData("binance-futures", RestQueryKind.Book, 21, "/fapi/v1/depth?symbol=BTCUSDT&limit=50",
        "depth BTCUSDT", 2)]
    [InlineData("binance-futures", RestQueryKind.Book, 51, "/fapi/v1/depth?symbol=BTCUSDT&limit=100",
        "depth BTCUSDT", 5)]
    [InlineData("binance-futures", RestQueryKind.Book, 101, "/fapi/v1/depth?symbol=BTCUSDT&limit=500",
        "depth BTCUSDT", 10)]
    [InlineData("binance-futures", RestQueryKind.Book, 501, "/fapi/v1/depth?symbol=BTCUSDT&limit=1000",
        "depth BTCUSDT", 20)]
    [InlineData("binance-futures", RestQueryKind.Book, 5000, "/fapi/v1/depth?symbol=BTCUSDT&limit=1000",
        "depth BTCUSDT", 20)]
    [InlineData("binance-futures", RestQueryKind.Quote, 0, "/fapi/v1/ticker/bookTicker?symbol=BTCUSDT",
        "quote BTCUSDT", 2)]
    [InlineData("binance-futures", RestQueryKind.Ticker, 0, "/fapi/v1/ticker/24hr?symbol=BTCUSDT", "ticker BTCUSDT", 1)]
    public void A_question_has_its_target_key_and_weight(
        string venue, RestQueryKind kind, int levels, string target, string key, int weight)
    {
        var adapter = Wire.Adapter(venue);
        var request = adapter.Ask(new RestQuery(kind, adapter.Infer("BTCUSDT"), levels));
        Assert.Equal(new RestRequest(target, key, weight), request);
    }

    [Fact]
    public void A_symbol_that_is_not_ascii_is_escaped()
    {
        var instrument = Wire.Adapter("binance").Infer("币安人生USDT")!;
        Assert.Equal("币安人生/USDT", instrument.Symbol);
        Assert.Equal(
            "/api/v3/ticker/24hr?symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT",
            Wire.Adapter("binance").Ask(new RestQuery(RestQueryKind.Ticker, instrument))!.Target);
    }

    [Fact]
    public void A_question_about_no_instrument_has_no_words() =>
        Assert.Null(Wire.Adapter("binance").Ask(new RestQuery(RestQueryKind.Book)));

    [Fact]
    public void A_spot_book_is_a_snapshot_at_its_number()
    {
        var (result, sink) = Read("binance", RestQueryKind.Book,
            """{"lastUpdateId":160,"bids":[["0.0024","14.70"]],"asks":[["0.0026","3.60"]]}""", levels: 1000);
        Assert.Equal(RestResult.Ok, result);
        Assert.Equal(["book binance:BTC/USDT snapshot Full/1000 160>160..160 at 0 bids [(0.0024 x 14.7)]"
            + " asks [(0.0026 x 3.6)]"], sink.Lines);
    }

    [Fact]
    public void A_futures_book_has_its_time_and_the_limit_that_was_really_asked_for()
    {
        var (result, sink) = Read("binance-futures", RestQueryKind.Book,
            """{"lastUpdateId":78,"E":1790000008782,"T":1790000008767,"bids":[],"asks":[["3","4"]]}""", levels: 30);
        Assert.Equal(RestResult.Ok, result);
        Assert.Equal(["book binance-futures:BTC/USDT-PERP snapshot Full/50 78>78..78 at 1790000008782000000"
            + " bids [] asks [(3 x 4)]"], sink.Lines);
    }

    [Fact]
    public void A_quote_and_a_ticker_are_read_in_rests_own_names()
    {
        var (_, quote) = Read("binance-futures", RestQueryKind.Quote,
            """
            {"askPrice":"61916.50","askQty":"0.384","bidPrice":"61915.95","bidQty":"0.274","symbol":"BTCUSDT",
            "time":1790000009164}
            """);
        Assert.Equal(["quote binance-futures:BTC/USDT-PERP -1 at 1790000009164000000"
            + " (61915.95 x 0.274) (61916.5 x 0.384)"], quote.Lines);
        var (_, ticker) = Read("binance", RestQueryKind.Ticker,
            """
            {"askPrice":"7.0","askQty":"2","bidPrice":"6.9","bidQty":"1","closeTime":1790000010494,"highPrice":"9",
            "lastPrice":"7","lowPrice":"5","openPrice":"6","quoteVolume":"80","symbol":"BTCUSDT","volume":"10"}
            """);
        Assert.Equal(["ticker binance:BTC/USDT 7 6 9 5 10 80 Level { Price = 6.9, Quantity = 1 }"
            + " Level { Price = 7, Quantity = 2 } Ticker at 1790000010494000000"], ticker.Lines);
    }

    [Fact]
    public void The_venues_clock_is_read_in_milliseconds_and_microseconds()
    {
        Assert.Equal(1_790_000_011_465_000_000,
            Read("binance", RestQueryKind.Time, """{"serverTime":1790000011465}""").Result.ServerTimeNs);
        Assert.Equal(1_790_000_011_465_123_000,
            Read("binance", RestQueryKind.Time, """{"serverTime":1790000011465123}""").Result.ServerTimeNs);
    }

    [Theory]
    [InlineData(400, """{"code":-1121,"msg":"Invalid symbol."}""", RestOutcome.Refused, "-1121 Invalid symbol.")]
    [InlineData(200, """{"code":-1121,"msg":"Invalid symbol."}""", RestOutcome.Refused, "-1121 Invalid symbol.")]
    [InlineData(400, """{"code":-1100,"msg":"Illegal characters"}""", RestOutcome.Refused, "-1100 Illegal characters")]
    [InlineData(400, """{"code":-1102,"msg":"Mandatory parameter"}""", RestOutcome.Refused,
        "-1102 Mandatory parameter")]
    [InlineData(400, """{"code":-4021,"msg":"Not valid depth limit"}""", RestOutcome.Refused,
        "-4021 Not valid depth limit")]
    [InlineData(429, """{"code":-1003,"msg":"Too many requests"}""", RestOutcome.Throttled, "-1003 Too many requests")]
    [InlineData(418, """{"code":-1003,"msg":"Way too much"}""", RestOutcome.Throttled, "-1003 Way too much")]
    [InlineData(400, """{"code":-1015,"msg":"Too many new orders"}""", RestOutcome.Throttled,
        "-1015 Too many new orders")]
    [InlineData(429, "", RestOutcome.Throttled, "HTTP 429")]
    [InlineData(418, "<html>", RestOutcome.Throttled, "HTTP 418")]
    [InlineData(403, "<html>WAF</html>", RestOutcome.Failed, "HTTP 403")]
    [InlineData(408, "", RestOutcome.Failed, "HTTP 408")]
    [InlineData(500, "", RestOutcome.Failed, "HTTP 500")]
    [InlineData(503, """{"code":-1008,"msg":"Server overloaded"}""", RestOutcome.Failed, "-1008 Server overloaded")]
    [InlineData(400, """{"code":-1007,"msg":"Timeout"}""", RestOutcome.Failed, "-1007 Timeout")]
    [InlineData(400, """{"code":-1001,"msg":"Disconnected"}""", RestOutcome.Failed, "-1001 Disconnected")]
    [InlineData(503, """{"code":0,"msg":"Service Unavailable"}""", RestOutcome.Failed, "0 Service Unavailable")]
    [InlineData(404, "", RestOutcome.Refused, "HTTP 404")]
    public void An_error_ends_as_its_code_and_status_say(int status, string body, RestOutcome outcome, string reason)
    {
        foreach (var kind in Enum.GetValues<RestQueryKind>())
        {
            var (result, sink) = Read("binance", kind, body, status);
            Assert.Equal((outcome, reason), (result.Outcome, result.Reason));
            Assert.Empty(sink.Lines);
            Assert.Empty(sink.Instruments);
        }
    }

    [Theory]
    [InlineData(RestQueryKind.Time, "{}")]
    [InlineData(RestQueryKind.Time, """{"serverTime":"noon"}""")]
    [InlineData(RestQueryKind.Instruments, "{}")]
    [InlineData(RestQueryKind.Instruments, """{"symbols":{}}""")]
    [InlineData(RestQueryKind.Instruments, """{"symbols":[{"symbol":"\ud800","baseAsset":"B","quoteAsset":"U"}]}""")]
    [InlineData(RestQueryKind.Book, "{}")]
    [InlineData(RestQueryKind.Book, "[]")]
    [InlineData(RestQueryKind.Book, """{"lastUpdateId":160,"bids":[["0.0024","14.70"]]}""")]
    [InlineData(RestQueryKind.Book, """{"bids":[],"asks":[]}""")]
    [InlineData(RestQueryKind.Book, """{"lastUpdateId":160,"bids":[["-1","14.70"]],"asks":[]}""")]
    [InlineData(RestQueryKind.Book, """{"lastUpdateId":160,"bids":[],"asks":[]""")]
    [InlineData(RestQueryKind.Quote, """{"symbol":"BTCUSDT"}""")]
    [InlineData(RestQueryKind.Quote,
        """{"symbol":"ETHUSDT","bidPrice":"1","bidQty":"1","askPrice":"1","askQty":"1"}""")]
    [InlineData(RestQueryKind.Ticker, "<html>")]
    [InlineData(RestQueryKind.Ticker, "")]
    public void An_answer_that_is_not_what_the_venue_documents_is_malformed(RestQueryKind kind, string body)
    {
        var (result, sink) = Read("binance", kind, body);
        Assert.Equal(RestOutcome.Malformed, result.Outcome);
        Assert.NotNull(result.Reason);
        Assert.Empty(sink.Lines);
        Assert.Empty(sink.Instruments);
    }

    [Fact]
    public void A_reason_holds_nothing_that_could_steer_a_terminal()
    {
        var body = $$"""{"code":-1100,"msg":"a\u001b]0;x\u0007b\u202ec\r\nd{{new string('z', 9_000)}}"}""";
        var reason = Read("binance", RestQueryKind.Time, body, 400).Result.Reason!;
        Assert.StartsWith("-1100 a]0;xbcdzz", reason);
        Assert.Equal(200, reason.Length);
    }

    [Theory]
    [InlineData("binance", "https://api.binance.com/api/v3/depth?symbol=NKNUSDT&limit=1000", RestQueryKind.Book,
        "NKN/USDT", 1000)]
    [InlineData("binance", "http://127.0.0.1:9001/api/v3/depth?limit=5&symbol=nknusdt", RestQueryKind.Book,
        "NKN/USDT", 5)]
    [InlineData("binance", "https://api.binance.com/api/v3/depth?symbol=BTCUSDT", RestQueryKind.Book, "BTC/USDT", 100)]
    [InlineData("binance-futures", "https://fapi.binance.com/fapi/v1/depth?symbol=BTCUSDT", RestQueryKind.Book,
        "BTC/USDT-PERP", 500)]
    [InlineData("binance", "https://api.binance.com/api/v3/ticker/24hr?symbol=BTCUSDT", RestQueryKind.Ticker,
        "BTC/USDT", 0)]
    [InlineData("binance", "https://api.binance.com/api/v3/ticker/bookTicker?symbol=BTCUSDT", RestQueryKind.Quote,
        "BTC/USDT", 0)]
    [InlineData("binance-futures", "https://x/fapi/v1/time", RestQueryKind.Time, null, 0)]
    [InlineData("binance", "https://x/api/v3/exchangeInfo?permissions=SPOT", RestQueryKind.Instruments, null, 0)]
    public void A_recorded_address_gives_its_question_back(
        string venue, string address, RestQueryKind kind, string? symbol, int levels)
    {
        var query = Wire.Adapter(venue).Recognise(new Uri(address));
        Assert.NotNull(query);
        Assert.Equal((kind, symbol, levels), (query.Kind, query.Instrument?.Symbol, query.Levels));
    }

    [Theory]
    [InlineData("binance", "https://fapi.binance.com/fapi/v1/depth?symbol=BTCUSDT")]
    [InlineData("binance-futures", "https://api.binance.com/api/v3/depth?symbol=BTCUSDT")]
    [InlineData("binance", "https://api.binance.com/api/v3/klines?symbol=BTCUSDT")]
    [InlineData("binance", "https://api.binance.com/api/v3/depth")]
    [InlineData("binance", "https://api.binance.com/api/v3/depth?symbol=??")]
    [InlineData("binance", "https://api.binance.com/api/v3/ticker/24hr")]
    public void An_address_of_something_else_gives_no_question(string venue, string address) =>
        Assert.Null(Wire.Adapter(venue).Recognise(new Uri(address)));

    static (RestResult Result, RecordingSink Sink) Read(
        string venue, RestQueryKind kind, string body, int status = 200, int levels = 0)
    {
        var adapter = Wire.Adapter(venue);
        var sink = new RecordingSink();
        var query = new RestQuery(kind, adapter.Infer("BTCUSDT"), levels);
        var result = adapter.Read(
            query, status, Encoding.UTF8.GetBytes(body), new SymbolTable([]), Wire.Received, sink);
        return (result, sink);
    }
}
