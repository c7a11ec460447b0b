using StrategyHost.Market;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator.Wire.Okx;

/// <summary>REST: answers, codes in answers of 200, and limits of each endpoint.</summary>
public sealed class OkxRestTests
{
    [Theory]
    [InlineData("/api/v5/market/books?instId=NO-SUCH", "51001")]
    [InlineData("/api/v5/market/books", "50014")]
    [InlineData("/api/v5/market/books?instId=BTC-USDT&sz=401", "51000")]
    [InlineData("/api/v5/market/books?instId=BTC-USDT&sz=x", "51000")]
    [InlineData("/api/v5/market/ticker?instId=NO-SUCH", "51001")]
    [InlineData("/api/v5/public/instruments", "50014")]
    [InlineData("/api/v5/public/instruments?instType=STOCK", "51000")]
    public void What_is_wrong_comes_as_a_code_in_an_answer_of_200(string target, string code)
    {
        var run = new LockStep(1);
        var answer = OkxClient.Parse(run.Rest(run.Venues["okx"], target));
        Assert.Equal(code, answer.GetProperty("code").GetString());
        Assert.Equal(0, answer.GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("/api/v5/market/books?instId=BTC-USDT&sz=5", 40)]
    [InlineData("/api/v5/market/ticker?instId=BTC-USDT", 20)]
    [InlineData("/api/v5/public/instruments?instType=SPOT", 20)]
    [InlineData("/api/v5/public/time", 10)]
    public void One_request_too_many_in_two_seconds_gets_429_and_50011_and_no_hint_when_to_come_back(
        string target, int allowed)
    {
        var run = new LockStep(1);
        for (var i = 0; i < allowed; i++) run.Rest(run.Venues["okx"], target);
        var refused = run.Venues["okx"].Rest(target, run.Now);
        Assert.Equal(429, refused.Status);
        Assert.Empty(refused.Headers);
        Assert.Equal("50011", LockStep.Json(refused).GetProperty("code").GetString());
        run.RunMs(2_000);
        for (var i = 0; i < allowed; i++) run.Rest(run.Venues["okx"], target);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("&sz=50", 50)]
    [InlineData("&sz=400", 400)]
    public void A_book_has_as_many_levels_as_asked_for_of_four_elements(string size, int levels)
    {
        var run = new LockStep(1);
        run.RunMs(1_000);
        var book = OkxClient.Parse(run.Rest(run.Venues["okx"], $"/api/v5/market/books?instId=BTC-USDT{size}"))
            .GetProperty("data")[0];
        Assert.Equal(levels, book.GetProperty("bids").GetArrayLength());
        Assert.Equal(4, book.GetProperty("asks")[0].GetArrayLength());
        Assert.False(book.TryGetProperty("seqId", out _));
    }

    [Theory]
    [InlineData("SPOT", InstrumentKind.Spot)]
    [InlineData("SWAP", InstrumentKind.Perpetual)]
    [InlineData("FUTURES", InstrumentKind.Future)]
    public void Listings_state_tick_lot_and_the_size_of_a_contract(string type, InstrumentKind kind)
    {
        var run = new LockStep(1);
        var listed = OkxClient.Parse(run.Rest(run.Venues["okx"], $"/api/v5/public/instruments?instType={type}"))
            .GetProperty("data").EnumerateArray().ToArray();
        var expected = run.Venues["okx"].Instruments.Where(x => x.Kind == kind).ToArray();
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Length, listed.Length);
        foreach (var (instrument, item) in expected.Zip(listed))
        {
            Assert.Equal(instrument.VenueSymbol, item.GetProperty("instId").GetString());
            Assert.Equal(instrument.TickSize, LevelBook.Number(item.GetProperty("tickSz")));
            Assert.Equal(instrument.LotSize, LevelBook.Number(item.GetProperty("lotSz")));
            Assert.Equal("live", item.GetProperty("state").GetString());
            if (kind == InstrumentKind.Spot) Assert.Equal("", item.GetProperty("ctVal").GetString());
            else Assert.Equal(instrument.ContractSize, LevelBook.Number(item.GetProperty("ctVal")));
        }
    }

    [Fact]
    public void The_venues_clock_is_told_in_milliseconds()
    {
        var run = new LockStep(new SimulatorOptions { ClockSkew = TimeSpan.FromSeconds(3) });
        var time = OkxClient.Parse(run.Rest(run.Venues["okx"], "/api/v5/public/time")).GetProperty("data")[0];
        Assert.Equal(run.Now.AddSeconds(3), OkxClient.TimeOf(time));
    }

    [Fact]
    public void An_unknown_path_is_not_found()
    {
        var run = new LockStep(1);
        run.Rest(run.Venues["okx"], "/api/v5/market/nothing", 404);
    }
}
