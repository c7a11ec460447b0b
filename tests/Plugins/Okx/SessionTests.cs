using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Plugins.Okx;

public sealed class SessionTests
{
    static readonly Instrument Btc = Named("BTC-USDT");

    [Fact]
    public void A_request_is_spelt_as_the_venue_documents_it()
    {
        var wire = With(new(Btc, Channel.Book), new(Btc, Channel.Book, Depth.Partial5));
        wire.Session.Start(wire.Output);
        wire.Session.Resubscribe(new Subscription(Btc, Channel.Book), wire.Output);
        wire.Session.Tick(wire.Output);
        Assert.Equal(
            [
                """{"id":"1","op":"subscribe","args":[{"channel":"books","instId":"BTC-USDT"},"""
                    + """{"channel":"books5","instId":"BTC-USDT"}]}""",
                """{"id":"2","op":"unsubscribe","args":[{"channel":"books","instId":"BTC-USDT"}]}""",
                """{"id":"3","op":"subscribe","args":[{"channel":"books","instId":"BTC-USDT"}]}""",
                "ping",
            ],
            wire.Sent());
    }

    [Fact]
    public void Requests_stay_below_a_hundred_names_each()
    {
        var many = Enumerable.Range(0, 250).Select(i => new Subscription(Named($"X{i}-USDT-SWAP"), Channel.Ticker));
        var wire = With([.. many]);
        wire.Session.Start(wire.Output);
        Assert.Equal([100, 100, 50], wire.Sent().Select(x => x.Split("channel").Length - 1));
    }

    [Fact]
    public void A_bare_pong_is_a_heartbeat_and_not_malformed()
    {
        var wire = With();
        Assert.Equal((FrameKind.Heartbeat, null), (wire.Decode("pong"), wire.Session.Reason));
        Assert.Equal(FrameKind.Rejected, wire.Decode("pongo"));
    }

    [Fact]
    public void Each_subscription_is_acknowledged_by_itself_with_or_without_a_connection_id()
    {
        var wire = With(new(Btc, Channel.Book), new(Btc, Channel.Trade));
        wire.Session.Start(wire.Output);
        wire.Decode(Samples.Snapshot); // data may come first
        Assert.Equal(FrameKind.Acknowledgement, wire.Decode(
            """{"event":"subscribe","arg":{"channel":"trades","instId":"BTC-USDT"},"connId":"a4d3ae55"}"""));
        Assert.Equal(FrameKind.Acknowledgement, wire.Decode(
            """{"event":"subscribe","arg":{"channel":"books","instId":"BTC-USDT"}}"""));
        Assert.Equal(
            ["answered okx:BTC/USDT trades: accepted", "answered okx:BTC/USDT book: accepted"], wire.Sink.Lines[1..]);
        Assert.Equal(FrameKind.Acknowledgement, wire.Decode(
            """{"event":"unsubscribe","arg":{"channel":"books","instId":"BTC-USDT"},"connId":"a4d3ae55"}"""));
        Assert.Equal(3, wire.Sink.Lines.Count);
    }

    [Fact]
    public void An_error_refuses_the_subscription_that_its_words_name()
    {
        var wire = With(new(Named("BTC-USDT-SWAP"), Channel.Book), new(Btc, Channel.Book), new(Btc, Channel.Ticker));
        wire.Session.Start(wire.Output);
        Assert.Equal(FrameKind.Error, wire.Decode("""
            {"event":"error","code":"60018",
            "msg":"Wrong URL or channel:books,instId:BTC-USDT doesn't exist.","connId":"a"}
            """));
        const string Words = "60018 Wrong URL or channel:books,instId:BTC-USDT doesn't exist.";
        Assert.Equal(Words, wire.Session.Reason);
        Assert.Equal([$"answered okx:BTC/USDT book: {Words}"], wire.Sink.Lines);
    }

