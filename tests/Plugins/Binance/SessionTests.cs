using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Binance;

namespace StrategyHost.Tests.Plugins.Binance;

public sealed class SessionTests
{
    static readonly Instrument Btc = new BinanceSpotAdapter().Infer("BTCUSDT")!;

    [Theory]
    [InlineData(Channel.Book, Depth.Full, "btcusdt@depth@100ms")]
    [InlineData(Channel.Book, Depth.Partial5, "btcusdt@depth5@100ms")]
    [InlineData(Channel.Book, Depth.Partial10, "btcusdt@depth10@100ms")]
    [InlineData(Channel.Book, Depth.Partial20, "btcusdt@depth20@100ms")]
    [InlineData(Channel.Quote, Depth.Full, "btcusdt@bookTicker")]
    [InlineData(Channel.Ticker, Depth.Full, "btcusdt@ticker")]
    [InlineData(Channel.Trade, Depth.Full, "btcusdt@trade")]
    public void A_subscription_has_its_streams_name(Channel channel, Depth depth, string name) =>
        Assert.Equal(name, Wire.Spot().Session.Describe(new Subscription(Btc, channel, depth)));

    [Fact]
    public void A_connection_starts_by_subscribing_in_requests_of_a_hundred_streams()
    {
        var wire = With([.. Enumerable.Range(0, 250).Select(i => new Subscription(Named($"X{i}USDT"), Channel.Book))]);
        wire.Session.Start(wire.Output);
        var sent = wire.Sent().ConvertAll(frame => JsonDocument.Parse(frame).RootElement);
        Assert.Equal([1, 2, 3], sent.Select(frame => frame.GetProperty("id").GetInt32()));
        Assert.Equal([100, 100, 50], sent.Select(frame => frame.GetProperty("params").GetArrayLength()));
        Assert.All(sent, frame => Assert.Equal("SUBSCRIBE", frame.GetProperty("method").GetString()));
        Assert.Equal("x0usdt@depth@100ms", sent[0].GetProperty("params")[0].GetString());
    }

    [Fact]
    public void A_request_is_spelt_as_the_venue_documents_it()
    {
        var wire = With(new Subscription(Btc, Channel.Trade));
        wire.Session.Start(wire.Output);
        wire.Session.Unsubscribe([new Subscription(Btc, Channel.Trade)], wire.Output);
        wire.Session.Resubscribe(new Subscription(Btc, Channel.Book), wire.Output);
        wire.Session.Tick(wire.Output);
        Assert.Equal(
            [
                """{"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":1}""",
                """{"method":"UNSUBSCRIBE","params":["btcusdt@trade"],"id":2}""",
                """{"method":"UNSUBSCRIBE","params":["btcusdt@depth@100ms"],"id":3}""",
                """{"method":"SUBSCRIBE","params":["btcusdt@depth@100ms"],"id":4}""",
            ],
            wire.Sent());
    }

    [Fact]
    public void An_answer_is_told_to_each_subscription_of_its_request_and_only_once()
    {
        var wire = With(new Subscription(Btc, Channel.Book), new Subscription(Btc, Channel.Trade));
        wire.Session.Start(wire.Output);
        Assert.Equal(FrameKind.Acknowledgement, wire.Decode("""{"result":null,"id":1}"""));
        Assert.Equal(
            ["answered binance:BTC/USDT book: accepted", "answered binance:BTC/USDT trades: accepted"],
            wire.Sink.Lines);
        Assert.Equal(FrameKind.Acknowledgement, wire.Decode("""{"id":1,"result":null}"""));
        Assert.Equal(2, wire.Sink.Lines.Count);
    }

    [Fact]
    public void Answers_out_of_order_find_their_requests()
    {
        var wire = Wire.Spot();
        wire.Session.Subscribe([new Subscription(Btc, Channel.Book)], wire.Output);
        wire.Session.Subscribe([new Subscription(Btc, Channel.Trade)], wire.Output);
        wire.Decode("""{"result":null,"id":"2"}""");
        wire.Decode(Samples.SpotTrade);
        wire.Decode("""{"result":null,"id":1}""");
        Assert.Equal("answered binance:BTC/USDT trades: accepted", wire.Sink.Lines[0]);
        Assert.Equal("answered binance:BTC/USDT book: accepted", wire.Sink.Lines[2]);
    }

    [Theory]
    [InlineData("""{"code":0,"msg":"Unknown property","id":1}""", "0 Unknown property")]
    [InlineData("""{"code":1,"msg":"Invalid value type: expected Boolean","id":1}""",
        "1 Invalid value type: expected Boolean")]
    [InlineData("""{"code":2,"msg":"Invalid request: property name must be a string","id":1}""",
        "2 Invalid request: property name must be a string")]
    [InlineData("""{"code":2,"msg":"Invalid request: request ID must be an unsigned integer","id":1}""",
        "2 Invalid request: request ID must be an unsigned integer")]
    [InlineData("""{"code":2,"msg":"Invalid request: too many parameters","id":1}""",
        "2 Invalid request: too many parameters")]
    [InlineData("""{"code":2,"msg":"Invalid request: missing field `method` at line 1 column 73","id":1}""",
        "2 Invalid request: missing field `method` at line 1 column 73")]
    [InlineData("""{"code": 3, "msg": "Invalid JSON: expected value at line 1 column 3", "id": 1}""",
        "3 Invalid JSON: expected value at line 1 column 3")]
    [InlineData("""{"error":{"code":2,"msg":"Invalid request"},"id":1}""", "2 Invalid request")]
    [InlineData("""{"id":1,"error":{"msg":"Invalid request","code":2}}""", "2 Invalid request")]
    [InlineData("""{"id":1,"status":400,"error":{"code":-1121,"msg":"Invalid\u001b[31m symbol.\n"}}""",
        "-1121 Invalid[31m symbol.")]
    public void A_refusal_is_told_with_the_venues_words(string frame, string reason)
    {
        var wire = With(new Subscription(Btc, Channel.Book));
        wire.Session.Start(wire.Output);
        Assert.Equal(FrameKind.Error, wire.Decode(frame));
        Assert.Equal(reason, wire.Session.Reason);
        Assert.Equal([$"answered binance:BTC/USDT book: {reason}"], wire.Sink.Lines);
    }

    [Theory]
    [InlineData("""{"code":3,"msg":"Invalid JSON"}""")]
    [InlineData("""{"error":{"code":3,"msg":"Invalid JSON"}}""")]
    [InlineData("""{"code":3,"msg":"Invalid JSON","id":null}""")]
    [InlineData("""{"code":3,"msg":"Invalid JSON","id":77}""")]
    public void An_error_without_a_known_request_is_an_error_with_its_reason(string frame)
    {
        var wire = With(new Subscription(Btc, Channel.Book));
        wire.Session.Start(wire.Output);
        Assert.Equal(FrameKind.Error, wire.Decode(frame));
        Assert.Equal("3 Invalid JSON", wire.Session.Reason);
        Assert.Empty(wire.Sink.Lines);
    }

    [Fact]
    public void A_reason_has_a_bounded_length()
    {
        var wire = Wire.Spot();
        wire.Decode($$"""{"code":2,"msg":"{{new string('x', 5_000)}}"}""");
        Assert.InRange(wire.Session.Reason!.Length, 10, 200);
    }

    static Wire With(params Subscription[] subscriptions)
    {
        var adapter = new BinanceSpotAdapter();
        return new Wire(adapter, Wire.SpotCombined, new SymbolTable([], adapter.Infer), subscriptions);
    }

    static Instrument Named(string symbol) => new BinanceSpotAdapter().Infer(symbol)!;
}
