using System.Runtime.CompilerServices;
using Xunit;

namespace StrategyHost.Tests.TestKit;

/// <summary>Where the repository's files and the real recordings beside it are.</summary>
public static class Captures
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    /// <summary>The folder of real recordings, which not every machine has.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "captures"));

    /// <summary>The path of a recording.</summary>
    public static string PathOf(string file) => Path.Combine(Folder, file);

    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

/// <summary>A fact over the real recordings: skipped, aloud, where that folder does not exist.</summary>
public sealed class CapturesFactAttribute : FactAttribute
{
    /// <summary>Skips where the recordings are missing.</summary>
    public CapturesFactAttribute()
    {
        if (!Directory.Exists(Captures.Folder)) Skip = "the real recordings (../shared/captures) are not on this machine";
    }
}

/// <summary>A theory over the real recordings: skipped, aloud, where that folder does not exist.</summary>
public sealed class CapturesTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips where the recordings are missing.</summary>
    public CapturesTheoryAttribute()
    {
        if (!Directory.Exists(Captures.Folder)) Skip = "the real recordings (../shared/captures) are not on this machine";
    }
}
