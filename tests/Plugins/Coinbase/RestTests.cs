using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Tests.Plugins.Binance;

namespace StrategyHost.Tests.Plugins.Coinbase;

public sealed class RestTests
{
    const string Book =
        """{"bids":[["0.1135","35",1],["0.1134","20606.7",5]],"asks":[["0.1137","10113.4",4]],"sequence":"""
        + """406959136,"auction_mode":false,"auction":null,"time":"2026-11-20T10:00:00.5Z"}""";

    const string BestOnly =
        """{"bids":[["61931.02","0.1",3]],"asks":[["61947.64","0.25",4]],"sequence":50978628538}""";

    static readonly Instrument Btc = Wire.Named("BTC-USD");

    [Theory]
    [InlineData(RestQueryKind.Time, "/time", "time")]
    [InlineData(RestQueryKind.Instruments, "/products", "instruments")]
    [InlineData(RestQueryKind.Book, "/products/BTC-USD/book?level=2", "book BTC-USD")]
    [InlineData(RestQueryKind.Quote, "/products/BTC-USD/book?level=1", "quote BTC-USD")]
    [InlineData(RestQueryKind.Ticker, "/products/BTC-USD/ticker", "ticker BTC-USD")]
    public void A_question_has_its_target(RestQueryKind kind, string target, string key)
    {
        var query = new RestQuery(kind, kind is RestQueryKind.Time or RestQueryKind.Instruments ? null : Btc);
        Assert.Equal(new RestRequest(target, key, 1), Wire.Adapter.Ask(query));
        Assert.Equal(kind, Wire.Adapter.Recognise(new Uri("https://api.exchange.coinbase.com" + target))!.Kind);
    }

    [Theory]
    [InlineData("https://api.exchange.coinbase.com/products/BTC-USD/book?level=3")]
    [InlineData("https://api.exchange.coinbase.com/products/BTC-USD/trades")]
    [InlineData("https://api.exchange.coinbase.com/products/nothing/book")]
    [InlineData("https://api.exchange.coinbase.com/")]
    public void What_we_never_ask_is_not_recognised(string address) =>
        Assert.Null(Wire.Adapter.Recognise(new Uri(address)));

    [Fact]
    public void A_book_of_orders_by_price_is_a_whole_numbered_book()
    {
        var sink = new RecordingSink();
        Assert.Equal(RestResult.Ok, Read(RestQueryKind.Book, Book, sink));
        Assert.Equal(
            [
                "book coinbase:BTC/USD snapshot Full/0 406959136>406959136..406959136 at 1795168800500000000"
                + " bids [(0.1135 x 35)(0.1134 x 20606.7)] asks [(0.1137 x 10113.4)]",
            ],
            sink.Lines);
    }

    [Fact]
    public void A_book_of_one_level_is_a_quote()
    {
        var sink = new RecordingSink();
        Assert.Equal(RestResult.Ok, Read(RestQueryKind.Quote, BestOnly, sink));
        Assert.Equal(["quote coinbase:BTC/USD 50978628538 at 0 (61931.02 x 0.1) (61947.64 x 0.25)"], sink.Lines);
        Assert.Equal(RestOutcome.Malformed, Read(RestQueryKind.Quote, Book, sink).Outcome);
    }

    [Fact]
    public void A_ticker_has_its_bid_and_ask()
    {
        var sink = new RecordingSink();
        const string body =
            """{"trade_id":86326522,"price":"6268.48","size":"0.00698254","time":"2020-03-20T00:22:57.833Z","b"""
            + """id":"6265.15","ask":"6267.71","volume":"53602.03940154"}""";
        Assert.Equal(RestResult.Ok, Read(RestQueryKind.Ticker, body, sink));
        var ticker = Assert.Single(sink.Tickers);
        Assert.Equal(
            (6268.48m, 6265.15m, 6267.71m, 53602.03940154m),
            (ticker.Last, ticker.BestBid!.Value.Price, ticker.BestAsk!.Value.Price, ticker.Volume));
    }

