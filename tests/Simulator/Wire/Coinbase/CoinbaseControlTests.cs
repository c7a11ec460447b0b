using System.Text.Json;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator.Wire.Coinbase;

/// <summary>Requests: acknowledgements of everything so far, refusals of everything, the first wait.</summary>
public sealed class CoinbaseControlTests
{
    [Fact]
    public void Each_acknowledgement_tells_all_that_the_connection_has_by_then()
    {
        var client = new CoinbaseClient(new LockStep(1));
        Assert.Equal(
            Subscriptions("""{"name":"heartbeat","product_ids":["BTC-USD"],"account_ids":null}"""),
            client.Ask(CoinbaseClient.Subscribe("heartbeat", "BTC-USD"))[0]);
        Assert.Equal(
            Subscriptions(
                """
                {"name":"heartbeat","product_ids":["BTC-USD"],"account_ids":null},
                {"name":"matches","product_ids":["BTC-USD","ETH-USD"],"account_ids":null}
                """.ReplaceLineEndings("")),
            client.Ask(CoinbaseClient.Subscribe("matches", "BTC-USD", "ETH-USD"))[0]);
        Assert.Equal(
            Subscriptions("""{"name":"matches","product_ids":["BTC-USD","ETH-USD"],"account_ids":null}"""),
            client.Ask("""{"type":"unsubscribe","channels":["heartbeat"]}""")[0]);
    }

