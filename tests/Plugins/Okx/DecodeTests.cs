using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Tests.Plugins.Binance;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Plugins.Okx;

public sealed class DecodeTests
{
    [Theory]
    [InlineData(Samples.Snapshot, "book okx:BTC/USDT snapshot Full/0 463>463..463 at 1790000003693000000"
        + " bids [(61200.17 x 1.6)] asks [(61210.2 x 0.211)(61211 x 2)] sum -914047754")]
    [InlineData(Samples.Update, "book okx:BTC/USDT-PERP delta Full/0 463>464..484 at 1790000003793000000"
        + " bids [(61200.1 x 1871.75)(61199 x 7)] asks [(61210.2 x 0)]")]
    [InlineData(Samples.Partial, "book okx:BTC/USDT snapshot Partial5/5 9706756139>9706756139..9706756139"
        + " at 1790000004703000000 bids [(64073 x 0.58)] asks [(64073.1 x 1.07)]")]
    [InlineData(Samples.Quote, "quote okx:BTC/USD-260327 520 at 1790000005004000000 (38632.3 x 990) (38632.4 x 727)")]
    [InlineData(Samples.Ticker, "ticker okx:BTC/USDT 63707.3 63958.9 64496.9 63309.4 3601.15 229576048.73"
        + " Level { Price = 63707.2, Quantity = 1.7 } Level { Price = 63707.3, Quantity = 0.15 } Ticker"
        + " at 1790000006873000000")]
    [InlineData(Samples.Trade, "trade okx:ETH/USDT-PERP 338476307 Ask at 1790000007818000000 (2123.6 x 0.2)")]
    public void A_frame_becomes_its_event(string frame, string expected)
    {
        var wire = new Wire();
        Assert.Equal(FrameKind.Data, wire.Decode(frame));
        Assert.Equal([expected], wire.Sink.Lines);
        Assert.Null(wire.Session.Reason);
    }

    [Theory]
    [InlineData("""[],"bids":[],"ts":"1","checksum":0,"seqId":463,"prevSeqId":463""", "463>464..463")]
    [InlineData("""[["1","2","0","1"]],"bids":[],"ts":"1","seqId":5,"prevSeqId":463""", "463>464..5")]
    [InlineData("""[["1","2","0","1"]],"bids":[],"ts":"1","checksum":7""", "-1>-1..-1")]
    public void Keep_alives_resets_and_updates_without_numbers_are_stated_as_they_are(string entry, string span)
    {
        var wire = new Wire();
        var frame = $$"""
            {"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":{{entry}}}]}
            """;
        Assert.Equal(FrameKind.Data, wire.Decode(frame.Trim()));
        Assert.Contains($" {span} ", Assert.Single(wire.Sink.Lines));
    }

    [Fact]
    public void A_snapshot_without_a_level_is_a_sign_of_life_and_no_book()
    {
        var wire = new Wire();
        Assert.Equal(FrameKind.Heartbeat, wire.Decode("""
            {"arg":{"channel":"books","instId":"BTC-USDT"},"action":"snapshot",
            "data":[{"asks":[],"bids":[],"ts":"1"}]}
            """));
        Assert.Empty(wire.Sink.Lines);
    }

    [Fact]
    public void A_ticker_of_contracts_counts_contracts_and_gives_no_value()
    {
        var wire = new Wire();
        wire.Decode(Samples.Ticker.Replace("BTC-USDT", "BTC-USDT-SWAP").Replace("\"63707.2\"", "\"\"")
            .Replace("\"1.7\"", "\"\""));
        var ticker = Assert.Single(wire.Sink.Tickers);
        Assert.Equal((3601.15m, null, null), (ticker.Volume, ticker.QuoteVolume, ticker.BestBid));
        Assert.Equal(63707.3m, ticker.BestAsk?.Price);
    }

    [Fact]
    public void A_quote_may_have_one_side_alone()
    {
        var wire = new Wire();
        Assert.Equal(FrameKind.Data, wire.Decode(Samples.Quote.Replace("""[["38632.3","990","0","22"]]""", "[]")));
        var quote = Assert.Single(wire.Sink.Quotes);
        Assert.Equal((0m, 38632.4m), (quote.BestBid.Price, quote.BestAsk.Price));
    }

    [Fact]
    public void Several_trades_in_a_message_are_told_together_or_not_at_all()
    {
        const string Second =
            """,{"instId":"ETH-USDT-SWAP","tradeId":"9","px":"2123.65","sz":"1","side":"buy","ts":"2"}]""";
        var wire = new Wire();
        var both = Samples.Trade.Replace("}]", "}" + Second);
        Assert.Equal(FrameKind.Rejected, wire.Decode(both.Replace("\"buy\"", "\"?\"")));
        Assert.Equal(FrameKind.Rejected, wire.Decode(both.Replace("}]", "},7]")));
        Assert.Equal((0, 0), (wire.Sink.Lines.Count, wire.Symbols.Entries.Single().PriceScale));
        Assert.Equal(FrameKind.Data, wire.Decode(both));
        Assert.Equal([338476307, 9], wire.Sink.Trades.Select(x => x.Id));
        Assert.Equal(2, wire.Symbols.Entries.Single().PriceScale);
    }

    [Theory]
    [InlineData("""{"arg":{"channel":"funding-rate","instId":"BTC-USD-SWAP"},"data":[{"fundingRate":"0.1"}]}""")]
    [InlineData("""{"arg":{"channel":"books","instId":"BTC-USD-220304-32000-P"},"action":"update","data":[{}]}""")]
    [InlineData("""{"arg":{"channel":"books","instId":"BTC-USDT"}}""")]
    [InlineData("""{"event":"channel-conn-count","channel":"orders","connCount":"2","connId":"abcd1234"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void What_nobody_asked_for_is_unknown(string frame)
    {
        var wire = new Wire();
        Assert.Equal(FrameKind.Unknown, wire.Decode(frame));
        Assert.Empty(wire.Sink.Lines);
    }

    [Theory]
    [MemberData(nameof(Samples.Theory), MemberType = typeof(Samples))]
    public void Decoding_allocates_nothing(string frame)
    {
        var wire = new Wire();
        var bytes = Encoding.UTF8.GetBytes(frame);
        var sink = new CountingSink();
        wire.Session.Decode(bytes, Wire.Received, sink, wire.Output);
        var allocated = Allocations.Steady(() =>
        {
            for (var i = 0; i < 1_000; i++) wire.Session.Decode(bytes, Wire.Received, sink, wire.Output);
        });
        Assert.Equal((1, 0L), (sink.Total % 1_000, allocated));
    }
}
