using System.Text.Json;

namespace StrategyHost.Tests.App.Strategies;

public sealed class StrategyTests : CommandTest
{
    const string Good = """OnQuote("binance:BTC/USDT", quote => Signal("seen"));""";

    const string Throwing = """
        OnQuote("binance:BTC/USDT", quote =>
        {
            throw new Exception("on purpose");
        });
        """;

    [Fact]
    public async Task The_shipped_strategies_compile()
    {
        var result = await RunAsync("check");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["book-watch: compiles", "microprice: compiles", "ticker-momentum: compiles"], result.Out);
    }

    [Fact]
    public async Task A_broken_strategy_is_shown_at_its_line_and_column()
    {
        Folder.Write("broken.csx", "// a comment\nSgnal(\"x\");\n");
        var result = await RunAsync("check", "broken.csx");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("broken.csx(2,1): CS0103: ", result.Out[0]);
        var json = (await RunAsync("check", "broken.csx", "--json")).Json.GetProperty("strategies")[0];
        Assert.False(json.GetProperty("compiles").GetBoolean());
        Assert.Equal(2, json.GetProperty("diagnostics")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Strategies_that_fail_are_named_and_the_others_go_on()
    {
        Folder.Write("mine/broken.csx", "Sgnal(\"x\");\n");
        Folder.Write("mine/lost.csx", "\nOnBook(\"binance:BTC/USD\", book => { });\n");
        Folder.Write("mine/throws.csx", Throwing);
        Folder.Write("mine/good.csx", Good);
        var result = await RunAsync(
            "run", "--watch", "binance:BTC/USDT", "--strategy", "mine", "--seconds", "8", "--json");
        Assert.Equal(0, result.ExitCode);
        var strategies = result.Json.GetProperty("strategies").EnumerateArray()
            .ToDictionary(x => x.GetProperty("name").GetString()!);

        Assert.Equal("failed", State(strategies["broken"]));
        Assert.Contains("broken.csx(1,1): CS0103", strategies["broken"].GetProperty("diagnostics")[0].GetString());
        Assert.Equal("failed", State(strategies["lost"]));
        Assert.Contains("nearest: BTC/USDT", Fault(strategies["lost"]));
        Assert.Contains("lost.csx:2", Fault(strategies["lost"]));
        Assert.True(strategies["throws"].GetProperty("faults").GetInt64() > 0);
        Assert.Contains("throws.csx:3", Fault(strategies["throws"]));
        Assert.Contains("on purpose", Fault(strategies["throws"]));
        Assert.Equal("running", State(strategies["good"]));
        Assert.True(strategies["good"].GetProperty("signals").GetInt64() > 0);
        Assert.Equal("live", result.Json.GetProperty("feeds")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_strategy_that_is_not_there_is_named() =>
        await FailsAsync(2, ["run", "--strategy", "nowhere.csx"], "nowhere.csx");

    [Fact]
    public async Task A_folder_without_strategies_is_named()
    {
        Directory.CreateDirectory(Folder["hollow"]);
        await FailsAsync(2, ["run", "--strategy", "hollow"], "hollow", ".csx");
        await FailsAsync(2, ["check", "hollow"], "hollow", ".csx");
    }

    static string? State(JsonElement strategy) => strategy.GetProperty("state").GetString();

    static string? Fault(JsonElement strategy) => strategy.GetProperty("newestFault").GetString();
}