    [Theory]
    [InlineData("60011", "Please log in")]
    [InlineData("60012", "Illegal request: {\"op\"}\u001b[31m")]
    [InlineData("60013", "Invalid args")]
    public void An_error_that_names_none_is_about_its_request_by_id_or_else_the_oldest(string code, string words)
    {
        var text = words.Replace("\"", "\\\"").Replace("\u001b", "\\u001b");
        var reason = $"{code} {words.Replace("\u001b", "")}";
        var wire = With();
        wire.Session.Subscribe([new Subscription(Btc, Channel.Book)], wire.Output);
        wire.Session.Subscribe([new Subscription(Btc, Channel.Trade)], wire.Output);
        var error = $$"""{"event":"error","code":"{{code}}","msg":"{{text}}"}""";
        Assert.Equal(FrameKind.Error, wire.Decode(error.Replace("{\"event", "{\"id\":\"2\",\"event")));
        Assert.Equal([$"answered okx:BTC/USDT trades: {reason}"], wire.Sink.Lines);
        Assert.Equal(FrameKind.Error, wire.Decode(error));
        Assert.Equal($"answered okx:BTC/USDT book: {reason}", wire.Sink.Lines[1]);
        wire.Decode(error);
        Assert.Equal(2, wire.Sink.Lines.Count);
        wire.Decode("""{"event":"subscribe","arg":{"channel":"books","instId":"BTC-USDT"}}""");
        Assert.Equal("answered okx:BTC/USDT book: accepted", wire.Sink.Lines[2]);
    }

    [Theory]
    [InlineData("60014", "Requests too frequent")]
    [InlineData("60015", "Connection closed as there was no data transmission in the last 30 seconds.")]
    [InlineData("60016", "Buffer is full, cannot write data")]
    public void An_error_of_the_connection_refuses_nothing(string code, string words)
    {
        var wire = With(new Subscription(Btc, Channel.Book));
        wire.Session.Start(wire.Output);
        Assert.Equal(FrameKind.Error, wire.Decode($$"""{"event":"error","code":"{{code}}","msg":"{{words}}"}"""));
        Assert.Equal(($"{code} {words}", 0), (wire.Session.Reason, wire.Sink.Lines.Count));
    }

    [Fact]
    public void The_announcement_of_an_upgrade_is_a_notice()
    {
        var wire = With();
        Assert.Equal(FrameKind.Notice, wire.Decode("""
            {"event":"notice","code":"64008",
            "msg":"The connection will soon be closed for a service upgrade.","connId":"a"}
            """));
        Assert.Equal("64008 The connection will soon be closed for a service upgrade.", wire.Session.Reason);
    }

    [Fact]
    public void What_the_venue_does_not_offer_is_not_planned_and_what_it_does_is_divided()
    {
        Depth[] depths = [Depth.Full, Depth.Partial5, Depth.Partial10, Depth.Partial20];
        var books = depths.Select(x => new Subscription(Btc, Channel.Book, x)).ToList();
        var route = Assert.Single(Wire.Adapter.Plan([.. books, .. books]));
        Assert.Equal([Depth.Full, Depth.Partial5], route.Subscriptions.Select(x => x.Depth));
        Assert.Equal("wss://ws.okx.com:8443/ws/v5/public", Assert.Single(route.Endpoints).AbsoluteUri);
        var many = Enumerable.Range(0, 601).Select(i => new Subscription(Named($"X{i}-USDT"), Channel.Quote)).ToList();
        var routes = Wire.Adapter.Plan(many);
        Assert.Equal([("public", 300), ("public-2", 300), ("public-3", 1)],
            routes.Select(x => (x.Name, x.Subscriptions.Count)));
        Assert.All(routes, x => Assert.Contains(Wire.Adapter.Profile.StreamEndpoints, y => y.IsBaseOf(x.Endpoints[0])));
        Assert.Empty(Wire.Adapter.Plan([]));
    }

    static Wire With(params Subscription[] subscriptions) => new(subscriptions);

    static Instrument Named(string symbol) => Wire.Adapter.Infer(symbol)!;
}
