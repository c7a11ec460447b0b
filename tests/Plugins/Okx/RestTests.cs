using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Tests.Plugins.Binance;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Plugins.Okx;

public sealed class RestTests
{
    static readonly Instrument Swap = Wire.Adapter.Infer("BTC-USDT-SWAP")!;

    [Fact]
    public void Questions_are_put_into_the_venues_words_and_recognised_again()
    {
        (RestQuery Query, string Target)[] questions =
        [
            (new(RestQueryKind.Time), "/api/v5/public/time"),
            (new(RestQueryKind.Instruments), "/api/v5/public/instruments?instType=SPOT"),
            (new(RestQueryKind.Instruments, Page: "FUTURES"), "/api/v5/public/instruments?instType=FUTURES"),
            (new(RestQueryKind.Book, Swap, 400), "/api/v5/market/books?instId=BTC-USDT-SWAP&sz=400&source=0"),
            (new(RestQueryKind.Book, Swap, 5_000), "/api/v5/market/books?instId=BTC-USDT-SWAP&sz=400&source=0"),
            (new(RestQueryKind.Book, Swap, 20), "/api/v5/market/books?instId=BTC-USDT-SWAP&sz=20&source=0"),
            (new(RestQueryKind.Ticker, Swap), "/api/v5/market/ticker?instId=BTC-USDT-SWAP"),
        ];
        foreach (var (query, target) in questions)
        {
            var request = Wire.Adapter.Ask(query)!;
            Assert.Equal(target, request.Target);
            var recognised = Wire.Adapter.Recognise(new Uri($"https://eea.okx.com{target}"))!;
            Assert.Equal((query.Kind, query.Instrument), (recognised.Kind, recognised.Instrument));
            Assert.Equal(request.Key, Wire.Adapter.Ask(recognised)!.Key);
        }

        Assert.Null(Wire.Adapter.Ask(new(RestQueryKind.Quote, Swap)));
        Assert.Null(Wire.Adapter.Ask(new(RestQueryKind.Instruments, Page: "OPTION")));
    }

    [Theory]
    [InlineData("https://www.okx.com/api/v5/market/books?instId=BTC-USD-260327-50000-C")]
    [InlineData("https://www.okx.com/api/v5/market/books")]
    [InlineData("https://www.okx.com/api/v5/market/candles?instId=BTC-USDT")]
    [InlineData("https://www.okx.com/api/v5/public/instruments?instType=OPTION")]
    [InlineData("https://www.okx.com/api/v3/public/time")]
    public void An_address_of_something_else_gives_no_question(string address) =>
        Assert.Null(Wire.Adapter.Recognise(new Uri(address)));

    [Theory]
    [InlineData(400, 0)]
    [InlineData(0, 0)]
    [InlineData(50, 50)]
    public void A_book_of_all_400_levels_is_whole_and_a_smaller_one_is_not(int levels, int limit)
    {
        var (result, sink) = Read(RestQueryKind.Book, """
            {"code":"0","msg":"","data":[{"asks":[["2","1","0","1"]],"bids":[["1.5","3","0","1"]],
            "ts":"1790000000001","seqId":77}]}
            """, levels: levels);
        Assert.Equal(RestResult.Ok, result);
        Assert.Equal([$"book okx:BTC/USDT-PERP snapshot Full/{limit} 77>77..77 at 1790000000001000000"
            + " bids [(1.5 x 3)] asks [(2 x 1)]"], sink.Lines);
    }

    [Theory]
    [InlineData("""{"code":"0","data":[{"asks":[],"bids":[],"ts":"1"}]}""", "without seqId")]
    [InlineData("""{"code":"0","data":[]}""", "without seqId")]
    [InlineData("""{"code":"0","data":[{"asks":[["x"]],"bids":[],"ts":"1","seqId":1}]}""", "not a number")]
    [InlineData("""{"code":"0","data":[{"instId":"ETH-USDT","asks":[],"bids":[],"seqId":1}]}""", "another symbol")]
    [InlineData("<html>", "malformed JSON")]
    public void A_book_that_cannot_be_joined_or_believed_is_malformed(string body, string reason)
    {
        var (result, sink) = Read(RestQueryKind.Book, body);
        Assert.Equal(RestOutcome.Malformed, result.Outcome);
        Assert.Contains(reason, result.Reason);
        Assert.Empty(sink.Lines);
    }

