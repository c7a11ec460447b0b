using System.Text.Json;
using StrategyHost.Market;

namespace StrategyHost.Tests.Simulator;

/// <summary>The truth is asked by number, for ten seconds, in both spellings.</summary>
public sealed class TruthTests
{
    [Fact]
    public void Without_a_number_the_newest_state_is_given_with_its_time()
    {
        var run = Started();
        var truth = Ask(run, "instrument=binance:BTC/USDT&levels=20");
        Assert.Equal(run.Now.ToUnixTimeMilliseconds(), truth.GetProperty("timeMs").GetInt64());
        Assert.Equal(20, truth.GetProperty("bids").GetArrayLength());
        Assert.Equal(20, truth.GetProperty("asks").GetArrayLength());
        var depth = JsonDocument.Parse(run.Rest(run.Spot, "/api/v3/depth?symbol=BTCUSDT&limit=20")).RootElement;
        Assert.Equal(depth.GetProperty("lastUpdateId").GetInt64(), truth.GetProperty("sequence").GetInt64());
        Assert.Equal(
            FrameBook.Number(depth.GetProperty("bids")[7][1]), FrameBook.Number(truth.GetProperty("bids")[7][1]));
    }

    [Theory]
    [InlineData("binance:BTC/USDT", "binance:BTCUSDT")]
    [InlineData("binance-futures:XRP/USDT-PERP", "binance-futures:XRPUSDT")]
    public void Both_spellings_name_the_same_book(string ours, string venues)
    {
        var run = Started();
        Assert.Equal(
            Ask(run, $"instrument={ours}").GetRawText(),
            Ask(run, $"instrument={Uri.EscapeDataString(venues)}").GetRawText());
    }

    [Theory]
    [InlineData("binance:SOLUSDT")]
    [InlineData("binance-futures:SOLUSDT")]
    public void A_state_is_remembered_for_ten_seconds_and_forgotten_some_time_after(string name)
    {
        var run = Started();
        var then = Ask(run, $"instrument={name}&levels=100");
        var sequence = then.GetProperty("sequence").GetInt64();
        run.RunMs(10_000);
        var recalled = Ask(run, $"instrument={name}&levels=100&sequence={sequence}");
        Assert.Equal(then.GetRawText(), recalled.GetRawText());
        run.RunMs(3_000);
        var reply = run.Venues.Truth($"/sim/truth?instrument={name}&sequence={sequence}");
        Assert.Equal(404, reply.Status);
        Assert.Contains("is not known, or no longer", Text(reply), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_has_not_been_yet_is_not_known()
    {
        var run = Started();
        var instrument = run.Spot.Instruments[0];
        var sequence = Ask(run, $"instrument={instrument.Name}").GetProperty("sequence").GetInt64();
        Assert.True(run.Venues.TryTruth(instrument, sequence, null, new Level[5], new Level[3], out var counts));
        Assert.Equal((5, 3), counts);
        Assert.False(run.Venues.TryTruth(instrument, sequence + 1, null, new Level[5], new Level[5], out _));
    }

    [Theory]
    [InlineData("instrument=kraken:BTC/USD", "There is no instrument")]
    [InlineData("", "There is no instrument")]
    [InlineData("instrument=binance:BTCUSDT&levels=x", "count of levels")]
    [InlineData("instrument=binance:BTCUSDT&levels=0", "count of levels")]
    [InlineData("instrument=binance:BTCUSDT&sequence=x", "whole number")]
    public void A_wrong_question_is_answered_with_404_and_one_sentence(string query, string words)
    {
        var reply = Started().Venues.Truth($"/sim/truth?{query}");
        Assert.Equal(404, reply.Status);
        Assert.Contains(words, LockStep.Json(reply).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    static LockStep Started()
    {
        var run = new LockStep(1);
        run.RunMs(2000);
        return run;
    }

    static JsonElement Ask(LockStep run, string query)
    {
        var reply = run.Venues.Truth($"/sim/truth?{query}");
        Assert.True(reply.Status == 200, Text(reply));
        return LockStep.Json(reply);
    }

    static string Text(StrategyHost.Simulator.RestReply reply) => System.Text.Encoding.UTF8.GetString(reply.Body.Span);
}
