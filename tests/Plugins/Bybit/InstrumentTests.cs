using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Plugins.Bybit;

public sealed class InstrumentTests
{
    [Theory]
    [InlineData("bybit", "BTCUSDT", "BTC/USDT", InstrumentKind.Spot)]
    [InlineData("bybit", "ethbtc", "ETH/BTC", InstrumentKind.Spot)]
    [InlineData("bybit", "USDCUSDT", "USDC/USDT", InstrumentKind.Spot)]
    [InlineData("bybit-linear", "BTCUSDT", "BTC/USDT-PERP", InstrumentKind.Perpetual)]
    [InlineData("bybit-linear", "1000PEPEUSDT", "1000PEPE/USDT-PERP", InstrumentKind.Perpetual)]
    [InlineData("bybit-linear", "BTCPERP", "BTC/USDC-PERP", InstrumentKind.Perpetual)]
    [InlineData("bybit-linear", "BTC-26DEC25", "BTC/USDC-251226", InstrumentKind.Future)]
    [InlineData("bybit-linear", "BTCUSDT-4APR25", "BTC/USDT-250404", InstrumentKind.Future)]
    public void A_symbol_alone_gives_an_instrument(string venue, string symbol, string ours, InstrumentKind kind)
    {
        var instrument = Wire.Adapter(venue).Infer(symbol)!;
        Assert.Equal((venue, ours, symbol.ToUpperInvariant(), kind),
            (instrument.Venue, instrument.Symbol, instrument.VenueSymbol, instrument.Kind));
        Assert.Equal(ours.Split('-')[0], $"{instrument.Base}/{instrument.Quote}");
        Assert.Null(instrument.TickSize);
    }

    [Theory]
    [InlineData("bybit", "")]
    [InlineData("bybit", "USDT")]
    [InlineData("bybit", "BTC-USDT")]
    [InlineData("bybit", "BTC-26DEC25")]
    [InlineData("bybit-linear", "PERP")]
    [InlineData("bybit-linear", "BTCUSD")]
    [InlineData("bybit-linear", "BTCUSDU23")]
    [InlineData("bybit-linear", "BTC-28JUN24-60000-P")]
    [InlineData("bybit-linear", "BTC-31FEB25")]
    [InlineData("bybit-linear", "-26DEC25")]
    public void A_spelling_of_another_product_gives_none(string venue, string symbol) =>
        Assert.Null(Wire.Adapter(venue).Infer(symbol));

    [Fact]
    public void Spot_has_its_lot_from_the_precision_of_the_base_currency()
    {
        var instrument = Assert.Single(Page("bybit", """
            {"symbol":"BTCUSDT","baseCoin":"BTC","quoteCoin":"USDT","innovation":"0","status":"Trading","lotSizeFilter":
            {"basePrecision":"0.000001","quotePrecision":"0.00000001","minOrderQty":"0.000048","minOrderAmt":"1"},
            "priceFilter":{"tickSize":"0.01"}}
            """).Found);
        Assert.Equal(("BTC/USDT", 0.01m, 0.000001m, InstrumentStatus.Trading),
            (instrument.Symbol, instrument.TickSize, instrument.LotSize, instrument.Status));
    }

    [Theory]
    [InlineData("BTCUSDT", "LinearPerpetual", "USDT", "Trading", "BTC/USDT-PERP", InstrumentStatus.Trading)]
    [InlineData("BTCPERP", "LinearPerpetual", "USDC", "PreLaunch", "BTC/USDC-PERP", InstrumentStatus.Pending)]
    [InlineData("BTC-26DEC25", "LinearFutures", "USDC", "Delivering", "BTC/USDC-251226", InstrumentStatus.Closed)]
    [InlineData("BTCUSDT-26DEC25", "LinearFutures", "USDT", "New", "BTC/USDT-251226", InstrumentStatus.Unknown)]
    public void A_contract_is_named_as_its_symbol_alone_would_be(
        string symbol, string contract, string settled, string status, string ours, InstrumentStatus expected)
    {
        var found = Assert.Single(Page("bybit-linear", Contract(symbol, contract, settled, status)).Found);
        Assert.Equal((ours, 0.1m, 0.001m, expected), (found.Symbol, found.TickSize, found.LotSize, found.Status));
        Assert.Equal(found.Symbol, Wire.Adapter("bybit-linear").Infer(symbol)!.Symbol);
    }

    [Fact]
    public void A_cursor_is_the_next_page_and_an_empty_one_is_none()
    {
        var (_, next) = Page("bybit-linear", Contract("BTCUSDT"), cursor: "first%3D1&last=2");
        Assert.Equal("first%3D1&last=2", next);
        Assert.Null(Page("bybit-linear", Contract("BTCUSDT")).Next);
        var request = Wire.Adapter("bybit-linear").Ask(new RestQuery(RestQueryKind.Instruments, Page: next))!;
        Assert.EndsWith("&limit=1000&cursor=first%253D1%26last%3D2", request.Target);
        var asked = Wire.Adapter("bybit-linear").Recognise(new Uri("https://x" + request.Target))!;
        Assert.Equal((next, request.Key), (asked.Page, Wire.Adapter("bybit-linear").Ask(asked)!.Key));
    }

    [Fact]
    public void An_instrument_that_cannot_be_described_is_skipped_and_the_others_are_not() => Assert.Equal(
        ["BTCUSDT"],
        Page("bybit-linear", string.Join(',', "null", "1", "{}", """{"symbol":"XUSDT"}""",
            Contract("BTC-NEXT", "LinearFutures"), Contract("BTCUSDT", "LinearFutures"), Contract(new string('X', 65)),
            Contract("BTCUSDT").Replace("0.10", "0.0000000000000000000000001"), Contract("BTCUSDT"))).Found
            .Select(x => x.VenueSymbol));

    static string Contract(
        string symbol, string contract = "LinearPerpetual", string settled = "USDT", string status = "Trading") => $$"""
        {"symbol":"{{symbol}}","contractType":"{{contract}}","status":"{{status}}","baseCoin":"BTC","quoteCoin":"USD",
        "settleCoin":"{{settled}}","priceFilter":{"tickSize":"0.10"},"lotSizeFilter":{"qtyStep":"0.001"} }
        """;

    static (List<Instrument> Found, string? Next) Page(string venue, string list, string cursor = "")
    {
        var body = RestTests.Body($$"""{"list":[{{list}}],"nextPageCursor":"{{cursor}}" }""");
        var (result, sink) = RestTests.Read(venue, RestQueryKind.Instruments, body);
        Assert.Equal(RestOutcome.Ok, result.Outcome);
        return (sink.Instruments, result.NextPage);
    }
}
