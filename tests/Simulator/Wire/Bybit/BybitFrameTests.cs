using System.Globalization;
using System.Text.Json;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Simulator.Wire.Bybit;

/// <summary>Frames have the keys, in the order, and the digits of real ones of the same product.</summary>
public sealed class BybitFrameTests
{
    [CapturesTheory]
    [InlineData("bybit", "orderbook.1.BTCUSDT", "live-2026-08-ccxt.jsonl", 0)]
    [InlineData("bybit", "tickers.BTCUSDT", "live-2026-08-ccxt.jsonl", 0)]
    [InlineData("bybit-linear", "tickers.BTCUSDT", "live-2026-08-ccxt.jsonl", 2)]
    public void Keys_come_in_the_order_of_recorded_frames(string venue, string topic, string file, int index)
    {
        var run = new LockStep(1);
        var connection = run.Subscribe(venue, topic);
        run.RunMs(5000);
        var real = File.ReadLines(Captures.PathOf($"bybit/{file}")).Select(Json)
            .Where(x => x.TryGetProperty("dir", out var dir) && dir.GetString() == "in")
            .Select(x => x.GetProperty("frame"));
        Assert.Equal(Keys(Of(real, topic)[index]), Keys(Of(LockStep.Take(connection).Select(Json), topic)[0]));
    }

    [Fact]
    public void A_linear_ticker_is_a_snapshot_and_then_only_what_changed()
    {
        var run = new LockStep(1);
        var connection = run.Subscribe("bybit-linear", "tickers.BTCUSDT");
        run.RunMs(10_000);
        var messages = Of(LockStep.Take(connection).Select(Json), "tickers.BTCUSDT");
        Assert.Equal("snapshot", messages[0].GetProperty("type").GetString());
        var held = Fields(messages[0]);
        Assert.True(messages.Length > 50);
        foreach (var message in messages.Skip(1))
        {
            Assert.Equal("delta", message.GetProperty("type").GetString());
            var changed = Fields(message);
            Assert.Contains(changed, field => field.Key != "symbol" && held[field.Key] != field.Value);
            Assert.True(changed.Count < held.Count);
            Assert.Equal(changed.ContainsKey("bid1Price"), changed.ContainsKey("bid1Size"));
            foreach (var (name, value) in changed) held[name] = value;
        }

        var rest = Json(run.Rest(run.Venues["bybit-linear"], "/v5/market/tickers?category=linear&symbol=BTCUSDT"))
            .GetProperty("result").GetProperty("list")[0];
        foreach (var name in (string[])["lastPrice", "bid1Price", "ask1Size", "volume24h", "nextFundingTime"])
            Assert.Equal(rest.GetProperty(name).GetString(), held[name]);
    }

    [Fact]
    public void A_spot_ticker_comes_whole_and_has_no_best_prices()
    {
        var run = new LockStep(1);
        var connection = run.Subscribe("bybit", "tickers.SHIBUSDT");
        run.RunMs(20_000);
        var messages = Of(LockStep.Take(connection).Select(Json), "tickers.SHIBUSDT");
        Assert.True(messages.Length > 10);
        Assert.All(messages, x => Assert.Equal("snapshot", x.GetProperty("type").GetString()));
        Assert.All(messages, x => Assert.DoesNotContain("bid1Price", Fields(x).Keys));
        Assert.All(messages, x => Assert.InRange(FrameBook.Number(x.GetProperty("data").GetProperty("lastPrice")),
            0.00001m, 0.000016m));
    }

    [Theory]
    [InlineData("bybit", "topic ts type data", "i T p v S s BT seq")]
    [InlineData("bybit-linear", "topic type ts data", "T s S v p L i BT seq")]
    public void Trades_are_told_in_the_products_order_of_keys(string venue, string envelope, string trade)
    {
        var run = new LockStep(1);
        var connection = run.Subscribe(venue, "publicTrade.XRPUSDT");
        run.RunMs(20_000);
        var messages = Of(LockStep.Take(connection).Select(Json), "publicTrade.XRPUSDT");
        Assert.True(messages.Length > 20);
        Assert.All(messages, x => Assert.Equal(envelope, string.Join(' ', x.EnumerateObject().Select(y => y.Name))));
        var trades = messages.SelectMany(x => x.GetProperty("data").EnumerateArray()).ToArray();
        Assert.All(trades, x => Assert.Equal(trade, string.Join(' ', x.EnumerateObject().Select(y => y.Name))));
        Assert.Equal(trades.Length, trades.Select(x => x.GetProperty("i").GetString()).Distinct().Count());
        Assert.Equal(2, trades.Select(x => x.GetProperty("S").GetString()).Distinct().Count());
    }

    [Fact]
    public void Spot_writes_no_trailing_zeros_and_linear_a_fixed_count_of_decimals()
    {
        var run = new LockStep(1);
        var (spot, linear) = (
            run.Subscribe("bybit", "orderbook.50.BTCUSDT"), run.Subscribe("bybit-linear", "orderbook.50.BTCUSDT"));
        run.RunMs(5000);
        foreach (var text in Numbers(spot)) Assert.Equal(Trimmed(text), text);
        foreach (var text in Numbers(linear).Where(x => x != "0"))
            Assert.Equal(text.Length >= 8 ? 2 : 3, text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1);
    }

    static IEnumerable<string> Numbers(StrategyHost.Simulator.SimulatedConnection connection) =>
        Of(LockStep.Take(connection).Select(Json), "orderbook.50.BTCUSDT")
            .SelectMany(x => x.GetProperty("data").GetProperty("b").EnumerateArray())
            .SelectMany(level => level.EnumerateArray()).Select(x => x.GetString()!);

    static string Trimmed(string text) => decimal.Parse(text, CultureInfo.InvariantCulture)
        .ToString("0.##########", CultureInfo.InvariantCulture);

    static Dictionary<string, string> Fields(JsonElement message) => message.GetProperty("data").EnumerateObject()
        .ToDictionary(x => x.Name, x => x.Value.GetString()!);

    static JsonElement[] Of(IEnumerable<JsonElement> messages, string topic) =>
        [.. messages.Where(x => x.TryGetProperty("topic", out var named) && named.GetString() == topic)];

    static string Keys(JsonElement message) => string.Join(' ', message.EnumerateObject().Select(x => x.Name)) + " | "
        + string.Join(' ', message.GetProperty("data").EnumerateObject().Select(x => x.Name));

    static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
