using System.Diagnostics;
using System.Text.Json;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.App.Wire;

/// <summary>
/// A client in another language, over a library that is not ours, keeps every venue's books from the embedded exchange
/// alone and ends with its truth.
/// </summary>
public sealed class IndependentClientTests : CommandTest
{
    static readonly TimeSpan Guard = TimeSpan.FromSeconds(90);

    [PythonFact]
    public Task An_independent_client_ends_with_the_truth_of_every_venue() => AgreesAsync();

    [PythonFact]
    public Task And_so_it_does_when_okx_resets_its_numbers_and_bybit_restarts() =>
        AgreesAsync("--switch", "okx-resets", "--switch", "bybit-restarts");

    async Task AgreesAsync(params string[] switches)
    {
        using var host = HostProcess.Start(Folder.Path, ["simulate", .. switches]);
        var addresses = await host.LineAsync(host.Out, "{");
        var script = Path.Combine(Repository.Root, "tests", "Independent", "best_prices.py");
        using var client = Process.Start(new ProcessStartInfo(PythonFactAttribute.Interpreter, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await client.StandardInput.WriteLineAsync(addresses);
        var (told, wrong) = (client.StandardOutput.ReadToEndAsync(), client.StandardError.ReadToEndAsync());
        try
        {
            await Task.WhenAll(told, wrong).WaitAsync(Guard);
        }
        finally
        {
            if (!client.HasExited) client.Kill();
        }

        await client.WaitForExitAsync(CancellationToken.None);
        Assert.True(client.ExitCode == 0, $"{await told}\n{await wrong}");
        var venues = JsonSerializer.Deserialize<JsonElement>(addresses).EnumerateObject().Select(x => x.Name);
        foreach (var venue in venues) Assert.Contains($"{venue}:", await told);
    }
}
