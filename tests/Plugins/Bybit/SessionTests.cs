using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Plugins.Bybit;

public sealed class SessionTests
{
    static readonly Instrument Btc = Wire.Adapter("bybit").Infer("BTCUSDT")!;
    static readonly Instrument Eth = Wire.Adapter("bybit").Infer("ETHUSDT")!;

    [Theory]
    [InlineData(Channel.Book, "orderbook.1000.BTCUSDT")]
    [InlineData(Channel.Quote, "orderbook.1.BTCUSDT")]
    [InlineData(Channel.Ticker, "tickers.BTCUSDT")]
    [InlineData(Channel.Trade, "publicTrade.BTCUSDT")]
    public void A_subscription_has_its_topic(Channel channel, string topic) =>
        Assert.Equal(topic, new Wire("bybit").Session.Describe(new Subscription(Btc, channel)));

    [Theory]
    [InlineData("bybit")]
    [InlineData("bybit-linear")]
    public void A_connection_starts_by_subscribing_in_requests_of_ten_topics(string venue)
    {
        var wire = new Wire(venue, [.. Enumerable.Range(0, 23).Select(
            i => new Subscription(Wire.Adapter(venue).Infer($"X{i}USDT")!, Channel.Book))]);
        wire.Session.Start(wire.Output);
        var sent = wire.Sent().ConvertAll(frame => JsonDocument.Parse(frame).RootElement);
        Assert.Equal([10, 10, 3], sent.Select(frame => frame.GetProperty("args").GetArrayLength()));
        Assert.Equal(["1", "2", "3"], sent.Select(frame => frame.GetProperty("req_id").GetString()));
    }

    [Fact]
    public void A_request_is_spelt_as_the_venue_documents_it()
    {
        var wire = new Wire("bybit", new Subscription(Btc, Channel.Trade));
        wire.Session.Start(wire.Output);
        wire.Session.Resubscribe(new Subscription(Btc, Channel.Book), wire.Output);
        wire.Session.Tick(wire.Output);
        Assert.Equal(
            [
                """{"req_id":"1","op":"subscribe","args":["publicTrade.BTCUSDT"]}""",
                """{"req_id":"2","op":"unsubscribe","args":["orderbook.1000.BTCUSDT"]}""",
                """{"req_id":"3","op":"subscribe","args":["orderbook.1000.BTCUSDT"]}""",
                """{"op":"ping"}""",
            ],
            wire.Sent());
        Assert.Equal(TimeSpan.FromSeconds(20), Wire.Adapter("bybit").Profile.Heartbeat.PingInterval);
    }

    [Theory]
    [InlineData("""{"success":true,"ret_msg":"pong","conn_id":"c","op":"ping"}""")]
    [InlineData("""{"success":true,"ret_msg":"pong","conn_id":"c","req_id":"","op":"ping"}""")]
    [InlineData("""{"req_id":"7","op":"pong","args":["1790000000000"],"conn_id":"c"}""")]
    public void A_pong_of_any_product_is_a_heartbeat(string frame)
    {
        var wire = new Wire("bybit", new Subscription(Btc, Channel.Book));
        wire.Session.Start(wire.Output);
        Assert.Equal(FrameKind.Heartbeat, wire.Decode(frame));
        Assert.Empty(wire.Sink.Lines);
    }

    [Theory]
    [InlineData("""{"success":true,"ret_msg":"subscribe","conn_id":"c","req_id":"1","op":"subscribe"}""")]
    [InlineData("""{"success":true,"ret_msg":"","conn_id":"c","req_id":"1","op":"subscribe"}""")]
    [InlineData("""{"op":"subscribe","req_id":1,"conn_id":"c","ret_msg":"","success":true}""")]
    [InlineData("""{"success":true,"ret_msg":"","conn_id":"c","op":"subscribe"}""")]
    public void An_answer_is_told_to_each_subscription_of_its_request_and_only_once(string frame)
    {
        var wire = new Wire("bybit", new Subscription(Btc, Channel.Book), new Subscription(Btc, Channel.Trade));
        wire.Session.Start(wire.Output);
        Assert.Equal(FrameKind.Acknowledgement, wire.Decode(frame));
        Assert.Equal(FrameKind.Acknowledgement, wire.Decode(frame));
        Assert.Equal(
            ["answered bybit:BTC/USDT book: accepted", "answered bybit:BTC/USDT trades: accepted"], wire.Sink.Lines);
    }

