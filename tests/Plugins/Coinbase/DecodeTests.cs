using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Plugins.Coinbase;

public sealed class DecodeTests
{
    const long Ten = 1_795_168_800_000_000_000; // 2026-11-20T10:00:00Z

    [Fact]
    public void A_snapshot_is_the_whole_book_and_bears_no_number() => Decodes(
        Samples.Snapshot,
        $"book coinbase:BTC/USD snapshot Full/0 -1>-1..-1 at {Ten} bids [(61930.17 x 1.5)]"
        + " asks [(61947.64 x 1.54698)(61948 x 0.2)]");

    [Fact]
    public void Changes_of_both_sides_are_one_delta() => Decodes(
        Samples.Delta,
        $"book coinbase:BTC/USD delta Full/0 -1>-1..-1 at {Ten + 50_123_000} bids [(61930.17 x 0)(61931.02 x 0.1)]"
        + " asks [(61947.64 x 0.25)]");

    [Fact]
    public void A_ticker_brings_statistics_and_best_prices()
    {
        var wire = new Wire();
        Assert.Equal(FrameKind.Data, wire.Decode(Samples.Ticker));
        var ticker = Assert.Single(wire.Sink.Tickers);
        Assert.Equal(
            (61947.64m, 61000m, 62259.37m, 60423.37m, 42492.05081975m, null),
            (ticker.Last, ticker.Open, ticker.High, ticker.Low, ticker.Volume, ticker.QuoteVolume));
        Assert.Equal((new Level(61931.02m, 0.1m), new Level(61947.64m, 0.25m)), (ticker.BestBid, ticker.BestAsk));
        Assert.Equal((QuoteSource.Ticker, Ten + 122_581_000), (ticker.QuoteSource, ticker.VenueTimeNs));
    }

    [Fact]
    public void A_ticker_without_sizes_brings_its_prices()
    {
        var wire = new Wire();
        Assert.Equal(FrameKind.Data, wire.Decode(Samples.OldTicker));
        var ticker = Assert.Single(wire.Sink.Tickers);
        Assert.Equal((new Level(61931.02m, 0), new Level(61947.64m, 0)), (ticker.BestBid, ticker.BestAsk));
    }

    [Fact]
    public void A_ticker_without_a_best_bid_has_an_empty_side()
    {
        var wire = new Wire();
        wire.Decode(Samples.Ticker.Replace("\"best_bid\":\"61931.02\"", "\"best_bid\":\"0\""));
        Assert.Null(Assert.Single(wire.Sink.Tickers).BestBid);
    }

    [Fact]
    public void The_side_of_a_match_is_the_makers_so_that_the_taker_took_the_other() => Decodes(
        Samples.Match, $"trade coinbase:BTC/USD 463751434 Bid at {Ten + 122_581_000} (61947.64 x 0.05)");

    [Fact]
    public void The_last_match_before_a_subscription_is_a_trade_too() => Decodes(
        Samples.LastMatch, $"trade coinbase:BTC/USD 463751433 Ask at {Ten - 1_999_999_000} (61940.1 x 0.00031874)");

    [Fact]
    public void A_heartbeat_is_a_sign_of_life()
    {
        var wire = new Wire();
        Assert.Equal(FrameKind.Heartbeat, wire.Decode(Samples.Heartbeat));
        Assert.Empty(wire.Sink.Lines);
    }

    [Fact]
    public void A_time_in_the_year_1_is_no_time()
    {
        var wire = new Wire();
        wire.Decode(Samples.Delta.Replace("2026-11-20T10:00:00.050123Z", "0001-01-01T00:00:00.000000Z"));
        Assert.Contains(" at 0 ", Assert.Single(wire.Sink.Lines));
    }

