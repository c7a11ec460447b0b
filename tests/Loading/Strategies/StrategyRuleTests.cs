using StrategyHost.Loading.Scripts;
using StrategyHost.Market;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Loading.Strategies;

/// <summary>What each shipped strategy promises in its first lines, on markets made for the purpose.</summary>
public sealed class StrategyRuleTests
{
    const string Spot = "binance:BTC/USDT";

    [Fact]
    public async Task A_spread_that_widens_and_closes_again_is_said_once_each_way()
    {
        var stage = await StageAsync("book-watch");
        Books(stage, 50, ask: 100.01m);
        Books(stage, 20, ask: 100.08m);
        Books(stage, 20, ask: 100.01m);

        Assert.Equal(["wide-spread", "usual-spread"], stage.Signals.Select(signal => signal.Name));
        Assert.All(stage.Signals, signal => Assert.Equal(Spot, signal.Instrument));
    }

    [Theory]
    [InlineData(9, 1, Side.Bid)]
    [InlineData(1, 9, Side.Ask)]
    public async Task A_side_that_comes_to_outweigh_the_other_is_said_once(int bids, int asks, Side side)
    {
        var stage = await StageAsync("book-watch");
        Books(stage, 20);
        Books(stage, 50, bids: bids, asks: asks);

        var signal = Assert.Single(stage.Signals);
        Assert.Equal(("heavy-side", side), (signal.Name, signal.Side));
    }

    [Fact]
    public async Task An_even_book_says_nothing()
    {
        foreach (var name in (string[])["book-watch", "microprice"])
        {
            var stage = await StageAsync(name);
            Books(stage, 500);
            Assert.Empty(stage.Signals);
        }
    }

    [Fact]
    public async Task A_feed_that_leaves_live_is_said_in_the_log_once()
    {
        var stage = await StageAsync("book-watch");
        stage.Status(Spot, FeedState.Syncing);
        stage.Status(Spot, FeedState.Live);
        stage.Status(Spot, FeedState.Recovering, "connection lost");
        stage.Status(Spot, FeedState.Syncing);

        Assert.Equal([$"{Spot} is no longer live: Recovering connection lost"], stage.Lines);
    }

    [Theory]
    [InlineData("book-watch")]
    [InlineData("microprice")]
    public async Task A_book_without_asks_is_passed_over(string name)
    {
        var stage = await StageAsync(name);
        Books(stage, 100, asks: 0);

        Assert.Empty(stage.Signals);
    }

    [Fact]
    public async Task A_lean_is_told_when_it_lasts_and_again_only_when_it_turns()
    {
        var stage = await StageAsync("microprice");
        Books(stage, 100, bids: 9, asks: 1);
        Books(stage, 100, bids: 1, asks: 9);

        Assert.Equal([Side.Bid, Side.Ask], stage.Signals.Select(signal => signal.Side!.Value));
        Assert.Contains(stage.Lines, line => line.StartsWith($"{Spot} mid 100.005", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_locked_book_leans_nowhere()
    {
        var stage = await StageAsync("microprice");
        Books(stage, 100, ask: 100m, bids: 9);

        Assert.Empty(stage.Signals);
    }

    [Theory]
    [InlineData(Side.Bid, 1)]
    [InlineData(Side.Ask, 0)]
    public async Task A_rise_is_momentum_only_when_takers_buy(Side taker, int expected)
    {
        var stage = await StageAsync("ticker-momentum");
        for (var i = 0; i < 20; i++)
        {
            stage.Pass(TimeSpan.FromSeconds(1));
            stage.Trade(Spot, 100m, 1, taker);
            stage.Ticker(Spot, 100m + i * 0.01m, open: 100m);
        }

        Assert.Equal(expected, stage.Signals.Count(signal => signal is { Name: "momentum", Side: Side.Bid }));
    }

    [Theory]
    [InlineData(101, Side.Bid)]
    [InlineData(99, Side.Ask)]
    public async Task A_days_trend_is_told_once(int last, Side side)
    {
        var stage = await StageAsync("ticker-momentum");
        for (var i = 0; i < 20; i++) stage.Ticker(Spot, last, open: 100m);
        stage.Ticker(Spot, last, open: null);

        var signal = Assert.Single(stage.Signals);
        Assert.Equal(("day-trend", side), (signal.Name, signal.Side));
    }

    static void Books(StrategyStage stage, int count, decimal ask = 100.01m, int bids = 5, int asks = 5)
    {
        for (var i = 0; i < count; i++)
        {
            stage.Pass(TimeSpan.FromMilliseconds(100));
            stage.Book(Spot, 100m, bids, ask, asks);
        }
    }

    static async Task<StrategyStage> StageAsync(string name)
    {
        var compilation = new ScriptCompiler(Repository.Root).Compile($"strategies/{name}.csx");
        var stage = new StrategyStage();
        await ScriptLoader.Load(compilation.Image!).Start(stage);
        return stage;
    }
}