    [Fact]
    public void The_time_and_a_ticker_are_read()
    {
        var (time, _) = Read(RestQueryKind.Time, """{"code":"0","msg":"","data":[{"ts":"1790000000001"}]}""");
        Assert.Equal(1_790_000_000_001_000_000, time.ServerTimeNs);
        Assert.Equal(RestOutcome.Malformed, Read(RestQueryKind.Time, """{"code":"0","data":[]}""").Result.Outcome);
        var (ticker, sink) = Read(RestQueryKind.Ticker, """
            {"code":"0","msg":"","data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","last":"63921",
            "vol24h":"7399887.86","volCcy24h":"73998.8786",
            "bidPx":"63921","bidSz":"779.3","askPx":"","askSz":"","ts":"1786540471710"}]}
            """);
        Assert.Equal(RestResult.Ok, ticker);
        Assert.Equal((7399887.86m, null, 779.3m), (sink.Tickers[0].Volume, sink.Tickers[0].QuoteVolume,
            sink.Tickers[0].BestBid?.Quantity));
    }

    [Theory]
    [InlineData(429, """{"code":"50011","msg":"Too Many Requests"}""", RestOutcome.Throttled)]
    [InlineData(200, """{"code":"50011","msg":"Too Many Requests"}""", RestOutcome.Throttled)]
    [InlineData(429, "", RestOutcome.Throttled)]
    [InlineData(200, """{"code":"50001","msg":"Service temporarily unavailable"}""", RestOutcome.Failed)]
    [InlineData(200, """{"code":"50013","msg":"Systems are busy"}""", RestOutcome.Failed)]
    [InlineData(503, """{"code":"50026","msg":"System error"}""", RestOutcome.Failed)]
    [InlineData(502, "<html>", RestOutcome.Failed)]
    [InlineData(403, "<html>", RestOutcome.Failed)]
    [InlineData(200, """{"code":"51001","msg":"Instrument ID doesn't exist","data":[]}""", RestOutcome.Refused)]
    [InlineData(400, """{"code":"51000","msg":"Parameter instId error"}""", RestOutcome.Refused)]
    [InlineData(404, "", RestOutcome.Refused)]
    [InlineData(200, "{}", RestOutcome.Refused)]
    public void A_refusal_says_whether_asking_again_helps(int status, string body, RestOutcome outcome)
    {
        var (result, sink) = Read(RestQueryKind.Book, body, status);
        Assert.Equal(outcome, result.Outcome);
        Assert.False(string.IsNullOrEmpty(result.Reason));
        Assert.Empty(sink.Lines);
    }

    [Fact]
    public void Instruments_come_in_three_pages()
    {
        string? page = null;
        var pages = new List<string?>();
        do
        {
            var result = Wire.Adapter.Read(
                new(RestQueryKind.Instruments, Page: page), 200, """{"code":"0","data":[]}"""u8, new SymbolTable([]),
                Wire.Received, new RecordingSink());
            pages.Add(page = result.NextPage);
        }
        while (page is not null);
        Assert.Equal(["SWAP", "FUTURES", null], pages);
    }

