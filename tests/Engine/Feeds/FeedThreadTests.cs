using StrategyHost.Engine;
using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Transport;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Tests.Engine.Transport;

namespace StrategyHost.Tests.Engine.Feeds;

/// <summary>A session with its thread and a real socket.</summary>
public sealed class FeedThreadTests : TransportTests
{
    readonly FakeVenue venue = new();
    readonly TaskCompletionSource rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task The_servers_close_code_and_words_become_the_feeds_reason()
    {
        var (bench, driver, peer) = await StartAsync();
        using (driver)
        {
            peer.Send(LoopbackPeer.Close, [0x03, 0xf0, .. "too many requests"u8]); // 1008
            peer.Dispose();
            while (bench.Feed.Status.State != FeedState.Recovering) await Task.Yield();
            Assert.Contains("closed by the server (1008): too many requests", bench.Feed.Status.Reason);
            Assert.True(await Dedicated(() => driver.Stop("the test is over")));
        }
    }

    [Fact]
    public async Task An_adapter_that_never_returns_holds_up_neither_the_control_side_nor_the_end()
    {
        var (bench, driver, peer) = await StartAsync();
        peer.Send("hang");
        await venue.Hanging.Task.WaitAsync(Patience);
        await Dedicated(() =>
        {
            driver.Service();
            return 0;
        });
        Assert.False(await Dedicated(() => driver.Stop("the test is over"))); // it is left behind, and said to be
        venue.Released.Set();
        while (!await Dedicated(() => driver.Stop("once more"))) await Task.Yield();
        Assert.Equal(FeedState.Stopped, bench.Feed.Status.State);
        driver.Dispose();
    }

    async Task<(SessionBench Bench, FeedDriver Driver, LoopbackPeer Peer)> StartAsync()
    {
        var bench = new SessionBench(venue, [Server.Uri], Channel.Book);
        var rest = Keep(new RestTransport([new Uri("http://127.0.0.1:1")], null, TimeProvider.System));
        var options = new EngineOptions { Source = "test" };
        var link = new FeedLink(venue, options, rest, TimeProvider.System, () => rung.TrySetResult());
        var driver = new FeedDriver(bench.Session, link);
        var accepted = Server.AcceptAsync();
        driver.Start();
        await rung.Task.WaitAsync(Patience);
        driver.Service();
        var peer = Keep(await accepted.WaitAsync(Patience));
        while (bench.Feed.Status.State == FeedState.Connecting) await Task.Yield();
        return (bench, driver, peer);
    }
}
