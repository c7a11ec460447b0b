using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator.Wire;

/// <summary>What is served where, and what is acknowledged and then silent.</summary>
public sealed class RouteTests
{
    [Theory]
    [InlineData("/ws/BTCUSDT@ticker")]
    [InlineData("/ws/btcusdt@tickers")]
    [InlineData("/ws/nosuch@depth")]
    [InlineData("/stream?streams=btcUSDT@depth")]
    [InlineData("/ws/btcusdt@depth@0ms")]
    public void Spot_accepts_a_stream_it_does_not_have_and_is_silent(string path)
    {
        var run = new LockStep(1);
        Assert.Empty(FramesOf(run, run.Spot, path));
    }

    [Theory]
    [InlineData("/ws/btcusdt@depth")]
    [InlineData("/stream?streams=btcusdt@depth@100ms/btcusdt@ticker")]
    [InlineData("/public/ws/btcusdt@ticker")]
    [InlineData("/public/ws/btcusdt@aggTrade")]
    [InlineData("/market/ws/btcusdt@depth@100ms")]
    [InlineData("/market/stream?streams=btcusdt@bookTicker")]
    [InlineData("/private/ws/btcusdt@bookTicker")]
    [InlineData("/public/ws/BTCUSDT@depth")]
    public void Futures_on_a_retired_path_or_the_wrong_route_accept_and_are_silent(string path)
    {
        var run = new LockStep(1);
        Assert.Empty(FramesOf(run, run.Futures, path));
    }

    [Theory]
    [InlineData("/public/ws/btcusdt@depth")]
    [InlineData("/public/ws/btcusdt@depth@0ms")]
    [InlineData("/public/ws/btcusdt@depth@500ms")]
    [InlineData("/public/ws/btcusdt@depth10@500ms")]
    [InlineData("/public/ws/btcusdt@trade")]
    [InlineData("/market/ws/btcusdt@ticker")]
    [InlineData("/market/ws/btcusdt@miniTicker")]
    [InlineData("/market/stream?streams=btcusdt@aggTrade")]
    public void Futures_serve_each_stream_on_its_route(string path)
    {
        var run = new LockStep(1);
        Assert.NotEmpty(FramesOf(run, run.Futures, path));
    }

    [Fact]
    public void A_retired_path_still_acknowledges()
    {
        var run = new LockStep(1);
        var reply = run.Ask(
            run.Open(run.Futures, "/ws"), """{"method":"SUBSCRIBE","params":["btcusdt@depth"],"id":1}""");
        Assert.Equal("""{"result":null,"id":1}""", reply);
    }

    [Fact]
    public void The_behaviour_before_April_2026_can_be_asked_for()
    {
        var run = new LockStep(new SimulatorOptions { ServeRetiredPaths = true });
        Assert.NotEmpty(FramesOf(run, run.Futures, "/stream?streams=btcusdt@depth/btcusdt@ticker"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/wsx")]
    [InlineData("/streams")]
    [InlineData("/public")]
    [InlineData("/api/v3/ping")]
    public void Other_paths_are_not_found(string path)
    {
        var run = new LockStep(1);
        Assert.Equal(404, run.Futures.Open(path, run.Now).Status);
        Assert.Equal(404, run.Spot.Open(path, run.Now).Status);
    }

    [Theory]
    [InlineData("btcusdt@depth@100ms", 10)]
    [InlineData("btcusdt@depth", 1)]
    [InlineData("btcusdt@depth5@100ms", 10)]
    [InlineData("btcusdt@depth20", 1)]
    [InlineData("btcusdt@ticker", 1)]
    public void Spot_streams_come_at_their_documented_rate(string stream, int perSecond)
    {
        var run = new LockStep(1);
        Assert.InRange(FramesOf(run, run.Spot, $"/ws/{stream}").Count, 10 * perSecond - 1, 10 * perSecond + 1);
    }

    [Theory]
    [InlineData("/public/ws/btcusdt@depth", 40)]
    [InlineData("/public/ws/btcusdt@depth@100ms", 100)]
    [InlineData("/public/ws/btcusdt@depth@500ms", 20)]
    [InlineData("/public/ws/btcusdt@depth@0ms", 500)]
    [InlineData("/market/ws/btcusdt@ticker", 5)]
    public void Futures_streams_come_at_their_documented_rate(string path, int inTenSeconds)
    {
        var run = new LockStep(1);
        Assert.InRange(FramesOf(run, run.Futures, path).Count, inTenSeconds - 1, inTenSeconds + 1);
    }

    static List<string> FramesOf(LockStep run, SimulatedVenue venue, string path)
    {
        run.Venues.Advance(run.Now);
        var connection = run.Open(venue, path);
        run.RunMs(10_000);
        return LockStep.Take(connection);
    }
}
