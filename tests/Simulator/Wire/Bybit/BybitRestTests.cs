using System.Text.Json;
using StrategyHost.Market;

namespace StrategyHost.Tests.Simulator.Wire.Bybit;

/// <summary>REST of Bybit: HTTP 200 with a code for what is wrong, pages, and the two limits.</summary>
public sealed class BybitRestTests
{
    const string BadLimit = "params error: limit is invalid";
    const string BadCursor = "params error: cursor is invalid";

    [Theory]
    [InlineData("bybit", "/v5/market/orderbook?category=spot&symbol=NOSUCH", "Not supported symbols")]
    [InlineData("bybit-linear", "/v5/market/tickers?category=linear&symbol=X", "params error: symbol invalid X")]
    [InlineData("bybit", "/v5/market/orderbook?category=nothing&symbol=BTCUSDT", "Illegal category")]
    [InlineData("bybit", "/v5/market/instruments-info", "Illegal category")]
    [InlineData("bybit", "/v5/market/orderbook?category=spot&symbol=BTCUSDT&limit=1001", BadLimit)]
    [InlineData("bybit", "/v5/market/orderbook?category=spot&symbol=BTCUSDT&limit=x", BadLimit)]
    [InlineData("bybit-linear", "/v5/market/instruments-info?category=linear&cursor=x", BadCursor)]
    public void What_is_wrong_comes_with_status_200_and_a_code(string venue, string target, string words)
    {
        var run = new LockStep(1);
        var body = Json(run.Rest(run.Venues[venue], target));
        Assert.Equal(10001, body.GetProperty("retCode").GetInt32());
        Assert.Equal(words, body.GetProperty("retMsg").GetString());
        Assert.Empty(body.GetProperty("result").EnumerateObject());
    }

    [Fact]
    public void The_time_is_told_in_three_ways()
    {
        var run = new LockStep(1);
        var body = Json(run.Rest(run.Venues["bybit"], "/v5/market/time"));
        var ms = run.Now.ToUnixTimeMilliseconds();
        Assert.Equal(ms, body.GetProperty("time").GetInt64());
        Assert.Equal($"{ms / 1000}", body.GetProperty("result").GetProperty("timeSecond").GetString());
        Assert.Equal($"{ms}000000", body.GetProperty("result").GetProperty("timeNano").GetString());
    }

