using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Plugins.Binance;

public sealed class InstrumentTests
{
    [Theory]
    [InlineData("binance", "BTCUSDT", "BTC/USDT", InstrumentKind.Spot)]
    [InlineData("binance", "btcusdt", "BTC/USDT", InstrumentKind.Spot)]
    [InlineData("binance", "BTCFDUSD", "BTC/FDUSD", InstrumentKind.Spot)]
    [InlineData("binance", "FDUSDUSDT", "FDUSD/USDT", InstrumentKind.Spot)]
    [InlineData("binance", "BTCTUSD", "BTC/TUSD", InstrumentKind.Spot)]
    [InlineData("binance", "ADAEUR", "ADA/EUR", InstrumentKind.Spot)]
    [InlineData("binance", "LRCBTC", "LRC/BTC", InstrumentKind.Spot)]
    [InlineData("binance", "BLZETH", "BLZ/ETH", InstrumentKind.Spot)]
    [InlineData("binance", "DOGEBNB", "DOGE/BNB", InstrumentKind.Spot)]
    [InlineData("binance", "USDTTRY", "USDT/TRY", InstrumentKind.Spot)]
    [InlineData("binance", "1000SATSUSDT", "1000SATS/USDT", InstrumentKind.Spot)]
    [InlineData("binance-futures", "BTCUSDT", "BTC/USDT-PERP", InstrumentKind.Perpetual)]
    [InlineData("binance-futures", "ETHBTC", "ETH/BTC-PERP", InstrumentKind.Perpetual)]
    [InlineData("binance-futures", "BTCUSDT_210625", "BTC/USDT-210625", InstrumentKind.Future)]
    public void A_symbol_alone_gives_an_instrument(string venue, string symbol, string ours, InstrumentKind kind)
    {
        var instrument = Wire.Adapter(venue).Infer(symbol)!;
        Assert.Equal((venue, ours, symbol.ToUpperInvariant(), kind),
            (instrument.Venue, instrument.Symbol, instrument.VenueSymbol, instrument.Kind));
        Assert.Equal(ours.Split('-')[0], $"{instrument.Base}/{instrument.Quote}");
        Assert.Null(instrument.TickSize);
    }

    [Theory]
    [InlineData("binance", "")]
    [InlineData("binance", "USDT")]
    [InlineData("binance", "BTCUSDX")]
    [InlineData("binance", "BTCUSDT_210625")]
    [InlineData("binance", "BTC-USDT")]
    [InlineData("binance-futures", "BTCUSD_PERP")]
    [InlineData("binance-futures", "BTCUSDT_211399")]
    [InlineData("binance-futures", "BTCUSDT_210625_1")]
    public void A_spelling_of_another_venue_gives_none(string venue, string symbol) =>
        Assert.Null(Wire.Adapter(venue).Infer(symbol));

    [Theory]
    [InlineData("TRADING", InstrumentStatus.Trading)]
    [InlineData("HALT", InstrumentStatus.Halted)]
    [InlineData("BREAK", InstrumentStatus.Halted)]
    [InlineData("CANCEL_ONLY", InstrumentStatus.Halted)]
    [InlineData("PENDING_TRADING", InstrumentStatus.Pending)]
    [InlineData("SETTLING", InstrumentStatus.Closed)]
    [InlineData("SOMETHING_NEW", InstrumentStatus.Unknown)]
    public void A_status_is_one_of_ours(string status, InstrumentStatus expected) =>
        Assert.Equal(expected, Assert.Single(Read("binance", Describe("BTCUSDT", status: status))).Status);

    [Theory]
    [InlineData("BTCUSDT", "PERPETUAL", "BTC/USDT-PERP")]
    [InlineData("TSLAUSDT", "TRADIFI_PERPETUAL", "BTC/USDT-PERP")]
    [InlineData("BTCUSDT", "", "BTC/USDT-PERP")]
    [InlineData("BTCUSDT_260327", "CURRENT_QUARTER", "BTC/USDT-260327")]
    public void A_future_is_named_by_its_date_and_a_swap_by_having_none(string symbol, string contract, string ours) =>
        Assert.Equal(ours, Assert.Single(Read("binance-futures", Describe(symbol, contract))).Symbol);

