using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Plugins.Coinbase;

public sealed class SessionTests
{
    static readonly Instrument Btc = Wire.Named("BTC-USD");
    static readonly Instrument Eth = Wire.Named("ETH-USD");

    [Fact]
    public void A_request_is_for_one_product_and_asks_for_heartbeats()
    {
        var wire = new Wire(new(Btc, Channel.Book), new(Eth, Channel.Trade), new(Btc, Channel.Ticker));
        wire.Session.Start(wire.Output);
        wire.Session.Unsubscribe([new Subscription(Eth, Channel.Trade)], wire.Output);
        Assert.Equal(
            [
                """{"type":"subscribe","product_ids":["BTC-USD"],"channels":["level2_batch","ticker","heartbeat"]}""",
                """{"type":"subscribe","product_ids":["ETH-USD"],"channels":["matches","heartbeat"]}""",
                """{"type":"unsubscribe","product_ids":["ETH-USD"],"channels":["matches"]}""",
            ],
            wire.Sent());
    }

    [Fact]
    public void Subscribing_again_ends_the_subscription_first_so_that_a_snapshot_comes()
    {
        var wire = new Wire(new Subscription(Btc, Channel.Book));
        wire.Session.Resubscribe(new Subscription(Btc, Channel.Book), wire.Output);
        Assert.Equal(
            [
                """{"type":"unsubscribe","product_ids":["BTC-USD"],"channels":["level2_batch"]}""",
                """{"type":"subscribe","product_ids":["BTC-USD"],"channels":["level2_batch","heartbeat"]}""",
            ],
            wire.Sent());
    }

    [Fact]
    public void What_an_acknowledgement_newly_lists_was_accepted_under_whatever_name()
    {
        var wire = new Wire(new(Btc, Channel.Book), new(Btc, Channel.Ticker), new(Eth, Channel.Book));
        wire.Session.Start(wire.Output);
        Assert.Equal(FrameKind.Acknowledgement, wire.Decode(
            Ack("""{"name":"level2_50","product_ids":["BTC-USD"],"account_ids":null}""",
                """{"name":"heartbeat","product_ids":["BTC-USD"]}""",
                """{"name":"ticker","product_ids":["BTC-USD"]}""")));
        Assert.Equal(
            ["answered coinbase:BTC/USD book: accepted", "answered coinbase:BTC/USD ticker: accepted"],
            wire.Sink.Lines);
        wire.Sink.Lines.Clear();
        wire.Decode(Ack("""{"name":"ticker","product_ids":["BTC-USD"]}""",
            """{"name":"level2_50","product_ids":["ETH-USD","BTC-USD"]}"""));
        Assert.Equal(["answered coinbase:ETH/USD book: accepted"], wire.Sink.Lines);
    }

    [Fact]
    public void What_was_ended_and_is_listed_again_is_accepted_again()
    {
        var wire = new Wire(new Subscription(Btc, Channel.Book));
        var listed = Ack("""{"name":"level2_50","product_ids":["BTC-USD"]}""");
        wire.Decode(listed);
        wire.Decode("""{"type":"subscriptions","channels":[]}""");
        wire.Decode(listed);
        Assert.Equal(2, wire.Sink.Lines.Count);
    }

    [Theory]
    [InlineData("""{"type":"subscriptions"}""")]
    [InlineData("""{"type":"subscriptions","channels":{}}""")]
    [InlineData("""{"type":"subscriptions","channels":[7]}""")]
    [InlineData("""{"type":"subscriptions","channels":[{"product_ids":["BTC-USD"]}]}""")]
    [InlineData("""{"type":"subscriptions","channels":[{"name":"ticker"}]}""")]
    [InlineData("""{"type":"subscriptions","channels":[{"name":"ticker","product_ids":[7]}]}""")]
    [InlineData("""{"type":"subscriptions","channels":[{"name":"tick\ud800","product_ids":["BTC-USD"]}]}""")]
    public void An_acknowledgement_that_is_none_is_rejected_and_accepts_nothing(string frame)
    {
        var wire = new Wire(new Subscription(Btc, Channel.Ticker));
        wire.Session.Start(wire.Output);
        Assert.Equal(FrameKind.Rejected, wire.Decode(frame));
        Assert.NotNull(wire.Session.Reason);
        Assert.Empty(wire.Sink.Lines);
    }

    [Theory]
    [InlineData("Failed to subscribe", "level2, level3, and full channels now require authentication.", "BTC")]
    [InlineData("Failed to subscribe", "No channels provided", "BTC")]
    [InlineData("Failed to subscribe", "eth-usd is not a valid product", "ETH")]
    [InlineData("Failed to subscribe", "ETH-USD is not a valid product", "ETH")]
    [InlineData("Failed to subscribe", "level9 is not a valid channel", "BTC")]
    [InlineData("Authentication Failed", "{\\\"message\\\":\\\"invalid signature\\\"}", "BTC")]
    [InlineData("Malformed JSON", "", "BTC")]
    public void An_error_refuses_the_request_it_names_or_else_the_oldest(string words, string details, string whose)
    {
        var wire = new Wire(new(Btc, Channel.Book), new(Eth, Channel.Book));
        wire.Session.Start(wire.Output);
        var reason = details.Length == 0 ? "" : $",\"reason\":\"{details}\"";
        Assert.Equal(FrameKind.Error, wire.Decode($"{{\"type\":\"error\",\"message\":\"{words}\"{reason}}}"));
        Assert.StartsWith(words, wire.Session.Reason);
        Assert.Equal([$"answered coinbase:{whose}/USD book: {wire.Session.Reason}"], wire.Sink.Lines);
    }

    [Fact]
    public void An_error_after_an_acknowledgement_is_of_the_next_request()
    {
        var wire = new Wire(new(Btc, Channel.Book), new(Eth, Channel.Book));
        wire.Session.Start(wire.Output);
        wire.Decode(Ack("""{"name":"level2_50","product_ids":["BTC-USD"]}"""));
        wire.Decode("""{"type":"error","message":"Failed to subscribe","reason":"too many"}""");
        Assert.Equal("answered coinbase:ETH/USD book: Failed to subscribe: too many", wire.Sink.Lines[1]);
        Assert.Equal(FrameKind.Error, wire.Decode("""{"type":"error","message":"out of the blue"}"""));
        Assert.Equal(2, wire.Sink.Lines.Count);
    }

    [Fact]
    public void A_subscription_is_described_by_channel_and_product() =>
        Assert.Equal("level2_batch BTC-USD", new Wire().Session.Describe(new Subscription(Btc, Channel.Book)));

    static string Ack(params string[] channels) =>
        $$"""{"type":"subscriptions","channels":[{{string.Join(',', channels)}}]}""";
}
