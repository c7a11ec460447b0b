using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace StrategyHost.Tests.App;

/// <summary>What a process that ended left behind.</summary>
sealed record HostResult(int ExitCode, IReadOnlyList<string> Out, IReadOnlyList<string> Error)
{
    /// <summary>The whole of standard output, which must be one JSON document.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(string.Join('\n', Out));

    /// <summary>The lines on standard error that are no log lines.</summary>
    public string[] Sentences => [.. Error.Where(x => !IsLogged(x))];

    /// <summary>Everything, for a failing test's message.</summary>
    public override string ToString() =>
        $"exit code {ExitCode}\n--- out\n{string.Join('\n', Out)}\n--- error\n{string.Join('\n', Error)}";

    // 14:41:31.710 info: engine[100] ...
    static bool IsLogged(string line) => line.Length > 13 && TimeOnly.TryParseExact(
        line[..12], "HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}

/// <summary>
/// The real executable in a process of its own, with nothing on its standard input. A guard bounds every wait: what
/// hangs fails, with all that was printed, instead of holding up the tests.
/// </summary>
sealed class HostProcess : IDisposable
{
    static readonly TimeSpan Guard = TimeSpan.FromSeconds(75);

    readonly Process process;

    HostProcess(Process process)
    {
        this.process = process;
        Out = new OutputLines(process.StandardOutput);
        Error = new OutputLines(process.StandardError);
    }

    public static string Executable { get; } = typeof(HostProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(x => x.Key == "Executable").Value!;

    public OutputLines Out { get; }

    public OutputLines Error { get; }

    /// <summary>Starts <c>strategyhost</c> in a folder.</summary>
    public static HostProcess Start(
        string folder, string[] arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Executable);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new HostProcess(process);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<HostResult> RunAsync(
        string folder, string[] arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        using var host = Start(folder, arguments, variables);
        return await host.EndAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<HostResult> EndAsync()
    {
        try
        {
            var exit = process.WaitForExitAsync(CancellationToken.None);
            await Task.WhenAll(exit, Out.Ended, Error.Ended).WaitAsync(Guard);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"still running after {Guard.TotalSeconds:0} s\n{new HostResult(0, Out.All, Error.All)}");
        }

        return new HostResult(process.ExitCode, Out.All, Error.All);
    }

    /// <summary>Waits for the first line that has all of some words; the line.</summary>
    public async Task<string> LineAsync(OutputLines lines, params string[] words)
    {
        try
        {
            return await lines.FirstAsync(line => words.All(line.Contains)).WaitAsync(Guard);
        }
        catch (Exception missing) when (missing is TimeoutException or EndOfStreamException)
        {
            var all = new HostResult(process.HasExited ? process.ExitCode : 0, Out.All, Error.All);
            throw new InvalidOperationException($"no line with {string.Join(" ... ", words)}\n{all}", missing);
        }
    }

    /// <summary>Sends it a signal by name and waits for its end.</summary>
    public async Task<HostResult> SignalAsync(string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {process.Id}"]);
        await kill.WaitForExitAsync(CancellationToken.None);
        return await EndAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
