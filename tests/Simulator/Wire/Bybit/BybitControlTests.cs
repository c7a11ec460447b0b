using System.Text.Json;

namespace StrategyHost.Tests.Simulator.Wire.Bybit;

/// <summary>Requests of a client and the venue's words for them, which differ by product.</summary>
public sealed class BybitControlTests
{
    const string NoSymbol = "Invalid symbol :[NOSUCH]";

    [Theory]
    [InlineData("bybit", """{"op":"subscribe","req_id":1,"args":["publicTrade.BTCUSDT"]}""",
        """{"success":true,"ret_msg":"subscribe","conn_id":"#","req_id":"1","op":"subscribe"}""")]
    [InlineData("bybit", """{"op":"subscribe","args":["publicTrade.BTCUSDT"]}""",
        """{"success":true,"ret_msg":"subscribe","conn_id":"#","op":"subscribe"}""")]
    [InlineData("bybit-linear", """{"req_id":"x","op":"subscribe","args":["publicTrade.BTCUSDT"]}""",
        """{"success":true,"ret_msg":"","conn_id":"#","req_id":"x","op":"subscribe"}""")]
    [InlineData("bybit", """{"op":"unsubscribe","req_id":2,"args":["publicTrade.BTCUSDT"]}""",
        """{"success":true,"ret_msg":"unsubscribe","conn_id":"#","req_id":"2","op":"unsubscribe"}""")]
    [InlineData("bybit", """{"op":"ping"}""",
        """{"success":true,"ret_msg":"pong","conn_id":"#","op":"ping"}""")]
    [InlineData("bybit-linear", """{"op":"ping","req_id":"7"}""",
        """{"success":true,"ret_msg":"pong","conn_id":"#","req_id":"7","op":"ping"}""")]
    public void Requests_are_acknowledged_in_the_products_words(string venue, string request, string reply)
    {
        var run = new LockStep(1);
        var connection = run.OpenStream(venue);
        Assert.Equal(reply, WithoutId(run.Ask(connection, request)));
    }

    [Theory]
    [InlineData("bybit", "orderbook.500.BTCUSDT", "error:handler not found,topic:orderbook.500.BTCUSDT")]
    [InlineData("bybit", "orderbook.50.NOSUCH", NoSymbol)]
    [InlineData("bybit-linear", "tickers.NOSUCH", NoSymbol)]
    [InlineData("bybit-linear", "orderbook.50.SHIBUSDT", "Invalid symbol :[SHIBUSDT]")]
    [InlineData("bybit", "tickers.btcusdt", "Invalid symbol :[btcusdt]")]
    [InlineData("bybit", "kline.1.BTCUSDT", "error:handler not found,topic:kline.1.BTCUSDT")]
    [InlineData("bybit", "BTCUSDT", "Invalid topic: BTCUSDT")]
    public void A_topic_that_there_is_not_fails_the_whole_request(string venue, string topic, string words)
    {
        var run = new LockStep(1);
        var connection = run.OpenStream(venue);
        var reply = Json(run.Ask(
            connection, $$"""{"op":"subscribe","req_id":"9","args":["publicTrade.BTCUSDT","{{topic}}"]}"""));
        Assert.False(reply.GetProperty("success").GetBoolean());
        Assert.Equal(words, reply.GetProperty("ret_msg").GetString());
        Assert.Equal("9", reply.GetProperty("req_id").GetString());
        run.RunMs(20_000);
        Assert.Empty(LockStep.Take(connection));
    }

    [Fact]
    public void A_topic_that_is_subscribed_already_is_refused()
    {
        var run = new LockStep(1);
        var connection = run.Subscribe("bybit", "tickers.BTCUSDT");
        var reply = Json(run.Ask(connection, """{"op":"subscribe","args":["tickers.BTCUSDT"]}"""));
        Assert.Equal("error:already subscribed,topic:tickers.BTCUSDT", reply.GetProperty("ret_msg").GetString());
    }

    [Theory]
    [InlineData("bybit", false)]
    [InlineData("bybit-linear", true)]
    public void More_than_ten_topics_in_a_request_are_too_many_on_spot(string venue, bool success)
    {
        var run = new LockStep(1);
        var symbols = run.Venues[venue].Instruments.Select(x => x.VenueSymbol);
        var args = symbols.SelectMany(x => (string[])[$"publicTrade.{x}", $"orderbook.50.{x}"]).Take(11);
        var connection = run.OpenStream(venue);
        run.Send(connection, JsonSerializer.Serialize(new { op = "subscribe", args }));
        var reply = LockStep.Take(connection).Select(Json).Single(x => x.TryGetProperty("success", out _));
        Assert.Equal(success, reply.GetProperty("success").GetBoolean());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"op":5}""")]
    [InlineData("""{"op":"subscribe","args":[5]}""")]
    [InlineData("""{"op":"subscribe","args":[]}""")]
    [InlineData("""{"op":"nothing"}""")]
    public void What_is_no_request_is_answered_with_a_failure(string text)
    {
        var run = new LockStep(1);
        var connection = run.OpenStream("bybit");
        Assert.False(Json(run.Ask(connection, text)).GetProperty("success").GetBoolean());
        Assert.Null(connection.Closed);
    }

    [Theory]
    [InlineData("bybit", "/v5/public/linear")]
    [InlineData("bybit-linear", "/v5/public/spot")]
    [InlineData("bybit", "/v5/private")]
    [InlineData("bybit", "/")]
    public void Each_product_has_one_path(string venue, string path)
    {
        var run = new LockStep(1);
        Assert.Equal(404, run.Venues[venue].Open(path, run.Now).Status);
    }

    [Fact]
    public void A_connection_without_traffic_is_cut_after_ten_minutes_and_a_ping_holds_it()
    {
        var run = new LockStep(1);
        run.RunMs(1000);
        var (idle, pinging) = (run.OpenStream("bybit"), run.OpenStream("bybit"));
        for (var minute = 0; minute < 11; minute++)
        {
            run.Send(pinging, """{"op":"ping"}""");
            run.RunMs(60_000, 5000);
        }

        Assert.NotNull(idle.Closed);
        Assert.Null(pinging.Closed);
    }

    [Fact]
    public void More_than_500_connections_in_five_minutes_are_refused()
    {
        var run = new LockStep(1);
        for (var i = 0; i < 500; i++) run.OpenStream("bybit").Leave();
        Assert.Equal(403, run.Venues["bybit"].Open("/v5/public/spot", run.Now).Status);
        run.RunMs(300_000, 10_000);
        run.OpenStream("bybit");
    }

    [Theory]
    [InlineData("bybit", true)]
    [InlineData("bybit-linear", false)]
    public void The_first_data_may_come_before_its_acknowledgement(string venue, bool ackFirst)
    {
        var run = new LockStep(1);
        var connection = run.Subscribe(venue, "orderbook.50.BTCUSDT");
        var first = Json(LockStep.Take(connection)[0]);
        Assert.Equal(ackFirst, first.TryGetProperty("success", out _));
    }

    static string WithoutId(string text)
    {
        var id = Json(text).GetProperty("conn_id").GetString()!;
        Assert.NotEmpty(id);
        return text.Replace(id, "#", StringComparison.Ordinal);
    }

    static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
