using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace StrategyHost.Tests.App.Commands;

public sealed class SimulateTests : CommandTest
{
    [Fact]
    public async Task The_exchange_prints_its_addresses_and_tells_the_truth_of_a_book()
    {
        using var host = HostProcess.Start(Folder.Path, ["simulate", "--json"]);
        var venues = JsonSerializer.Deserialize<JsonElement>(await host.LineAsync(host.Out, "{"));
        Assert.StartsWith("ws://127.0.0.1:", venues.GetProperty("binance-futures").GetProperty("ws").GetString());
        var address = venues.GetProperty("binance").GetProperty("rest").GetString()!;
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        var asked = "/sim/truth?instrument=binance:BTC/USDT&levels=20";
        var now = await client.GetFromJsonAsync<JsonElement>(asked);
        Assert.Equal(20, now.GetProperty("bids").GetArrayLength());
        Assert.Equal(20, now.GetProperty("asks").GetArrayLength());
        var sequence = now.GetProperty("sequence").GetInt64();
        var then = await client.GetFromJsonAsync<JsonElement>($"{asked}&sequence={sequence}");
        Assert.Equal(now.GetProperty("bids").GetRawText(), then.GetProperty("bids").GetRawText());
        Assert.Equal(now.GetProperty("asks").GetRawText(), then.GetProperty("asks").GetRawText());
    }

    [Fact]
    public async Task The_exchange_ends_by_itself_when_told_to()
    {
        var result = await RunAsync("simulate", "--seconds", "0.2");
        Assert.Equal(0, result.ExitCode);
        Assert.True(result.Json.TryGetProperty("binance", out _));
    }

    [Theory]
    [InlineData("simulate")]
    [InlineData("run")]
    public async Task An_unknown_switch_is_named_beside_those_there_are(string command) =>
        await FailsAsync(2, [command, "--switch", "okx-check"], "'okx-check'", "okx-checksums", "coinbase-plain-acks");

    [Theory]
    [InlineData("simulate")]
    [InlineData("run")]
    public async Task A_port_in_use_is_named_with_the_remedy(string command)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await FailsAsync(2, [command, "--port", $"{port}", "--seconds", "1"], $"port {port}", "--port");
    }
}