    [Fact]
    public void Answers_out_of_order_find_their_requests_and_an_end_answers_nobody()
    {
        var wire = new Wire("bybit");
        wire.Session.Subscribe([new Subscription(Btc, Channel.Book)], wire.Output);
        wire.Session.Unsubscribe([new Subscription(Btc, Channel.Ticker)], wire.Output);
        wire.Session.Subscribe([new Subscription(Btc, Channel.Trade)], wire.Output);
        wire.Decode("""{"success":true,"ret_msg":"","conn_id":"c","req_id":"2","op":"unsubscribe"}""");
        wire.Decode("""{"success":true,"ret_msg":"","conn_id":"c","req_id":"3","op":"subscribe"}""");
        wire.Decode("""{"success":true,"ret_msg":"","conn_id":"c","op":"subscribe"}""");
        Assert.Equal(
            ["answered bybit:BTC/USDT trades: accepted", "answered bybit:BTC/USDT book: accepted"], wire.Sink.Lines);
    }

    [Theory]
    [InlineData("Invalid topic: orderbook.1000.ETHUSDT")]
    [InlineData("error:handler not found,topic:orderbook.1000.ETHUSDT")]
    [InlineData("Invalid symbol :[ETHUSDT]")]
    public void The_topics_that_a_refusal_names_are_refused_and_the_others_asked_for_again(string words)
    {
        var wire = new Wire("bybit", new Subscription(Btc, Channel.Book), new Subscription(Eth, Channel.Book));
        wire.Session.Start(wire.Output);
        wire.Sent();
        var refusal = $$"""{"success":false,"ret_msg":"{{words}}","conn_id":"c","req_id":"1","op":"subscribe"}""";
        Assert.Equal(FrameKind.Error, wire.Decode(refusal));
        Assert.Equal(words, wire.Session.Reason);
        Assert.Equal([$"answered bybit:ETH/USDT book: {words}"], wire.Sink.Lines);
        Assert.Equal(["""{"req_id":"2","op":"subscribe","args":["orderbook.1000.BTCUSDT"]}"""], wire.Sent());
    }

    [Theory]
    [InlineData("""{"success":false,"ret_msg":"Request\u001b[31m failed","conn_id":"c","op":"subscribe"}""",
        "Request[31m failed")]
    [InlineData("""{"success":false,"ret_msg":"","conn_id":"c","req_id":"1","op":"subscribe"}""",
        "refused without a reason")]
    public void A_refusal_that_names_no_topic_refuses_its_request(string frame, string reason)
    {
        var wire = new Wire("bybit", new Subscription(Btc, Channel.Book));
        wire.Session.Start(wire.Output);
        wire.Sent();
        Assert.Equal(FrameKind.Error, wire.Decode(frame));
        Assert.Equal([$"answered bybit:BTC/USDT book: {reason}"], wire.Sink.Lines);
        Assert.Empty(wire.Sent());
    }

    [Fact]
    public void A_topic_that_is_already_subscribed_is_served()
    {
        var wire = new Wire("bybit", new Subscription(Btc, Channel.Book));
        wire.Session.Start(wire.Output);
        const string said = "error:already subscribed,topic:orderbook.1000.BTCUSDT";
        Assert.Equal(FrameKind.Error, wire.Decode($$"""{"success":false,"ret_msg":"{{said}}","op":"subscribe"}"""));
        Assert.Equal(["answered bybit:BTC/USDT book: accepted"], wire.Sink.Lines);
    }

    [Fact]
    public void A_refused_ping_is_an_error_of_nobodys_subscription()
    {
        var wire = new Wire("bybit", new Subscription(Btc, Channel.Book));
        wire.Session.Start(wire.Output);
        Assert.Equal(FrameKind.Error, wire.Decode("""{"success":false,"ret_msg":"no","conn_id":"c","op":"ping"}"""));
        Assert.Equal("no", wire.Session.Reason);
        Assert.Empty(wire.Sink.Lines);
    }
}