    [Theory]
    [InlineData("level2_batch", true, "level2_50")]
    [InlineData("level2_50", true, "level2_50")]
    [InlineData("ticker_batch", true, "ticker_1000")]
    [InlineData("level2_batch", false, "level2_batch")]
    [InlineData("ticker_batch", false, "ticker_batch")]
    public void Batched_channels_are_acknowledged_by_another_name_unless_told_otherwise(
        string asked, bool withAliases, string named)
    {
        var client = new CoinbaseClient(new LockStep(new SimulatorOptions { CoinbaseAliases = withAliases }));
        var acknowledged = CoinbaseClient.Parse(client.Ask(CoinbaseClient.Subscribe(asked, "ETH-USD"))[0]);
        Assert.Equal(named, acknowledged.GetProperty("channels")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void A_channel_may_name_its_own_products()
    {
        var client = new CoinbaseClient(new LockStep(1));
        var frame = client.Ask(
            """
            {"type":"subscribe","product_ids":["BTC-USD"],"channels":["matches",
            {"name":"heartbeat","product_ids":["ETH-USD"]}]}
            """)[0];
        var channels = CoinbaseClient.Parse(frame).GetProperty("channels");
        Assert.Equal("BTC-USD", channels[0].GetProperty("product_ids")[0].GetString());
        Assert.Equal("ETH-USD", channels[1].GetProperty("product_ids")[0].GetString());
    }

    [Theory]
    [InlineData("""{"type":"subscribe","product_ids":["BTC-USD"],"channels":["level2"]}""", "require authentication")]
    [InlineData("""{"type":"subscribe","product_ids":["BTC-USD"],"channels":["full"]}""", "require authentication")]
    [InlineData("""{"type":"subscribe","product_ids":["BTC-USD"]}""", "No channels provided")]
    [InlineData("""{"type":"subscribe","product_ids":["BTC-USD"],"channels":[]}""", "No channels provided")]
    [InlineData(
        """{"type":"subscribe","product_ids":["NO-SUCH"],"channels":["ticker"]}""",
        "NO-SUCH is not a valid product")]
    [InlineData(
        """{"type":"subscribe","product_ids":["btc-usd"],"channels":["ticker"]}""",
        "btc-usd is not a valid product")]
    [InlineData(
        """{"type":"subscribe","product_ids":["BTC-USD"],"channels":["candles"]}""",
        "candles is not a valid channel")]
    [InlineData("""{"type":"subscribe","channels":["ticker"]}""", "No product_ids provided")]
    [InlineData(
        """{"type":"subscribe","product_ids":["BTC-USD"],"channels":["ticker",7]}""",
        "7 is not a valid channel")]
    public void A_mistake_refuses_the_whole_request(string request, string reason)
    {
        var run = new LockStep(1);
        var client = new CoinbaseClient(run);
        var error = CoinbaseClient.Parse(Assert.Single(client.Ask(request)));
        Assert.Equal("error", CoinbaseClient.TypeOf(error));
        Assert.Equal("Failed to subscribe", error.GetProperty("message").GetString());
        Assert.Contains(reason, error.GetProperty("reason").GetString(), StringComparison.Ordinal);
        run.RunMs(4_000);
        Assert.Empty(LockStep.Take(client.Connection));
    }

    [Theory]
    [InlineData("{", "Malformed JSON")]
    [InlineData("ping", "Malformed JSON")]
    [InlineData("[]", "Failed to unsubscribe")]
    public void What_is_no_request_is_answered_with_an_error(string text, string message)
    {
        var error = CoinbaseClient.Parse(Assert.Single(new CoinbaseClient(new LockStep(1)).Ask(text)));
        Assert.Equal("error", CoinbaseClient.TypeOf(error));
        Assert.Equal(message, error.GetProperty("message").GetString());
    }

    [Fact]
    public void Five_seconds_without_a_subscription_close_the_connection()
    {
        var run = new LockStep(1);
        var (silent, wrong, right) = (new CoinbaseClient(run), new CoinbaseClient(run), new CoinbaseClient(run));
        wrong.Say(CoinbaseClient.Subscribe("level2", "BTC-USD"));
        right.Say(CoinbaseClient.Subscribe("heartbeat", "BTC-USD"));
        run.RunMs(4_900);
        Assert.Null(silent.Connection.Closed);
        run.RunMs(300);
        Assert.NotNull(silent.Connection.Closed);
        Assert.NotNull(wrong.Connection.Closed);
        Assert.Null(right.Connection.Closed);
    }

    [Fact]
    public void More_than_a_hundred_messages_in_a_second_are_refused()
    {
        var client = new CoinbaseClient(new LockStep(1));
        var request = CoinbaseClient.Subscribe("heartbeat", "BTC-USD");
        for (var i = 0; i < 100; i++) Assert.Contains("subscriptions", Assert.Single(client.Ask(request)));
        Assert.Contains("Rate limit exceeded", Assert.Single(client.Ask(request)));
    }

    [Fact]
    public void Heartbeats_come_each_second_and_their_numbers_rise()
    {
        var run = new LockStep(1);
        var client = new CoinbaseClient(run);
        client.Say(CoinbaseClient.Subscribe("heartbeat", "BTC-USD", "DOGE-USD"));
        run.RunMs(10_000);
        var beats = client.Of("heartbeat");
        Assert.Equal(20, beats.Count);
        foreach (var one in beats.GroupBy(x => x.GetProperty("product_id").GetString()))
        {
            var numbers = one.Select(x => x.GetProperty("sequence").GetInt64()).ToArray();
            Assert.Equal(numbers.Order().Distinct(), numbers);
        }
    }

    [Fact]
    public void A_new_listener_first_gets_the_newest_match_and_the_newest_ticker()
    {
        var run = new LockStep(1);
        run.RunMs(10_000);
        var client = new CoinbaseClient(run);
        client.Say(CoinbaseClient.Subscribe("matches", "ETH-USD"));
        client.Say(CoinbaseClient.Subscribe("ticker", "ETH-USD"));
        var first = client.Of("last_match", "ticker");
        Assert.Equal(["last_match", "ticker"], first.Select(CoinbaseClient.TypeOf));
        Assert.Equal(Number(first[0], "trade_id"), Number(first[1], "trade_id"));
        Assert.Equal(Number(first[0], "sequence"), Number(first[1], "sequence"));
        run.RunMs(60_000);
        var next = client.Of("match", "ticker");
        var matches = next.Where(x => CoinbaseClient.TypeOf(x) == "match").ToArray();
        Assert.True(matches.Length > 50, $"only {matches.Length} matches");
        Assert.Equal(Number(first[0], "trade_id") + 1, Number(matches[0], "trade_id"));
        var numbers = matches.Select(x => Number(x, "sequence")).ToArray();
        Assert.Equal(numbers.Order().Distinct(), numbers);
        foreach (var ticker in next.Where(x => CoinbaseClient.TypeOf(x) == "ticker"))
        {
            var match = matches.Single(x => Number(x, "trade_id") == Number(ticker, "trade_id"));
            Assert.NotEqual(match.GetProperty("side").GetString(), ticker.GetProperty("side").GetString());
            Assert.Equal(LevelBook.Number(match.GetProperty("price")), LevelBook.Number(ticker.GetProperty("price")));
        }
    }

    [Fact]
    public void Batched_tickers_come_at_most_each_five_seconds()
    {
        var run = new LockStep(1);
        var client = new CoinbaseClient(run);
        client.Say(CoinbaseClient.Subscribe("ticker_batch", "BTC-USD"));
        run.RunMs(60_000);
        Assert.InRange(client.Of("ticker").Count, 8, 13);
    }

    static string Subscriptions(string channels) => $$"""{"type":"subscriptions","channels":[{{channels}}]}""";

    static long Number(JsonElement message, string name) => message.GetProperty(name).GetInt64();
}
