namespace StrategyHost.Tests.App.Options;

public sealed class SettingsTests : CommandTest
{
    [Theory]
    [InlineData("{\n  \"StrategyHost\": {\n    \"Live\": maybe\n  }\n}", "not valid JSON", "line 3, column 13")]
    [InlineData("", "not valid JSON", "line 1")]
    [InlineData("[1]", "must be an object")]
    [InlineData("{\"StrategyHost\":{\"Wach\":[]}}", "StrategyHost:Wach", "Watch")]
    [InlineData("{\"StrategyHost\":{\"Simulator\":{\"Prt\":1}}}", "StrategyHost:Simulator:Prt", "Port")]
    [InlineData("{\"StrategyHost\":{\"Live\":true,\"live\":false}}", "StrategyHost:live", "twice")]
    [InlineData("{\"Logging\":{}}", "'Logging'", "'StrategyHost'")]
    [InlineData("{\"StrategyHost\":{\"StatsEvery\":\"often\"}}", "StatsEvery is 'often'", "a whole number")]
    [InlineData("{\"StrategyHost\":{\"Live\":\"yes\"}}", "Live is 'yes'", "true or false")]
    [InlineData("{\"StrategyHost\":{\"LogLevel\":\"Loud\"}}", "LogLevel is 'Loud'", "Warning")]
    [InlineData("{\"StrategyHost\":{\"Watch\":\"binance:BTC/USDT\"}}", "Watch is", "a list")]
    [InlineData("{\"StrategyHost\":7}", "StrategyHost is '7'", "a group of settings")]
    [InlineData("{\"StrategyHost\":{\"Simulator\":{\"Port\":70000}}}", "Simulator:Port is 70000", "65000")]
    [InlineData("{\"StrategyHost\":{\"Simulator\":{\"Switches\":[\"okx\"]}}}", "Switches has 'okx'", "okx-checksums")]
    [InlineData("{\"StrategyHost\":{\"StatsEvery\":-1}}", "StatsEvery is -1")]
    [InlineData("{\"StrategyHost\":{\"Proxy\":{\"Adress\":\"\"}}}", "StrategyHost:Proxy:Adress", "Address")]
    [InlineData("{\"StrategyHost\":{\"Proxy\":{\"Loopback\":\"yes\"}}}", "Proxy:Loopback is 'yes'", "true or false")]
    [InlineData("{\"StrategyHost\":{\"Watch\":[\"\"]}}", "Watch", "empty")]
    public async Task Malformed_settings_are_named_with_their_place(string settings, params string[] words)
    {
        Folder.Write("appsettings.json", settings);
        var result = await FailsAsync(2, ["instruments"], ["appsettings.json", .. words]);
        Assert.Single(result.Error);
    }

    [Theory]
    [InlineData("{\"StrategyHost\":{\"Proxy\":{\"Address\":\"socks5://me:hush@a\"}}}", "Proxy:Address", "//host:port")]
    [InlineData("{\"StrategyHost\":{\"Proxy\":\"http://me:hush@a:1\"}}", "StrategyHost:Proxy", "a group of settings")]
    public async Task A_bad_proxy_is_named_without_its_password(string settings, params string[] words)
    {
        Folder.Write("appsettings.json", settings);
        var result = await FailsAsync(2, ["instruments"], ["appsettings.json", .. words]);
        Assert.DoesNotContain("hush", result.ToString());
    }

    [Fact]
    public async Task A_settings_file_that_is_not_there_is_named() =>
        await FailsAsync(2, ["run", "--config", "mine.json"], "mine.json", "--config");

    [Theory]
    [InlineData("STRATEGYHOST_StrategyHost__Live", "maybe", "true or false")]
    [InlineData("STRATEGYHOST_StrategyHost__Wach__0", "x", "Wach")]
    public async Task A_bad_environment_variable_is_named_and_not_the_file(string name, string value, string words)
    {
        var result = await HostProcess.RunAsync(
            Folder.Path, ["instruments"], new Dictionary<string, string> { [name] = value });
        AssertFailed(result, 2, "nvironment variable", words);
        Assert.DoesNotContain("appsettings", result.Error[0]);
    }

    [Fact]
    public async Task Comments_trailing_commas_and_any_case_are_fine_and_the_command_line_wins()
    {
        Folder.Write("mine.json", "{ /* mine */ \"strategyhost\": { \"live\": false, \"statsEvery\": 5, } }");
        var result = await RunAsync("instruments", "binance", "--config", "mine.json", "--json");
        Assert.Equal(0, result.ExitCode);
    }
}