    [Fact]
    public void The_time_is_read_to_the_nanosecond()
    {
        const string body = """{"iso":"2026-11-20T10:00:00.123456Z","epoch":1795168800.123}""";
        Assert.Equal(1_795_168_800_123_456_000, Read(RestQueryKind.Time, body).ServerTimeNs);
    }

    [Theory]
    [InlineData(429, """{"message":"Public rate limit exceeded"}""", RestOutcome.Throttled, "Public rate limit excee")]
    [InlineData(200, """{"message":"Public rate limit exceeded"}""", RestOutcome.Throttled, "Public rate limit excee")]
    [InlineData(429, "slow down", RestOutcome.Throttled, "HTTP 429")]
    [InlineData(404, """{"message":"NotFound"}""", RestOutcome.Refused, "NotFound")]
    [InlineData(400, """{"message":"Invalid level\u001b[31m"}""", RestOutcome.Refused, "Invalid level[31m")]
    [InlineData(200, """{"message":"NotFound"}""", RestOutcome.Refused, "NotFound")]
    [InlineData(403, "<html>", RestOutcome.Failed, "HTTP 403")]
    [InlineData(500, """{"message":"Internal server error"}""", RestOutcome.Failed, "Internal server error")]
    [InlineData(503, "", RestOutcome.Failed, "HTTP 503")]
    [InlineData(200, "<html>", RestOutcome.Malformed, "malformed JSON near byte 0")]
    [InlineData(200, """{"bids":[],"asks":[]}""", RestOutcome.Malformed, "a book without its number")]
    [InlineData(200, """{"bids":[],"asks":[],"sequence":-5}""", RestOutcome.Malformed, "a book without its number")]
    public void An_answer_that_is_none_says_why(int status, string body, RestOutcome outcome, string reason)
    {
        var result = Read(RestQueryKind.Book, body, status: status);
        Assert.Equal(outcome, result.Outcome);
        Assert.StartsWith(reason, result.Reason);
    }

    [Theory]
    [InlineData("online", "", InstrumentStatus.Trading)]
    [InlineData("online", ",\"trading_disabled\":true", InstrumentStatus.Halted)]
    [InlineData("online", ",\"cancel_only\":true", InstrumentStatus.Halted)]
    [InlineData("online", ",\"auction_mode\":true", InstrumentStatus.Halted)]
    [InlineData("online", ",\"post_only\":true,\"limit_only\":true", InstrumentStatus.Trading)]
    [InlineData("offline", "", InstrumentStatus.Halted)]
    [InlineData("internal", "", InstrumentStatus.Pending)]
    [InlineData("delisted", "", InstrumentStatus.Closed)]
    [InlineData("resting", "", InstrumentStatus.Unknown)]
    public void A_product_has_its_status_tick_and_lot(string status, string more, InstrumentStatus expected)
    {
        var sink = new RecordingSink();
        var body = $$"""[{"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD","quote_increment":"0.01","b"""
            + $$"""ase_increment":"0.00000001","status":"{{status}}"{{more}}},{"id":"half"}]""";
        Assert.Equal(RestResult.Ok, Read(RestQueryKind.Instruments, body, sink));
        Assert.Equal(
            Btc with { Status = expected, TickSize = 0.01m, LotSize = 0.00000001m }, Assert.Single(sink.Instruments));
    }

    [Theory]
    [InlineData("btc-usd", "BTC/USD")]
    [InlineData("1INCH-EUR", "1INCH/EUR")]
    [InlineData("BTC", null)]
    [InlineData("BTC-", null)]
    [InlineData("BTC-PERP-INTX", null)]
    [InlineData("BTC-U D", null)]
    public void A_symbol_alone_tells_base_and_quote(string symbol, string? name) =>
        Assert.Equal(name, Wire.Adapter.Infer(symbol)?.Symbol);

    static RestResult Read(RestQueryKind kind, string body, RecordingSink? sink = null, int status = 200) =>
        Wire.Adapter.Read(
            new RestQuery(kind, Btc), status, Encoding.UTF8.GetBytes(body), new SymbolTable([Btc]), Wire.Received,
            sink ?? new RecordingSink());
}
