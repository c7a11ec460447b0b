using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Plugins.Bybit;

public sealed class DecodeTests
{
    [Theory]
    [InlineData("bybit", Samples.Snapshot, "book bybit:BTC/USDT snapshot Full/0 105>105..105 at 1790000000205000000"
        + " bids [(61930.1 x 1.5)(61930 x 0.25)] asks [(61930.2 x 0.7)]")]
    [InlineData("bybit-linear", Samples.Delta, "book bybit-linear:BTC/USDC-PERP delta Full/0 105>106..106 at"
        + " 1790000000305000000 bids [(61930.1 x 0)(61929.9 x 2.5)] asks []")]
    [InlineData("bybit", Samples.Best, "quote bybit:BTC/USDT 72 at 1790000000217000000 (61930.1 x 1.5)"
        + " (61930.2 x 0.7)")]
    [InlineData("bybit", Samples.SpotTicker, "ticker bybit:BTC/USDT 61930.2 61326.9 62500 60232.1 7217.990977"
        + " 460629823.77866687   None at 1790000000776000000")]
    [InlineData("bybit-linear", Samples.LinearTicker, "ticker bybit-linear:BTC/USDT-PERP 61958.6 62283.9 62477 61183.1"
        + " 61874.639 3947254153.7179 Level { Price = 61958.6, Quantity = 6.907 }"
        + " Level { Price = 61958.7, Quantity = 2.75 } Ticker at 1790000000684000000")]
    [InlineData("bybit", Samples.SpotTrades, "trade bybit:BTC/USDT 2290000000050703789 Ask at 1790000000924000000"
        + " (61930.38 x 0.041732)")]
    [InlineData("bybit-linear", Samples.LinearTrade, "trade bybit-linear:BTC/USDT-PERP 0 Bid at 1790000000983000000"
        + " (94.53 x 0.4)")]
    public void A_frame_becomes_its_event(string venue, string frame, string expected)
    {
        var wire = new Wire(venue);
        Assert.Equal(FrameKind.Data, wire.Decode(frame));
        Assert.Equal([expected], wire.Sink.Lines);
        Assert.Null(wire.Session.Reason);
    }

    [Fact]
    public void A_service_that_began_anew_sends_a_snapshot_whatever_it_calls_it()
    {
        var wire = new Wire("bybit-linear");
        wire.Decode(Samples.Delta.Replace("\"u\":106", "\"u\":1"));
        Assert.Contains(" snapshot Full/0 1>1..1 ", Assert.Single(wire.Sink.Lines));
    }

    [Fact]
    public void A_recording_without_the_engines_time_has_the_publishers()
    {
        var wire = new Wire("bybit");
        wire.Decode(Samples.Snapshot.Replace(",\"cts\":1790000000205", ""));
        Assert.Contains(" at 1790000000208000000 ", Assert.Single(wire.Sink.Lines));
    }

    [Fact]
    public void Of_several_depths_the_deepest_is_the_book_and_each_counts_for_itself()
    {
        var wire = new Wire("bybit");
        Assert.Equal(FrameKind.Data, wire.Decode(Book(50, "snapshot", 10)));
        Assert.Equal(FrameKind.Data, wire.Decode(Book(50, "delta", 11)));
        Assert.Equal(FrameKind.Unknown, wire.Decode(Book(200, "delta", 700)));
        Assert.Equal(FrameKind.Data, wire.Decode(Book(200, "snapshot", 701)));
        Assert.Equal(FrameKind.Unknown, wire.Decode(Book(50, "delta", 12)));
        Assert.Equal(FrameKind.Unknown, wire.Decode(Book(50, "snapshot", 13)));
        Assert.Equal(FrameKind.Data, wire.Decode(Book(200, "delta", 702)));
        Assert.Equal(4, wire.Sink.Lines.Count);
    }

    [Fact]
    public void Best_prices_of_an_unchanged_number_are_told_again()
    {
        var wire = new Wire("bybit");
        wire.Decode(Samples.Best);
        Assert.Equal(FrameKind.Data, wire.Decode(Samples.Best));
        Assert.Equal(2, wire.Sink.Quotes.Count);
    }

    [Fact]
    public void Changes_of_best_prices_in_old_recordings_are_merged_in_the_order_of_their_numbers()
    {
        var wire = new Wire("bybit");
        Assert.Equal(FrameKind.Rejected, wire.Decode(BestDelta(73, "[[\"1\",\"1\"]]", "[]")));
        wire.Decode(Samples.Best);
        wire.Decode(BestDelta(73, "[[\"61930.1\",\"0\"],[\"61929.05\",\"4\"]]", "[]"));
        wire.Decode(BestDelta(74, "[]", "[[\"61930.2\",\"0\"]]"));
        Assert.EndsWith("(61929.05 x 4) (61930.2 x 0.7)", wire.Sink.Lines[^2]);
        Assert.EndsWith("(61929.05 x 4) (0 x 0)", wire.Sink.Lines[^1]);
        Assert.Equal(FrameKind.Rejected, wire.Decode(BestDelta(76, "[]", "[[\"61930.2\",\"1\"]]")));
        Assert.Equal(FrameKind.Rejected, wire.Decode(BestDelta(77, "[]", "[[\"61930.2\",\"1\"]]")));
        Assert.Equal(FrameKind.Data, wire.Decode(Samples.Best));
        Assert.EndsWith("(61930.1 x 1.5) (61930.2 x 0.7)", wire.Sink.Lines[^1]);
    }

