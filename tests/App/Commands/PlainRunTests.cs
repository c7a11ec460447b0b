namespace StrategyHost.Tests.App.Commands;

public sealed class PlainRunTests : CommandTest
{
    [SignalFact]
    public async Task Plain_lines_tell_source_feeds_signals_and_delays_and_an_interrupt_the_summary()
    {
        using var host = HostProcess.Start(Folder.Path, ["run", "--headless", "--stats-every", "50"]);
        Assert.Contains("simulated", await host.LineAsync(host.Out, " source "));
        await host.LineAsync(host.Out, " feed ", "binance:BTC/USDT live");
        await host.LineAsync(host.Out, " feed ", "binance-futures:BTC/USDT-PERP live");
        await host.LineAsync(host.Out, " signal ");
        await host.LineAsync(host.Out, " stats ", " 50 messages in ", "/s: delay mean ", "range ", "P95 ");
        var result = await host.SignalAsync("INT");
        Assert.Equal(130, result.ExitCode);
        Assert.Contains(result.Out, x => x.Contains(" summary  simulated"));
        Assert.Contains(result.Out, x => x.Contains(" strategy book-watch running"));
        Assert.Empty(result.Sentences);
    }

    [SignalFact]
    public async Task A_request_to_terminate_prints_the_report_and_exits_143()
    {
        var watching = new[] { "--watch", "binance:BTC/USDT", "--strategy", Shipped("book-watch.csx"), "--json" };
        using var host = HostProcess.Start(Folder.Path, ["run", .. watching]);
        await host.LineAsync(host.Error, "binance/stream: connected");
        var result = await host.SignalAsync("TERM");
        Assert.Equal(143, result.ExitCode);
        Assert.Equal("simulated", result.Json.GetProperty("source").GetString());
    }

    [Fact]
    public async Task Without_a_command_it_runs()
    {
        var result = await RunAsync(
            "--seconds", "1.5", "--watch", "binance:BTC/USDT", "--strategy", Shipped("microprice.csx"));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("simulated", result.Out[0]);
        Assert.Contains(result.Out, x => x.Contains(" summary "));
    }
}
