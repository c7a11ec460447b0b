using StrategyHost.Exchange;

namespace StrategyHost.Tests.Plugins.Binance;

public sealed class DecodeTests
{
    [Theory]
    [InlineData(Samples.SpotDelta, "book binance:BTC/USDT delta Full/0 100>101..105 at 1790000000208000000"
        + " bids [(61937.63 x 0)(61930.17 x 1.5)] asks [(61947.64 x 1.54698)]")]
    [InlineData(Samples.SpotPartial, "book binance:ETH/USDT snapshot Partial20/20 170>170..170 at 0"
        + " bids [(2105 x 6.483)(2104.95 x 0.03)] asks [(2105.01 x 15.4608)]")]
    [InlineData(Samples.SpotQuote, "quote binance:BTC/USDT 105 at 0 (61930.17 x 1.5) (61947.64 x 1.54698)")]
    [InlineData(Samples.SpotTicker, "ticker binance:ETH/USDT 2101.54 2050.01 2120.38 2031.14 301204.2511"
        + " 650210444.313581 Level { Price = 2101.53, Quantity = 3.2175 } Level { Price = 2101.54, Quantity = 11.4026 }"
        + " Ticker at 1790000001349000000")]
    [InlineData(Samples.SpotTrade, "trade binance:BNB/BTC 70000001 Ask at 1790000002034000000 (0.0031425 x 6.48)")]
    public void A_spot_frame_becomes_its_event(string frame, string expected)
    {
        var wire = Wire.Spot();
        Assert.Equal(FrameKind.Data, wire.Decode(frame));
        Assert.Equal([expected], wire.Sink.Lines);
        Assert.Null(wire.Session.Reason);
    }

    [Theory]
    [InlineData(Samples.FuturesDelta, "book binance-futures:BTC/USDT-PERP delta Full/0 452>463..484"
        + " at 1790000003693000000 bids [(61200.17 x 1.6)] asks [(61210.2 x 0.211)(61211.31 x 0)]")]
    [InlineData(Samples.FuturesPartial, "book binance-futures:ETH/USDT-PERP snapshot Partial5/5 921>921..921"
        + " at 1790000004861000000 bids [(2101.71 x 0.454)] asks [(2101.72 x 31.215)]")]
    [InlineData(Samples.FuturesQuote, "quote binance-futures:ETH/USDT-PERP 520 at 1790000005289000000"
        + " (2100.54 x 12.161) (2100.55 x 5.281)")]
    [InlineData(Samples.FuturesTicker, "ticker binance-futures:BTC/USDT-PERP 61223.74 61311.91 61329.38 60080.7"
        + " 30248.9 307024349.13   None at 1790000006467000000")]
    [InlineData(Samples.FuturesTrade, "trade binance-futures:BTC/USDT-PERP 5300000001 Bid at 1790000007321000000"
        + " (61900.3 x 0.006)")]
    public void A_futures_frame_becomes_its_event(string frame, string expected)
    {
        var wire = Wire.Futures();
        Assert.Equal(FrameKind.Data, wire.Decode(frame));
        Assert.Equal([expected], wire.Sink.Lines);
    }

    [Theory]
    [InlineData("btcusdt@depth@0ms", "delta Full/0")]
    [InlineData("btcusdt@depth", "delta Full/0")]
    [InlineData("btcusdt@depth@500ms", "delta Full/0")]
    [InlineData("btcusdt@depth5", "snapshot Partial5/5")]
    [InlineData("btcusdt@depth10@500ms", "snapshot Partial10/10")]
    [InlineData("btcusdt@depth20@100ms", "snapshot Partial20/20")]
    public void Only_its_name_tells_a_futures_partial_book_from_a_delta(string stream, string expected)
    {
        var wire = Wire.Futures();
        Assert.Equal(FrameKind.Data, wire.Decode(Samples.FuturesDelta.Replace("btcusdt@depth@100ms", stream)));
        Assert.Contains(expected, Assert.Single(wire.Sink.Lines));
    }