    [Fact]
    public void A_change_of_a_ticker_keeps_what_it_does_not_name_and_empties_what_is_empty()
    {
        var wire = new Wire("bybit-linear");
        Assert.Equal(FrameKind.Rejected, wire.Decode(Change("\"markPrice\":\"1\"")));
        Assert.Contains("never came whole", wire.Session.Reason);
        wire.Decode(Samples.LinearTicker);
        wire.Decode(Change("\"bid1Price\":\"61950.5\",\"bid1Size\":\"1\",\"highPrice24h\":\"\",\"prevPrice24h\":null"));
        var ticker = wire.Sink.Tickers[^1];
        Assert.Equal((61958.6m, null, null, 61183.1m), (ticker.Last, ticker.Open, ticker.High, ticker.Low));
        Assert.Equal(new Level(61950.5m, 1), ticker.BestBid);
        Assert.Equal(new Level(61958.7m, 2.75m), ticker.BestAsk);
        wire.Decode(Change("\"bid1Price\":\"\",\"ask1Price\":\"0\",\"lastPrice\":\"7\""));
        Assert.Equal((7m, QuoteSource.None), (wire.Sink.Tickers[^1].Last, wire.Sink.Tickers[^1].QuoteSource));
    }

    [Fact]
    public void A_rejected_change_of_a_ticker_leaves_no_trace_and_a_whole_one_replaces_all()
    {
        var wire = new Wire("bybit-linear");
        wire.Decode(Samples.LinearTicker);
        Assert.Equal(FrameKind.Rejected, wire.Decode(Change("\"lowPrice24h\":\"1\",\"volume24h\":\"x\"")));
        wire.Decode(Change("\"markPrice\":\"1\""));
        Assert.Equal(61183.1m, wire.Sink.Tickers[^1].Low);
        wire.Decode(Change("\"lastPrice\":\"8\"").Replace("delta", "snapshot"));
        var ticker = wire.Sink.Tickers[^1];
        Assert.Equal((8m, null, null), (ticker.Last, ticker.Low, ticker.BestBid));
    }

    [Fact]
    public void The_tickers_of_two_symbols_are_merged_apart()
    {
        var wire = new Wire("bybit-linear");
        wire.Decode(Samples.LinearTicker);
        Assert.Equal(FrameKind.Rejected, wire.Decode(Change("\"lastPrice\":\"7\"").Replace("BTCUSDT", "ETHUSDT")));
        wire.Decode(Samples.LinearTicker.Replace("BTCUSDT", "ETHUSDT").Replace("61958.60", "3000"));
        wire.Decode(Change("\"markPrice\":\"1\""));
        Assert.Equal([61958.6m, 3000, 61958.6m], wire.Sink.Tickers.Select(x => x.Last));
    }

    [Fact]
    public void Every_trade_of_a_message_is_told_in_its_order_or_none()
    {
        var wire = new Wire("bybit");
        var two = Samples.SpotTrades.Replace("]}", ",{\"T\":1790000000925,\"s\":\"BTCUSDT\",\"S\":\"Buy\",\"v\":\"1\","
            + "\"p\":\"2.125\",\"i\":\"7\"}]}");
        Assert.Equal(FrameKind.Data, wire.Decode(two));
        Assert.Equal([2290000000050703789, 7], wire.Sink.Trades.Select(x => x.Id));
        Assert.Equal(FrameKind.Rejected, wire.Decode(two.Replace("\"Buy\"", "\"Bought\"")));
        Assert.Equal(FrameKind.Rejected, wire.Decode(two.Replace("BTCUSDT\",\"S\":\"Buy", "X\",\"S\":\"Buy")));
        Assert.Equal(2, wire.Sink.Lines.Count);
    }

    [Theory]
    [InlineData("""{"topic":"orderbook.rpi.XUSDT","type":"delta","ts":1,"data":{"s":"XUSDT","b":[],"a":[],"u":2}}""")]
    [InlineData("""{"topic":"orderbook.full.XUSDT","type":"delta","ts":1,"data":{"s":"XUSDT","b":[],"a":[],"u":2}}""")]
    [InlineData("""{"topic":"orderbook.0.XUSDT","type":"delta","ts":1,"data":{"s":"XUSDT","b":[],"a":[],"u":2}}""")]
    [InlineData("""{"topic":"orderbook.50","type":"delta","ts":1,"data":{"s":"XUSDT","b":[],"a":[],"u":2}}""")]
    [InlineData("""{"topic":"tickers.BTC-28JUN24-60000-P","type":"snapshot","ts":1,"data":{}}""")]
    [InlineData("""{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":1,"data":[]}""")]
    [InlineData("""{"topic":"publicTrade.","type":"snapshot","ts":1,"data":[]}""")]
    [InlineData("""{"topic":7}""")]
    [InlineData("""{"something":"new"}""")]
    [InlineData("[]")]
    [InlineData("7")]
    public void What_nobody_asked_for_is_unknown(string frame)
    {
        var wire = new Wire("bybit-linear");
        Assert.Equal(FrameKind.Unknown, wire.Decode(frame));
        Assert.Empty(wire.Sink.Lines);
    }

    static string Book(int depth, string type, long number) =>
        $$$"""{"topic":"orderbook.{{{depth}}}.XUSDT","ts":1,"type":"{{{type}}}","data":{"s":"XUSDT","b":[["1","2"]],"""
        + $$$""" "a":[],"u":{{{number}}},"seq":9}}""";

    static string BestDelta(long number, string bids, string asks) =>
        $$$"""{"topic":"orderbook.1.BTCUSDT","ts":1,"type":"delta","data":{"s":"BTCUSDT","b":{{{bids}}},"""
        + $$$""" "a":{{{asks}}},"u":{{{number}}},"seq":9}}""";

    static string Change(string fields) =>
        $$$"""{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT",{{{fields}}}},"ts":1790000001000}""";
}
