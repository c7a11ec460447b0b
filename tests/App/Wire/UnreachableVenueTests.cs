namespace StrategyHost.Tests.App.Wire;

/// <summary>
/// A live run without a network, on any machine: its proxy is a port where nobody listens.
/// </summary>
public sealed class UnreachableVenueTests : CommandTest
{
    static readonly Dictionary<string, string> NoNetwork = new()
    {
        ["HTTPS_PROXY"] = "http://127.0.0.1:1", ["https_proxy"] = "http://127.0.0.1:1",
        ["NO_PROXY"] = "", ["no_proxy"] = "",
    };

    [Fact]
    public async Task A_live_run_without_a_network_ends_by_itself_and_names_the_venues()
    {
        string quiet = Folder.Write("quiet.csx", "Log(\"here\");");
        var run = HostProcess.RunAsync(Folder.Path, ["run", "--live", "--strategy", quiet, "--json"], NoNetwork);
        var book = HostProcess.RunAsync(Folder.Path, ["book", "binance:BTC/USDT", "--live"], NoNetwork);
        AssertFailed(await book, 1, "binance cannot be used");
        AssertFailed(await run, 1, "cannot be used");
        Assert.Equal("live", (await run).Json.GetProperty("source").GetString());
        var problems = (await run).Json.GetProperty("problems").EnumerateArray().Select(x => x.GetString()!).ToArray();
        string[] venues = ["binance", "binance-futures", "okx"];
        Assert.All(venues, x => Assert.Contains(problems, y => y.Contains($"{x} ", StringComparison.Ordinal)));
        Assert.Contains((await run).Sentences, x => x.Contains("check the network") && x.Contains("--live"));
        Assert.Contains((await book).Sentences, x => x.Contains("check the network") && x.Contains("--live"));
    }
}
