using System.Runtime.CompilerServices;

namespace StrategyHost.Tests.TestKit;

/// <summary>Where the sources that these tests were built from are.</summary>
public static class Repository
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
