namespace StrategyHost.Tests.App;

public sealed class PluginTests : CommandTest
{
    [Fact]
    public async Task A_plugins_folder_that_is_not_there_is_named() =>
        await FailsAsync(2, ["run", "--plugins", "nowhere"], "No plugins folder at nowhere", "--plugins");

    [Fact]
    public async Task An_empty_plugins_folder_is_named()
    {
        Directory.CreateDirectory(Folder["hollow"]);
        await FailsAsync(2, ["run", "--plugins", "hollow"], "No plugin in hollow");
    }

    [Fact]
    public async Task A_damaged_plugin_is_named()
    {
        Folder.Write("plugins/Bad/Bad.dll", "MZ this is none");
        await FailsAsync(2, ["book", "binance:BTC/USDT", "--plugins", "plugins"], "Bad.dll", "damaged");
    }

    [Fact]
    public async Task A_damaged_plugin_does_not_stop_a_good_one()
    {
        Folder.Write("plugins/Good/StrategyHost.Plugins.Mistaken.dll", PluginForge.Compile());
        Folder.Write("plugins/Bad/Bad.dll", "MZ this is none");
        var result = await RunAsync("instruments", "binance", "--plugins", "plugins");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Bad.dll", Assert.Single(result.Sentences));
    }

    [Fact]
    public async Task A_venue_without_an_embedded_exchange_is_left_out_by_name()
    {
        var other = PluginForge.Compile(
            new Mistake("BinanceSpotAdapter.cs", "(\"binance\"", "(\"elsewhere\""),
            new Mistake("BinanceSpotAdapter.cs", "Venue = \"binance\"", "Venue = \"elsewhere\""));
        Folder.Write("plugins/Other/StrategyHost.Plugins.Mistaken.dll", other);
        var result = await RunAsync(
            "run", "--plugins", "plugins", "--watch", "binance-futures:BTC/USDT-PERP", "--seconds", "8", "--json",
            "--strategy", Folder.Write("quiet.csx", "Log(\"here\");"));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.Sentences, x => x.Contains("elsewhere") && x.Contains("--live"));
        Assert.Equal("live", result.Json.GetProperty("feeds")[0].GetProperty("state").GetString());
    }
}
