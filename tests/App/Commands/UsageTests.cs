namespace StrategyHost.Tests.App.Commands;

public sealed class UsageTests : CommandTest
{
    static readonly string[] Names = ["run", "book", "instruments", "check", "record", "replay", "simulate"];

    public static TheoryData<string> Commands { get; } = new(Names);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_help_with_an_example(string command)
    {
        var result = await RunAsync(command, "--help");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.Out, x => x.Contains($"Example: strategyhost {command}"));
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        var result = await RunAsync("--help");
        Assert.Equal(0, result.ExitCode);
        foreach (var command in Names)
            Assert.Contains(result.Out, x => x.TrimStart().StartsWith($"{command} ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rnu", "'rnu'")]
    [InlineData("run --levels 5", "'--levels'")]
    [InlineData("run extra", "'extra'")]
    [InlineData("run --seconds abc", "--seconds", "'abc'")]
    [InlineData("run --seconds 0", "--seconds", "'0'")]
    [InlineData("run --seconds NaN", "--seconds", "'NaN'")]
    [InlineData("run --seconds", "--seconds")]
    [InlineData("run --stats-every 0", "--stats-every", "'0'")]
    [InlineData("run --stats-every 1.5", "--stats-every", "'1.5'")]
    [InlineData("run --port 65536", "--port", "'65536'")]
    [InlineData("run --ui curses", "'curses'", "'plain'")]
    [InlineData("book binance:BTC/USDT --levels 0", "--levels", "1 to 1000")]
    [InlineData("book binance:BTC/USDT --levels x", "--levels", "'x'")]
    [InlineData("book binance:BTC/USDT --timeout -1", "--timeout", "'-1'")]
    [InlineData("book", "book")]
    [InlineData("replay", "replay")]
    [InlineData("replay x.frames.gz --speed fast", "--speed", "'fast'")]
    [InlineData("simulate --seed 1e9", "--seed", "'1e9'")]
    public async Task Bad_usage_is_one_sentence_and_the_way_to_help(string line, params string[] words)
    {
        var result = await FailsAsync(2, line.Split(' '), words);
        Assert.Empty(result.Out);
        Assert.Contains("--help", result.Error[^1]);
    }

    [Theory]
    [InlineData("binance:BTC/USD", "nearest: BTC/USDT")]
    [InlineData("binanc:BTC/USDT", "nearest: binance")]
    public async Task An_unknown_name_to_watch_is_refused_with_the_nearest(string name, string nearest) =>
        await FailsAsync(2, ["run", "--watch", name, "--seconds", "1", "--json"], name, nearest);
}
