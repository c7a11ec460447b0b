namespace StrategyHost.Tests.App.Commands;

public sealed class RecordTests : CommandTest
{
    [SignalFact]
    public async Task What_was_recorded_replays_without_a_gap()
    {
        const string spot = "binance:BTC/USDT";
        const string perpetual = "binance-futures:BTC/USDT-PERP";
        using var host = HostProcess.Start(
            Folder.Path, ["record", spot, perpetual, "--stats-every", "50", "--out", "own.frames.gz"]);
        foreach (var name in new[] { spot, perpetual })
        {
            await host.LineAsync(host.Out, " feed ", $"{name} live");
            await host.LineAsync(host.Out, " stats ", $"{name} 50 messages");
        }

        var recorded = await host.SignalAsync("INT");
        Assert.Equal(130, recorded.ExitCode);
        Assert.Contains("simulated", recorded.Out[0]);
        Assert.Contains("own.frames.gz", recorded.Out[^1]);
        var replayed = await RunAsync("replay", "own.frames.gz", "--json");
        Assert.Equal(0, replayed.ExitCode);
        Assert.Equal("replay of simulated", replayed.Json.GetProperty("source").GetString());
        var feeds = replayed.Json.GetProperty("feeds").EnumerateArray().ToArray();
        Assert.Equal(2, feeds.Length);
        foreach (var feed in feeds)
        {
            Assert.Equal("live", feed.GetProperty("state").GetString());
            Assert.Equal(0, feed.GetProperty("gaps").GetInt64());
            Assert.True(feed.GetProperty("bookUpdates").GetInt64() > 0);
            var audit = feed.GetProperty("audit");
            Assert.Equal(audit.GetProperty("compared").GetInt64(), audit.GetProperty("equal").GetInt64());
        }
    }

    [Fact]
    public async Task A_file_that_exists_is_kept()
    {
        Folder.Write("old.frames.gz", "old");
        await FailsAsync(2, ["record", "binance:BTC/USDT", "--out", "old.frames.gz"], "old.frames.gz", "--force");
        Assert.Equal("old", File.ReadAllText(Folder["old.frames.gz"]));
    }

    [Theory]
    [InlineData("old.frames.gz")]
    [InlineData("new.frames.gz")]
    public async Task A_recording_that_never_began_neither_costs_an_older_one_nor_leaves_a_file(string name)
    {
        Folder.Write("old.frames.gz", "old");
        await FailsAsync(
            2, ["record", "binance:BTC/USD", "--out", name, "--force", "--seconds", "1"], "nearest: BTC/USDT");
        Assert.Equal([Folder["old.frames.gz"]], Directory.GetFiles(Folder.Path));
        Assert.Equal("old", File.ReadAllText(Folder["old.frames.gz"]));
    }

    [Fact]
    public async Task A_folder_is_no_place_for_a_recording() =>
        await FailsAsync(2, ["record", "--out", Folder.Path], Folder.Path, "is a folder");

    [Fact]
    public async Task A_place_that_cannot_be_made_is_named()
    {
        Folder.Write("file", "");
        await FailsAsync(2, ["record", "--out", "file/x.frames.gz"], "file/x.frames.gz", "cannot be written");
    }

    [Fact]
    public async Task A_recording_needs_a_name() => await FailsAsync(2, ["record"], "--out");
}