    [Fact]
    public void An_instrument_that_cannot_be_described_is_skipped_and_the_others_are_not() =>
        Assert.Equal(["BTCUSDT"], Read("binance-futures",
            "null", "1", "{}", """{"symbol":"XUSDT","baseAsset":"X"}""", Describe("BTCUSDT_NEXT"),
            Describe("BTCUSDT").Replace("0.10", "0.0000000000000000000000001"), Describe("BTCUSDT"))
            .Select(instrument => instrument.VenueSymbol));

    [Fact]
    public void A_rule_that_is_off_leaves_its_step_unknown()
    {
        var instrument = Assert.Single(Read("binance", Describe("BTCUSDT").Replace("0.10", "0.00000000")));
        Assert.Null(instrument.TickSize);
        Assert.Equal(0.001m, instrument.LotSize);
    }

    [CapturesFact]
    public void The_recorded_spot_instruments_have_their_ticks_and_lots()
    {
        var read = ReadFile("binance", "binance-spot/exchangeInfo-2021-10-12-trimmed.json");
        Assert.All(read, instrument => Assert.Equal(InstrumentStatus.Trading, instrument.Status));
        Assert.Contains(("BTC/USDT", 0.01m, 0.00001m), Steps(read));
        Assert.Contains(("ETH/USDT", 0.01m, 0.0001m), Steps(read));
        Assert.Contains(("LRC/BTC", 0.00000001m, 1m), Steps(read));
        var lrc = read.Single(instrument => instrument.VenueSymbol == "LRCBTC");
        Assert.Equal((8, 0), (lrc.PriceScale, lrc.QuantityScale));
    }

    [CapturesFact]
    public void The_recorded_futures_instruments_have_their_ticks_and_lots()
    {
        var read = ReadFile("binance-futures", "binance-futures/exchangeInfo-2021-07-22-trimmed.json");
        Assert.Contains(("BTC/USDT-PERP", 0.01m, 0.001m), Steps(read));
        Assert.Contains(("SUSHI/USDT-PERP", 0.001m, 1m), Steps(read));
        Assert.Contains(("AKRO/USDT-PERP", 0.00001m, 1m), Steps(read));
    }

    static IEnumerable<(string, decimal?, decimal?)> Steps(List<Instrument> read) =>
        read.Select(instrument => (instrument.Symbol, instrument.TickSize, instrument.LotSize));

    static string Describe(string symbol, string contract = "PERPETUAL", string status = "TRADING") => $$"""
        {"symbol":"{{symbol}}","contractType":"{{contract}}","status":"{{status}}","baseAsset":"BTC",
        "quoteAsset":"USDT","filters":[{"filterType":"MARKET_LOT_SIZE","stepSize":"7"},
        {"filterType":"PRICE_FILTER","tickSize":"0.10"},{"filterType":"LOT_SIZE","stepSize":"0.00100000"}]}
        """;

    static List<Instrument> Read(string venue, params string[] symbols) =>
        Read(venue, Encoding.UTF8.GetBytes($"{{\"timezone\":\"UTC\",\"symbols\":[{string.Join(',', symbols)}]}}"));

    static List<Instrument> ReadFile(string venue, string file) =>
        Read(venue, File.ReadAllBytes(Captures.PathOf(file)));

    static List<Instrument> Read(string venue, byte[] body)
    {
        var sink = new RecordingSink();
        var query = new RestQuery(RestQueryKind.Instruments);
        var result = Wire.Adapter(venue).Read(query, 200, body, new SymbolTable([]), Wire.Received, sink);
        Assert.Equal(RestResult.Ok, result);
        return sink.Instruments;
    }
}
