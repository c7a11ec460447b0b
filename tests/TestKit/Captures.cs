using Xunit;

namespace StrategyHost.Tests.TestKit;

/// <summary>Where the real recordings are, beside the repository.</summary>
public static class Captures
{
    /// <summary>What a test says that is skipped because they are missing.</summary>
    public const string Missing = "the real recordings (../shared/captures) are not on this machine";

    /// <summary>The folder of real recordings, which not every machine has.</summary>
    public static string Folder { get; } =
        Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "captures"));

    /// <summary>The path of a recording.</summary>
    public static string PathOf(string file) => Path.Combine(Folder, file);
}

/// <summary>A fact over the real recordings: skipped, aloud, where that folder does not exist.</summary>
public sealed class CapturesFactAttribute : FactAttribute
{
    /// <summary>Skips where the recordings are missing.</summary>
    public CapturesFactAttribute()
    {
        if (!Directory.Exists(Captures.Folder)) Skip = Captures.Missing;
    }
}

/// <summary>A theory over the real recordings: skipped, aloud, where that folder does not exist.</summary>
public sealed class CapturesTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips where the recordings are missing.</summary>
    public CapturesTheoryAttribute()
    {
        if (!Directory.Exists(Captures.Folder)) Skip = Captures.Missing;
    }
}