    [Theory]
    [InlineData("\"buy\",\"61931.02\"", "\"bid\",\"61931.02\"", "not a level")]
    [InlineData("61931.02", "-61931.02", "negative")]
    [InlineData("\"0.10000000\"", "\"0.-10000\"", "not a number")]
    [InlineData("61931.02", "0.0000000000000000001", "18 decimals")]
    [InlineData("2026-11-20T10:00:00.050123Z", "yesterday", "time")]
    [InlineData("\"changes\"", "\"other\"", "not a level")]
    public void A_delta_that_is_not_to_be_believed_is_rejected_with_its_reason(string part, string other, string reason)
    {
        var wire = new Wire();
        Assert.Contains(part, Samples.Delta);
        Assert.Equal(FrameKind.Rejected, wire.Decode(Samples.Delta.Replace(part, other)));
        Assert.Contains(reason, wire.Session.Reason);
        Assert.Empty(wire.Sink.Lines);
        Assert.All(wire.Symbols.Entries, entry => Assert.Equal(0, entry.PriceScale));
    }

    [Theory]
    [InlineData(Samples.Match, "\"trade_id\":463751434", "\"trade_id\":\"x\"")]
    [InlineData(Samples.Match, "\"side\":\"sell\"", "\"side\":\"SELL\"")]
    [InlineData(Samples.Match, "\"size\":\"0.05\",", "")]
    [InlineData(Samples.Ticker, "\"price\":\"61947.64\",", "")]
    [InlineData(Samples.Ticker, "\"best_ask\":\"61947.64\"", "\"best_ask\":\"-1\"")]
    [InlineData(Samples.Ticker, "\"open_24h\":\"61000.00\"", "\"open_24h\":null")]
    [InlineData(Samples.Snapshot, "\"bids\"", "\"kids\"")]
    public void A_frame_that_lacks_what_it_must_have_is_rejected(string frame, string part, string other)
    {
        var wire = new Wire();
        Assert.Contains(part, frame);
        Assert.Equal(FrameKind.Rejected, wire.Decode(frame.Replace(part, other)));
        Assert.NotNull(wire.Session.Reason);
        Assert.Empty(wire.Sink.Lines);
    }

    [Theory]
    [InlineData("""{"price":"31572.35","order_id":"5816ff12","type":"open","side":"sell","product_id":"BTC-USD"}""")]
    [InlineData("""{"type":"status","products":[],"currencies":[]}""")]
    [InlineData("""{"type":"ticker","product_id":"no product","price":"1"}""")]
    public void Other_channels_and_products_that_are_none_are_unknown(string frame) =>
        Assert.Equal(FrameKind.Unknown, new Wire().Decode(frame));

    [Fact]
    public void A_snapshot_of_as_many_levels_as_the_venue_has_is_decoded()
    {
        var (bids, asks) = (Levels(18_376, 60_000, -1), Levels(27_017, 60_001, 1));
        var frame = $$"""{"type":"snapshot","product_id":"BTC-USD","asks":[{{asks}}],"bids":[{{bids}}]}""";
        Assert.True(frame.Length > 1_000_000);
        var sink = new SizeSink();
        var session = new Wire().Session;
        var bytes = System.Text.Encoding.UTF8.GetBytes(frame);
        Assert.Equal(FrameKind.Data, session.Decode(bytes, Wire.Received, sink, new FrameOutput()));
        Assert.Equal((18_376, 27_017), sink.Sizes);
        Assert.True(bytes.Length < Wire.Adapter.Profile.Limits.MaxFrameBytes);
    }

    static void Decodes(string frame, string line)
    {
        var wire = new Wire();
        Assert.Equal(FrameKind.Data, wire.Decode(frame));
        Assert.Null(wire.Session.Reason);
        Assert.Equal([line], wire.Sink.Lines);
    }

    static string Levels(int count, int from, int step) =>
        string.Join(',', Enumerable.Range(0, count).Select(i => $"[\"{from + (i * step)}.01\",\"0.12345678\"]"));

    sealed class SizeSink : IMarketSink
    {
        public (int Bids, int Asks) Sizes { get; private set; }

        public void Book(in BookUpdate update) => Sizes = (update.Bids.Length, update.Asks.Length);

        public void Quote(in Quote quote) => Sizes = default;

        public void Ticker(in Ticker ticker) => Sizes = default;

        public void Trade(in Trade trade) => Sizes = default;

        public void Instrument(Instrument instrument) => Sizes = default;

        public void Answered(in Subscription subscription, string? refusal) => Sizes = default;
    }
}
