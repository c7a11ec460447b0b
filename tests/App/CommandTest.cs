using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.App;

/// <summary>What tests of commands share: a folder to run in, and what every failure must look like.</summary>
public abstract class CommandTest : IDisposable
{
    public TempFolder Folder { get; } = new();

    /// <summary>The repository's small recording of the embedded exchange.</summary>
    public static string Recording { get; } =
        Path.Combine(Repository.Root, "tests", "Recordings", "simulated.frames.gz");

    public static string Shipped(string strategy) => Path.Combine(Repository.Root, "strategies", strategy);

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<HostResult> RunAsync(params string[] arguments) =>
        HostProcess.RunAsync(Folder.Path, arguments);

    /// <summary>Runs a command that must end with a code and one sentence, which has some words.</summary>
    private protected async Task<HostResult> FailsAsync(int code, string[] arguments, params string[] words)
    {
        var result = await RunAsync(arguments);
        AssertFailed(result, code, words);
        return result;
    }

    private protected static void AssertFailed(HostResult result, int code, params string[] words)
    {
        Assert.True(code == result.ExitCode, $"{code} was expected: {result}");
        var sentence = result.Sentences.FirstOrDefault();
        Assert.True(sentence is not null, result.ToString());
        foreach (var word in words) Assert.Contains(word, sentence);
        Assert.DoesNotContain(result.Error, x => x.StartsWith("   at ", StringComparison.Ordinal));
        Assert.DoesNotContain("Exception", string.Join('\n', result.Error));
    }
}
