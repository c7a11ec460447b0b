using System.Text.Json;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.App.Wire;

/// <summary>The whole host and a proxy, with the embedded exchange as the venues.</summary>
public sealed class ProxyTests : CommandTest
{
    const string Password = "hush";

    [Fact]
    public async Task The_whole_host_runs_through_a_proxy_where_the_settings_ask_for_it()
    {
        using var proxy = new ConnectProxy { Wanted = "Basic " + Convert.ToBase64String("me:hush"u8) };
        var quiet = Folder.Write("quiet.csx", "Log(\"here\");");
        var run = await RunAsync(
            "run", "--config", Settings(proxy), "--seconds", "6", "--strategy", quiet, "--watch", "binance:BTC/USDT",
            "--watch", "binance-futures:BTC/USDT-PERP", "--json");
        Assert.True(run.ExitCode == 0, run.ToString());
        var feeds = run.Json.GetProperty("feeds").EnumerateArray().ToArray();
        Assert.Equal(2, feeds.Length);
        Assert.All(feeds, x => Assert.Equal("live", x.GetProperty("state").GetString()));
        Assert.All(feeds, x => Assert.True(x.GetProperty("bookUpdates").GetInt64() > 0, x.ToString()));
        Assert.All(feeds, x => Assert.Equal(0, x.GetProperty("reconnects").GetInt64()));
        // Every venue has a port of its own: of each the instruments are asked for, and two of them are watched.
        var watched = 0;
        foreach (var target in proxy.Targets.Distinct())
        {
            var ways = proxy.Firsts.Where(x => x.Contains($"Host: {target}\r\n", StringComparison.Ordinal)).ToArray();
            Assert.Contains(ways, x => !x.Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase)); // REST
            if (ways.Any(x => x.Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase))) watched++;
        }

        Assert.Equal(2, watched);

        Assert.DoesNotContain(Password, run.ToString());
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_named_in_one_sentence_without_the_password()
    {
        using var proxy = new ConnectProxy { Wanted = "Basic somebody else" };
        var result = await FailsAsync(
            1, ["book", "binance:BTC/USDT", "--config", Settings(proxy)],
            "binance", $"127.0.0.1:{proxy.Port}", "(407)");
        Assert.DoesNotContain(Password, result.ToString());
    }

    [Fact]
    public async Task The_embedded_exchange_is_reached_straight_whatever_the_environment_says()
    {
        const string Nobody = "http://127.0.0.1:1";
        var variables = new[] { "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy" }
            .ToDictionary(x => x, _ => Nobody);
        var result = await HostProcess.RunAsync(Folder.Path, ["book", "binance:BTC/USDT", "--json"], variables);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("simulated", result.Json.GetProperty("source").GetString());
    }

    string Settings(ConnectProxy proxy) => Folder.Write("mine.json", JsonSerializer.Serialize(new
    {
        StrategyHost = new
        {
            Proxy = new { Address = $"http://me:{Password}@127.0.0.1:{proxy.Port}", Loopback = true },
        },
    }));
}