    [Theory]
    [InlineData("btcusdt@rpiDepth@500ms")]
    [InlineData("btcusdt@depth15")]
    [InlineData("btcusdt@depthSnapshot")]
    [InlineData("btcusdt@kline_1m")]
    [InlineData("depthUpdate")]
    public void A_book_on_a_stream_of_another_name_is_not_taken(string stream)
    {
        var wire = Wire.Futures();
        Assert.Equal(FrameKind.Unknown, wire.Decode(Samples.FuturesDelta.Replace("btcusdt@depth@100ms", stream)));
        Assert.Empty(wire.Sink.Lines);
    }

    [Theory]
    [InlineData("binance", "wss://stream.binance.com:9443/ws", Samples.SpotDelta)]
    [InlineData("binance", "wss://stream.binance.com:9443/ws/btcusdt@bookTicker/btcusdt@trade", Samples.SpotQuote)]
    [InlineData("binance", "wss://stream.binance.com/ws/ethusdt@depth20@100ms", Samples.SpotPartial)]
    [InlineData("binance", "wss://stream.binance.com/ws/ethusdt%40depth20%40100ms", Samples.SpotPartial)]
    [InlineData("binance", "wss://stream.binance.com/ws/ethusdt@ticker", Samples.SpotTicker)]
    [InlineData("binance", "wss://stream.binance.com/ws/bnbbtc@trade", Samples.SpotTrade)]
    [InlineData("binance-futures", "wss://fstream.binance.com/public/ws/btcusdt@depth/x@trade", Samples.FuturesDelta)]
    [InlineData("binance-futures", "wss://fstream.binance.com/public/ws/ethusdt@depth5@100ms", Samples.FuturesPartial)]
    [InlineData("binance-futures", "wss://fstream.binance.com/public/ws/0", Samples.FuturesQuote)]
    [InlineData("binance-futures", "wss://fstream.binance.com/market/ws/btcusdt@ticker", Samples.FuturesTicker)]
    public void A_raw_frame_means_what_the_combined_one_means(string venue, string address, string combined)
    {
        var expected = Wire.Inferring(Wire.Adapter(venue), Wire.SpotCombined);
        expected.Decode(combined);
        var raw = Wire.Inferring(Wire.Adapter(venue), address);
        Assert.Equal(FrameKind.Data, raw.Decode(RawOf(combined)));
        Assert.Equal(expected.Sink.Lines, raw.Sink.Lines);
    }

    [Theory]
    [InlineData("binance", "wss://stream.binance.com/ws", Samples.SpotPartial)]
    [InlineData("binance", "wss://stream.binance.com/ws/a@depth5/ethusdt@depth20@100ms", Samples.SpotPartial)]
    [InlineData("binance", "wss://stream.binance.com/ws/ethusdt@trade", Samples.SpotPartial)]
    [InlineData("binance-futures", "wss://fstream.binance.com/ws/a@depth5/btcusdt@depth", Samples.FuturesDelta)]
    [InlineData("binance-futures", "wss://fstream.binance.com/ws/a@rpiDepth@500ms/b@depth", Samples.FuturesDelta)]
    [InlineData("binance-futures", "wss://fstream.binance.com/ws/btcusdt@rpiDepth@500ms", Samples.FuturesDelta)]
    public void A_raw_book_that_could_be_several_things_is_unknown(string venue, string address, string combined)
    {
        var wire = Wire.Inferring(Wire.Adapter(venue), address);
        Assert.Equal(FrameKind.Unknown, wire.Decode(RawOf(combined)));
        Assert.Empty(wire.Sink.Lines);
    }

