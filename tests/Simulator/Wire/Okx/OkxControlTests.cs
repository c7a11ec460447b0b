using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator.Wire.Okx;

/// <summary>Requests: an acknowledgement for each argument, every documented error, silence and its end.</summary>
public sealed class OkxControlTests
{
    [Fact]
    public void Each_argument_is_acknowledged_by_itself_with_the_connections_id()
    {
        var client = new OkxClient(new LockStep(1));
        var frames = client.Ask(
            """
            {"id":"15","op":"subscribe","args":[{"channel":"trades","instId":"BTC-USDT"},
            {"channel":"trades","instId":"BTC-USDT-SWAP"}]}
            """);
        Assert.Equal(2, frames.Count);
        var id = OkxClient.Parse(frames[0]).GetProperty("connId").GetString();
        Assert.Matches("^[0-9a-f]{8}$", id);
        Assert.Equal(
            $$$"""{"id":"15","event":"subscribe","arg":{"channel":"trades","instId":"BTC-USDT"},"connId":"{{{id}}}"}""",
            frames[0]);
        Assert.Equal(id, OkxClient.Parse(frames[1]).GetProperty("connId").GetString());
    }

    [Fact]
    public void A_second_subscribe_is_acknowledged_again_and_brings_nothing_twice()
    {
        var run = new LockStep(1);
        var client = new OkxClient(run);
        Assert.Equal(2, client.Ask(OkxClient.Subscribe("books", "BTC-USDT")).Count);
        Assert.Contains("\"event\":\"subscribe\"", Assert.Single(client.Ask(OkxClient.Subscribe("books", "BTC-USDT"))));
        run.RunMs(1_000);
        Assert.InRange(client.Data().Count, 9, 11);
    }

    [Fact]
    public void After_unsubscribing_nothing_comes_and_subscribing_again_brings_a_new_snapshot()
    {
        var run = new LockStep(1);
        var client = new OkxClient(run);
        client.Say(OkxClient.Subscribe("books", "BTC-USDT"));
        var frames = client.Ask("""{"op":"unsubscribe","args":[{"channel":"books","instId":"BTC-USDT"}]}""");
        Assert.Contains("\"event\":\"unsubscribe\"", Assert.Single(frames));
        run.RunMs(1_000);
        Assert.Empty(LockStep.Take(client.Connection));
        Assert.Contains("\"action\":\"snapshot\"", client.Ask(OkxClient.Subscribe("books", "BTC-USDT"))[1]);
    }

    [Theory]
    [InlineData("{", "60012")]
    [InlineData("pong", "60012")]
    [InlineData("[1]", "60012")]
    [InlineData("""{"args":[]}""", "60012")]
    [InlineData("""{"op":"subscribe"}""", "60012")]
    [InlineData("""{"op":"shout","args":[]}""", "60019")]
    [InlineData("""{"op":"subscribe","args":[]}""", "60013")]
    [InlineData("""{"op":"subscribe","args":[{"instId":"BTC-USDT"}]}""", "60013")]
    [InlineData("""{"op":"subscribe","args":["books"]}""", "60013")]
    [InlineData("""{"op":"subscribe","args":[{"channel":"books","instId":"NO-SUCH"}]}""", "60018")]
    [InlineData("""{"op":"subscribe","args":[{"channel":"books","instId":"btc-usdt"}]}""", "60018")]
    [InlineData("""{"op":"subscribe","args":[{"channel":"candle1m","instId":"BTC-USDT"}]}""", "60018")]
    [InlineData("""{"op":"subscribe","args":[{"channel":"books-l2-tbt","instId":"BTC-USDT"}]}""", "60011")]
    [InlineData("""{"op":"subscribe","args":[{"channel":"books50-l2-tbt","instId":"BTC-USDT"}]}""", "60011")]
    public void A_wrong_request_gets_the_documented_code_and_the_connection_goes_on(string request, string code)
    {
        var client = new OkxClient(new LockStep(1));
        var error = OkxClient.Parse(Assert.Single(client.Ask(request)));
        Assert.Equal("error", error.GetProperty("event").GetString());
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.NotEqual("", error.GetProperty("msg").GetString());
        Assert.Equal("pong", Assert.Single(client.Ask("ping")));
    }

    [Fact]
    public void A_wrong_argument_does_not_stop_the_right_ones_beside_it()
    {
        var client = new OkxClient(new LockStep(1));
        var frames = client.Ask(
            """
            {"op":"subscribe","args":[{"channel":"books","instId":"NO-SUCH"},{"channel":"trades","instId":"BTC-USDT"}]}
            """);
        Assert.Equal(["error", "subscribe"], frames.Select(x => OkxClient.Parse(x).GetProperty("event").GetString()));
    }

    [Fact]
    public void After_480_requests_in_an_hour_more_are_refused()
    {
        var client = new OkxClient(new LockStep(1));
        var request = OkxClient.Subscribe("trades", "BTC-USDT");
        for (var i = 0; i < 480; i++) Assert.Contains("subscribe", Assert.Single(client.Ask(request)));
        Assert.Contains("\"code\":\"60014\"", Assert.Single(client.Ask(request)));
    }

    [Fact]
    public void Thirty_silent_seconds_close_the_connection_and_a_ping_prevents_it()
    {
        var run = new LockStep(1);
        var (silent, pinging) = (new OkxClient(run), new OkxClient(run));
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(pinging.Connection.Closed);
            Assert.Equal(["pong"], pinging.Ask("ping"));
            run.RunMs(25_000, 1_000);
        }

        Assert.Equal(4004, silent.Connection.Closed?.Code);
        Assert.Null(pinging.Connection.Closed);
        run.RunMs(10_000, 1_000);
        Assert.Equal(4004, pinging.Connection.Closed?.Code);
    }

    [Fact]
    public void A_service_upgrade_is_announced_thirty_seconds_before_the_connection_is_closed()
    {
        var run = new LockStep(new SimulatorOptions { OkxUpgradeAfter = TimeSpan.FromSeconds(10) });
        var client = new OkxClient(run);
        client.Say(OkxClient.Subscribe("tickers", "BTC-USDT"));
        run.RunMs(11_000);
        Assert.Single(LockStep.Take(client.Connection), x => x.Contains("64008", StringComparison.Ordinal));
        run.RunMs(25_000);
        Assert.Null(client.Connection.Closed);
        run.RunMs(5_000);
        Assert.NotNull(client.Connection.Closed);
        Assert.DoesNotContain(LockStep.Take(client.Connection), x => x.Contains("64008", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/ws/v5/publi")]
    [InlineData("/ws/v5/business")]
    public void Other_paths_are_not_found(string path)
    {
        var run = new LockStep(1);
        Assert.Equal(404, run.Venues["okx"].Open(path, run.Now).Status);
    }
}
