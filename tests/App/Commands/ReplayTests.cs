using System.Text.Json;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.App.Commands;

public sealed class ReplayTests : CommandTest
{
    [Fact]
    public async Task A_recording_gives_the_same_signals_each_time_and_at_any_pace()
    {
        string[] replay = ["replay", Recording, "--strategy", Shipped("book-watch.csx"), "--json"];
        var first = (await RunAsync(replay)).Json;
        var second = (await RunAsync(replay)).Json;
        var paced = (await RunAsync([.. replay, "--speed", "1000"])).Json;
        Assert.Equal("replay of simulated", first.GetProperty("source").GetString());
        Assert.Equal("stopped", first.GetProperty("strategies")[0].GetProperty("state").GetString());
        foreach (var property in new[] { "feeds", "strategies", "signals", "signalCount" })
        {
            Assert.Equal(first.GetProperty(property).GetRawText(), second.GetProperty(property).GetRawText());
            Assert.Equal(first.GetProperty(property).GetRawText(), paced.GetProperty(property).GetRawText());
        }
    }

    [Fact]
    public async Task Every_signal_of_a_replay_is_printed_however_many_there_are()
    {
        var script = Folder.Write(
            "much.csx", "OnQuote(\"binance:BTC/USDT\", x => { for (var i = 0; i < 20; i++) Signal(\"s\"); });");
        var result = await RunAsync("replay", Recording, "--strategy", script);
        var summary = result.Out.Single(x => x.Contains(" summary "));
        var printed = result.Out.Count(x => x.Contains(" signal   much "));
        Assert.True(printed > 1_000, summary);
        Assert.Contains($" {printed} signals", summary);
    }

    [Fact]
    public async Task The_repositorys_recording_is_whole_and_agrees_with_its_quotes()
    {
        var result = await RunAsync("replay", Recording, "--stats-every", "50");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.Out, x => x.Contains(" stats ") && x.Contains(" 50 messages in "));
        Assert.Contains(result.Out, x => x.Contains(" summary  replay of simulated"));
        var feed = result.Out.Single(x => x.Contains("binance:BTC/USDT live"));
        Assert.Contains(" 0 gaps, 0 resyncs, 0 rejected", feed);
    }

    [CapturesTheory]
    [InlineData("binance-futures/btcusdt-2024-08-08.frames.gz", 6547, 4, 503)]
    [InlineData("binance-spot/btcusdt-2024-08-08.frames.gz", 3449, 2, 564)]
    [InlineData("bybit/xrpusdt-linear-ob500-2024-12-01.frames.gz", 25, 0, 0)]
    public async Task A_real_recording_gives_the_venues_own_book(string file, long applied, long stale, long audited)
    {
        var result = await RunAsync("replay", Captures.PathOf(file), "--strategy", Shipped("book-watch.csx"), "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("replay", result.Json.GetProperty("source").GetString());
        var feed = result.Json.GetProperty("feeds").EnumerateArray().Single();
        Assert.Equal(applied, feed.GetProperty("bookUpdates").GetInt64());
        Assert.Equal(stale, feed.GetProperty("staleUpdates").GetInt64());
        AssertUnbroken(feed, audited);
    }

    [CapturesFact]
    public async Task Four_real_symbols_replay_at_once()
    {
        var file = Captures.PathOf("binance-spot/four-symbols-2021-10-12.frames.gz");
        var result = await RunAsync("replay", file, "--strategy", Shipped("book-watch.csx"), "--json");
        Assert.Equal(0, result.ExitCode);
        var feeds = result.Json.GetProperty("feeds").EnumerateArray().ToArray();
        Assert.Equal([1, 9, 13, 149], feeds.Select(x => x.GetProperty("bookUpdates").GetInt64()).Order());
        foreach (var feed in feeds) AssertUnbroken(feed, 0);
    }

    static void AssertUnbroken(JsonElement feed, long audited)
    {
        Assert.Equal(0, feed.GetProperty("gaps").GetInt64());
        Assert.Equal(0, feed.GetProperty("resyncs").GetInt64());
        Assert.Equal(0, feed.GetProperty("framesRejected").GetInt64());
        var compared = feed.GetProperty("audit").GetProperty("compared").GetInt64();
        Assert.True(compared >= audited);
        Assert.Equal(compared, feed.GetProperty("audit").GetProperty("equal").GetInt64());
    }
}