    [Theory]
    [InlineData("bybit", "spot", "", 1)]
    [InlineData("bybit-linear", "linear", "", 25)]
    [InlineData("bybit", "spot", "&limit=1000", 1000)]
    public void A_book_is_the_deepest_streams_state_under_its_number(
        string venue, string category, string limit, int levels)
    {
        var run = new LockStep(1);
        run.RunMs(5060, 20);
        var result = Json(run.Rest(
            run.Venues[venue], $"/v5/market/orderbook?category={category}&symbol=BTCUSDT{limit}"))
            .GetProperty("result");
        Assert.Equal("s b a ts u seq cts", string.Join(' ', result.EnumerateObject().Select(x => x.Name)));
        Assert.Equal(levels, result.GetProperty("b").GetArrayLength());
        var (bids, asks) = (new Level[levels], new Level[levels]);
        Assert.True(run.Venues.TryTruth(
            run.Venues[venue].Instruments[0], result.GetProperty("u").GetInt64(), null, bids, asks, out _));
        Assert.Equal(bids[^1].Price, FrameBook.Number(result.GetProperty("b")[levels - 1][0]));
        Assert.Equal(asks[0].Quantity, FrameBook.Number(result.GetProperty("a")[0][1]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Linear_instruments_come_in_pages_whose_cursor_may_be_escaped_again(bool again)
    {
        var run = new LockStep(1);
        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var result = Json(run.Rest(run.Venues["bybit-linear"],
                $"/v5/market/instruments-info?category=linear&limit=4&cursor={cursor}")).GetProperty("result");
            seen.AddRange(
                result.GetProperty("list").EnumerateArray().Select(x => x.GetProperty("symbol").GetString()!));
            cursor = result.GetProperty("nextPageCursor").GetString()!;
            if (again) cursor = Uri.EscapeDataString(cursor);
        }
        while (cursor.Length > 0 && seen.Count < 20);

        Assert.Equal(run.Venues["bybit-linear"].Instruments.Select(x => x.VenueSymbol), seen);
    }

    [Theory]
    [InlineData("bybit", "spot", "basePrecision")]
    [InlineData("bybit-linear", "linear", "qtyStep")]
    public void Listings_state_the_tick_and_the_lot_where_the_product_has_them(
        string venue, string category, string lot)
    {
        var run = new LockStep(1);
        var list = Json(run.Rest(run.Venues[venue], $"/v5/market/instruments-info?category={category}&limit=2"))
            .GetProperty("result").GetProperty("list").EnumerateArray().ToArray();
        Assert.Equal(category == "spot" ? 6 : 2, list.Length);
        foreach (var (entry, instrument) in list.Zip(run.Venues[venue].Instruments))
        {
            Assert.Equal(instrument.VenueSymbol, entry.GetProperty("symbol").GetString());
            Assert.Equal(
                instrument.TickSize, FrameBook.Number(entry.GetProperty("priceFilter").GetProperty("tickSize")));
            Assert.Equal(instrument.LotSize, FrameBook.Number(entry.GetProperty("lotSizeFilter").GetProperty(lot)));
        }
    }

    [Fact]
    public void Rest_tickers_of_spot_have_best_prices()
    {
        var run = new LockStep(1);
        var list = Json(run.Rest(run.Venues["bybit"], "/v5/market/tickers?category=spot"))
            .GetProperty("result").GetProperty("list");
        Assert.Equal(6, list.GetArrayLength());
        foreach (var entry in list.EnumerateArray())
            Assert.True(FrameBook.Number(entry.GetProperty("bid1Price"))
                < FrameBook.Number(entry.GetProperty("ask1Price")));
    }

    [Fact]
    public void Too_many_visits_of_an_endpoint_in_a_second_get_a_code_and_the_time_of_the_next()
    {
        var run = new LockStep(1);
        for (var i = 0; i < 120; i++) Assert.Equal(0, Code(run));
        var refused = run.Venues["bybit"].Rest("/v5/market/time", run.Now);
        Assert.Equal(200, refused.Status);
        Assert.Equal(10006, LockStep.Json(refused).GetProperty("retCode").GetInt32());
        Assert.Equal("0", refused.Headers["X-Bapi-Limit-Status"]);
        Assert.Equal(
            $"{run.Now.ToUnixTimeMilliseconds() + 1000}", refused.Headers["X-Bapi-Limit-Reset-Timestamp"]);
        run.RunMs(1000);
        Assert.Equal(0, Code(run));
    }

    [Fact]
    public void Beyond_600_requests_in_five_seconds_an_address_is_shut_out_for_ten_minutes()
    {
        var run = new LockStep(1);
        for (var i = 0; i < 600; i++) run.Venues["bybit"].Rest("/v5/market/time", run.Now);
        var refused = run.Venues["bybit"].Rest("/v5/market/time", run.Now);
        Assert.Equal(403, refused.Status);
        Assert.Empty(refused.Headers);
        run.RunMs(590_000, 10_000);
        run.Rest(run.Venues["bybit"], "/v5/market/time", 403);
        run.RunMs(20_000, 10_000);
        Assert.Equal(0, Code(run));
    }

    [Fact]
    public void An_unknown_path_is_not_found()
    {
        var run = new LockStep(1);
        run.Rest(run.Venues["bybit"], "/v5/market/nothing", 404);
    }

    static int Code(LockStep run) =>
        Json(run.Rest(run.Venues["bybit"], "/v5/market/time")).GetProperty("retCode").GetInt32();

    static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
