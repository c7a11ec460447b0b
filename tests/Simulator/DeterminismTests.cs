using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator;

/// <summary>Same seed and same times: same frames. The pace of asking does not change what is published.</summary>
public sealed class DeterminismTests
{
    const string SpotStreams =
        "/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker/xrpusdt@trade/ethusdt@depth20/solusdt@ticker";

    const string FuturesStreams = "/public/stream?streams=btcusdt@depth@0ms/btcusdt@bookTicker/ethusdt@depth5";

    [Fact]
    public void Equal_seeds_give_equal_frames_byte_for_byte() => Assert.Equal(Frames(4, 100), Frames(4, 100));

    [Fact]
    public void How_often_the_venues_are_advanced_does_not_change_the_frames() =>
        Assert.Equal(Frames(4, 20), Frames(4, 500));

    [Fact]
    public void Other_seeds_give_other_frames() => Assert.NotEqual(Frames(4, 100), Frames(5, 100));

    [Fact]
    public void Who_listens_does_not_change_the_numbers()
    {
        var (alone, crowded) = (new LockStep(6), new LockStep(6));
        foreach (var path in (string[])[SpotStreams, "/ws/btcusdt@depth", "/ws/btcusdt@depth@100ms"])
            crowded.Open(crowded.Spot, path);
        alone.RunMs(3000);
        crowded.RunMs(3000);
        var late = (alone.Open(alone.Spot, SpotStreams), crowded.Open(crowded.Spot, SpotStreams));
        alone.RunMs(3000);
        crowded.RunMs(3000);
        Assert.Equal(LockStep.Take(late.Item1), LockStep.Take(late.Item2));
    }

    [Fact]
    public void The_venues_clock_may_run_ahead_of_ours()
    {
        var run = new LockStep(new SimulatorOptions { ClockSkew = TimeSpan.FromSeconds(3) });
        run.RunMs(1000);
        var expected = run.Now.AddSeconds(3).ToUnixTimeMilliseconds();
        Assert.Equal($$"""{"serverTime":{{expected}}}""", run.Rest(run.Spot, "/api/v3/time"));
    }

    [Fact]
    public void A_jump_of_an_hour_is_not_lived_through_and_a_clock_set_back_goes_on()
    {
        var run = new LockStep(1);
        var connection = run.Open(run.Spot, "/ws/btcusdt@depth@100ms");
        run.Venues.Advance(LockStep.Start);
        run.Venues.Advance(LockStep.Start.AddHours(1));
        Assert.InRange(LockStep.Take(connection).Count, 90, 102);
        run.Venues.Advance(LockStep.Start);
        run.Venues.Advance(LockStep.Start.AddSeconds(1));
        Assert.InRange(LockStep.Take(connection).Count, 9, 11);
    }

    static List<string> Frames(int seed, int stepMs)
    {
        var run = new LockStep(seed);
        run.Venues.Advance(run.Now);
        var spot = run.Open(run.Spot, SpotStreams);
        var futures = run.Open(run.Futures, FuturesStreams);
        run.RunMs(5000, stepMs);
        return [.. LockStep.Take(spot), .. LockStep.Take(futures)];
    }
}