    [Theory]
    [InlineData("BTC-USDT", "BTC/USDT", InstrumentKind.Spot)]
    [InlineData("btc-usdt", "BTC/USDT", InstrumentKind.Spot)]
    [InlineData("1INCH-USD_UM-SWAP", "1INCH/USD_UM-PERP", InstrumentKind.Perpetual)]
    [InlineData("BTC-USD-260327", "BTC/USD-260327", InstrumentKind.Future)]
    public void A_symbol_alone_gives_an_instrument(string symbol, string ours, InstrumentKind kind)
    {
        var instrument = Wire.Adapter.Infer(symbol)!;
        Assert.Equal(("okx", ours, symbol.ToUpperInvariant(), kind),
            (instrument.Venue, instrument.Symbol, instrument.VenueSymbol, instrument.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("BTCUSDT")]
    [InlineData("-USDT")]
    [InlineData("BTC-USD-261399")]
    [InlineData("BTC-USD-260327-50000-C")]
    [InlineData("BTC-USDT\n")]
    public void A_spelling_of_something_else_gives_none(string symbol) => Assert.Null(Wire.Adapter.Infer(symbol));

    [Theory]
    [InlineData("""{"instId":"BTC-USD-SWAP","ctVal":"100","ctMult":"1","ctValCcy":"USD"}""", "100 USD")]
    [InlineData("""{"instId":"BTC-USDT-SWAP","ctVal":"0.01","ctMult":"10","ctValCcy":"BTC"}""", "0.10 BTC")]
    [InlineData("""{"instId":"BTC-USDT-SWAP","ctVal":"0.01","ctMult":"","ctValCcy":"BTC"}""", "0.01 BTC")]
    [InlineData("""{"instId":"BTC-USDT-SWAP","ctVal":"1","ctMult":"1","ctValCcy":"ETH"}""", null)]
    [InlineData("""{"instId":"BTC-USDT-SWAP","ctVal":"","ctMult":"1","ctValCcy":"BTC"}""", null)]
    [InlineData("""{"instId":"BTC-USDT","state":"live"}""", null)]
    [InlineData("7", null)]
    public void A_contract_has_the_size_that_the_venue_says_or_is_skipped(string description, string? size)
    {
        var read = Instruments("SWAP", description);
        Assert.Equal(size is null ? [] : [size], read.Select(x => $"{x.ContractSize} {x.ContractCurrency}"));
    }

    [Fact]
    public void A_contract_beyond_all_numbers_is_no_reason_to_throw()
    {
        var big = new string('9', 28);
        Assert.Empty(Instruments(
            "SWAP", $$"""{"instId":"A-B-SWAP","ctVal":"{{big}}","ctMult":"{{big}}","ctValCcy":"A"}"""));
        Assert.Empty(Instruments("SPOT", """{"instId":"\ud800"}"""));
    }

    [CapturesFact]
    public void The_recorded_instruments_have_their_ticks_lots_and_sizes()
    {
        var read = new List<string>();
        foreach (var (url, body) in CaptureTests.Answers("okx/instruments-2022-05-13-trimmed.jsonl"))
        {
            var sink = new RecordingSink();
            var query = Wire.Adapter.Recognise(new Uri(url!))!;
            var result = Wire.Adapter.Read(query, 200, body, new SymbolTable([]), Wire.Received, sink);
            Assert.Equal(RestOutcome.Ok, result.Outcome);
            read.AddRange(sink.Instruments.Select(
                x => $"{x.Symbol} {x.TickSize} {x.LotSize} {x.ContractSize} {x.ContractCurrency} {x.Status}"));
        }

        Assert.Equal(
            [
                "BTC/USDT 0.1 0.00000001 1 BTC Trading", "ETH/USDT 0.01 0.000001 1 ETH Trading",
                "UNI/USD-PERP 0.001 1 10 USD Trading", "BTC/USDT-PERP 0.1 1 0.01 BTC Trading",
                "ETH/USDT-PERP 0.01 1 0.1 ETH Trading", "BTC/USD-220527 0.1 1 100 USD Trading",
            ],
            read);
    }

    static List<Instrument> Instruments(string kind, string description)
    {
        var sink = new RecordingSink();
        Wire.Adapter.Read(
            new(RestQueryKind.Instruments, Page: kind), 200,
            Encoding.UTF8.GetBytes($$"""{"code":"0","data":[{{description}}]}"""), new SymbolTable([]), Wire.Received,
            sink);
        return sink.Instruments;
    }

    static (RestResult Result, RecordingSink Sink) Read(
        RestQueryKind kind, string body, int status = 200, int levels = 0)
    {
        var sink = new RecordingSink();
        var instrument = kind == RestQueryKind.Time ? null : Swap;
        var result = Wire.Adapter.Read(
            new RestQuery(kind, instrument, levels), status, Encoding.UTF8.GetBytes(body), new SymbolTable([]),
            Wire.Received, sink);
        return (result, sink);
    }
}