    [Theory]
    [InlineData("""{"e":"24hrMiniTicker","E":1790000012015,"s":"BTCUSDT","c":"6","o":"6","h":"6","l":"6"}""")]
    [InlineData("""{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","s":"X","p":"1","q":"1","T":1,"m":false}}""")]
    [InlineData("""{"stream":"!ticker@arr","data":[{"e":"24hrTicker","s":"BTCUSDT","c":"1"}]}""")]
    [InlineData("""[{"e":"24hrTicker","s":"BTCUSDT","c":"1"}]""")]
    [InlineData("""{"stream":"a@forceOrder","data":{"e":"forceOrder","E":1,"o":{"s":"BTCUSDT","b":[["x"]]}}}""")]
    [InlineData("""{"e":"newThing","b":[["NaN","-1"]],"s":"BTCUSDT","a":{}}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    public void What_is_well_formed_but_not_ours_is_unknown(string frame)
    {
        var wire = Wire.Spot();
        Assert.Equal(FrameKind.Unknown, wire.Decode(frame));
        Assert.Empty(wire.Sink.Lines);
    }

    [Fact]
    public void A_symbol_that_nobody_knows_is_unknown()
    {
        var adapter = Wire.Adapter("binance");
        var wire = new Wire(adapter, Wire.SpotCombined, new SymbolTable([adapter.Infer("ETHUSDT")!]));
        Assert.Equal(FrameKind.Unknown, wire.Decode(Samples.SpotDelta));
        Assert.Equal(FrameKind.Unknown, wire.Decode(Samples.SpotQuote));
        Assert.Equal(FrameKind.Data, wire.Decode(Samples.SpotTicker));
    }

    [Theory]
    [InlineData("""{"e":"serverShutdown","E":1790000012015}""")]
    [InlineData("""{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1790000012015}}""")]
    public void A_shutdown_is_a_notice_with_its_reason(string frame)
    {
        var wire = Wire.Spot();
        Assert.Equal(FrameKind.Notice, wire.Decode(frame));
        Assert.Contains("serverShutdown", wire.Session.Reason);
        Assert.Equal(FrameKind.Data, wire.Decode(Samples.SpotDelta));
        Assert.Null(wire.Session.Reason);
    }

    [Fact]
    public void Microseconds_and_milliseconds_are_told_apart()
    {
        var wire = Wire.Spot();
        wire.Decode(Samples.SpotTrade.Replace("1790000002034", "1790000002034567"));
        Assert.Equal(1_790_000_002_034_567_000, wire.Sink.Trades[0].VenueTimeNs);
    }

    [Fact]
    public void A_trade_of_nothing_is_no_trade()
    {
        var wire = Wire.Futures();
        var frame = Samples.FuturesTrade.Replace("61900.30", "0").Replace("0.006", "0").Replace("MARKET", "NA");
        Assert.Equal(FrameKind.Unknown, wire.Decode(frame));
        Assert.Empty(wire.Sink.Lines);
    }

    [Fact]
    public void A_side_without_a_price_is_empty_in_a_ticker()
    {
        var wire = Wire.Spot();
        wire.Decode(Samples.SpotTicker.Replace("\"b\":\"2101.53000000\"", "\"b\":\"0.00000000\""));
        var ticker = Assert.Single(wire.Sink.Tickers);
        Assert.Null(ticker.BestBid);
        Assert.Equal(2101.54m, ticker.BestAsk!.Value.Price);
    }

    [Fact]
    public void Finer_digits_widen_a_symbols_scales_once_a_frame_is_believed()
    {
        var wire = Wire.Spot();
        wire.Decode(Samples.SpotDelta);
        Assert.True(wire.Symbols.TryFind("BTCUSDT"u8, out var entry));
        Assert.Equal((2, 5), (entry.PriceScale, entry.QuantityScale));
        wire.Decode(Samples.SpotQuote.Replace("61930.17000000", "61930.17100000"));
        Assert.Equal((3, 5), (entry.PriceScale, entry.QuantityScale));
        Assert.Equal(61947640, wire.Sink.Quotes[0].Ask.Price);

        Assert.Equal(FrameKind.Rejected, wire.Decode(
            Samples.SpotDelta.Replace("61930.17000000", "61930.17170000").Replace("1.54698000", "-1")));
        Assert.Equal(3, entry.PriceScale);
    }

    static string RawOf(string combined)
    {
        using var document = System.Text.Json.JsonDocument.Parse(combined);
        return document.RootElement.GetProperty("data").GetRawText();
    }
}
