using System.Globalization;
using System.Text.Json;
using StrategyHost.Market;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator.Wire.Coinbase;

/// <summary>REST: products, books, time, and a refusal that does not say how long to wait.</summary>
public sealed class CoinbaseRestTests
{
    [Fact]
    public void Products_state_tick_and_lot()
    {
        var run = new LockStep(1);
        var listed = Get(run, "/products").EnumerateArray().ToArray();
        var instruments = run.Venues["coinbase"].Instruments;
        Assert.Equal(instruments.Count, listed.Length);
        foreach (var (instrument, product) in instruments.Zip(listed))
        {
            Assert.Equal(instrument.VenueSymbol, product.GetProperty("id").GetString());
            Assert.Equal(instrument.TickSize, LevelBook.Number(product.GetProperty("quote_increment")));
            Assert.Equal(instrument.LotSize, LevelBook.Number(product.GetProperty("base_increment")));
            Assert.Equal("online", product.GetProperty("status").GetString());
        }
    }

    [Theory]
    [InlineData("?level=1", 1)]
    [InlineData("", 1)]
    [InlineData("?level=2", 1_000)]
    public void A_book_is_the_best_or_the_whole_with_three_elements_a_level(string query, int least)
    {
        var run = new LockStep(1);
        run.RunMs(1_000);
        var answer = Get(run, $"/products/ETH-USD/book{query}");
        var book = new LevelBook();
        book.Put(Side.Bid, answer.GetProperty("bids"));
        book.Put(Side.Ask, answer.GetProperty("asks"));
        Assert.True(book.Count >= 2 * least);
        Assert.Equal(3, answer.GetProperty("bids")[0].GetArrayLength());
        var instrument = run.Venues["coinbase"].Instruments.Single(x => x.VenueSymbol == "ETH-USD");
        var depth = least == 1 ? 1 : 30_000;
        book.AssertEqualTo(run.Venues, instrument, null, CoinbaseClient.TimeOf(answer), depth);
    }

    [Fact]
    public void An_answer_may_be_a_second_old()
    {
        var run = new LockStep(1);
        run.RunMs(1_000);
        var first = run.Rest(run.Venues["coinbase"], "/products/BTC-USD/book?level=1");
        run.RunMs(900);
        Assert.Equal(first, run.Rest(run.Venues["coinbase"], "/products/BTC-USD/book?level=1"));
        run.RunMs(200);
        Assert.NotEqual(first, run.Rest(run.Venues["coinbase"], "/products/BTC-USD/book?level=1"));
    }

    [Theory]
    [InlineData("/products/NO-SUCH/book", 404, "NotFound")]
    [InlineData("/nothing", 404, "NotFound")]
    [InlineData("/products/BTC-USD/candles", 404, "NotFound")]
    [InlineData("/products/BTC-USD/book?level=9", 400, "Invalid level")]
    public void What_is_wrong_is_told_in_a_message(string target, int status, string message)
    {
        var run = new LockStep(1);
        Assert.Equal($$"""{"message":"{{message}}"}""", run.Rest(run.Venues["coinbase"], target, status));
    }

    [Fact]
    public void Fifteen_requests_at_once_and_ten_a_second_pass_and_more_get_429_without_headers()
    {
        var run = new LockStep(1);
        for (var i = 0; i < 15; i++) Get(run, "/time");
        var refused = run.Venues["coinbase"].Rest("/time", run.Now);
        Assert.Equal(429, refused.Status);
        Assert.Empty(refused.Headers);
        Assert.Equal("Public rate limit exceeded", LockStep.Json(refused).GetProperty("message").GetString());
        run.RunMs(1_000);
        for (var i = 0; i < 10; i++) Get(run, "/time");
        Assert.Equal(429, run.Venues["coinbase"].Rest("/time", run.Now).Status);
    }

    [Fact]
    public void The_venues_clock_is_told_twice()
    {
        var run = new LockStep(new SimulatorOptions { ClockSkew = TimeSpan.FromSeconds(3) });
        var time = Get(run, "/time");
        Assert.Equal(run.Now.AddSeconds(3), DateTimeOffset.Parse(
            time.GetProperty("iso").GetString()!, CultureInfo.InvariantCulture));
        Assert.Equal(run.Now.AddSeconds(3).ToUnixTimeSeconds(), time.GetProperty("epoch").GetDecimal());
    }

    [Fact]
    public void A_ticker_has_the_best_prices_and_the_last_trade()
    {
        var run = new LockStep(1);
        run.RunMs(5_000);
        var ticker = Get(run, "/products/BTC-USD/ticker");
        Assert.True(LevelBook.Number(ticker.GetProperty("bid")) < LevelBook.Number(ticker.GetProperty("ask")));
        Assert.True(LevelBook.Number(ticker.GetProperty("size")) > 0);
        Assert.True(ticker.GetProperty("trade_id").GetInt64() > 0);
    }

    static JsonElement Get(LockStep run, string target) =>
        CoinbaseClient.Parse(run.Rest(run.Venues["coinbase"], target));
}
