using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Architecture;

/// <summary>The repository's own files, read once; what builds and editors leave behind is not among them.</summary>
static class RepositoryTree
{
    static readonly string[] TextExtensions =
        [".cs", ".csx", ".md", ".csproj", ".props", ".targets", ".json", ".sln", ".txt", ".sh", ".ci/run", "config"];

    static readonly string[] Foreign = ["artifacts", "bin", "obj", "TestResults"];

    public static IReadOnlyList<string> Folders { get; } = [.. FoldersBelow(Repository.Root)];

    /// <summary>Every text file.</summary>
    public static IReadOnlyList<RepositoryFile> Files { get; } =
    [
        .. from folder in Folders.Prepend("")
           from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder))
           let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
           where TextExtensions.Any(x => path.EndsWith(x, StringComparison.Ordinal))
           orderby path
           select new RepositoryFile(path, File.ReadAllText(file)),
    ];

    public static IReadOnlyList<RepositoryFile> Sources { get; } = [.. Files.Where(x => x.HasExtension(".cs"))];

    /// <summary>The sources that run in production.</summary>
    public static IReadOnlyList<RepositoryFile> Production { get; } =
        [.. Sources.Where(x => x.IsUnder("host", "plugins"))];

    public static IReadOnlyList<RepositoryFile> Documents { get; } = [.. Files.Where(x => x.HasExtension(".md"))];

    public static IReadOnlyList<RepositoryFile> Projects { get; } = [.. Files.Where(x => x.HasExtension(".csproj"))];

    public static RepositoryFile Get(string path) =>
        Files.FirstOrDefault(x => x.Path == path) ?? throw new FileNotFoundException($"The rules read {path}.");

    public static bool Exists(string path) => Path.Exists(Path.Combine(Repository.Root, path));

    static IEnumerable<string> FoldersBelow(string folder)
    {
        foreach (var below in Directory.EnumerateDirectories(folder))
        {
            var name = Path.GetFileName(below);
            if (Foreign.Contains(name) || (name.StartsWith('.') && name != ".ci")) continue;
            yield return Path.GetRelativePath(Repository.Root, below).Replace('\\', '/');
            foreach (var deeper in FoldersBelow(below)) yield return deeper;
        }
    }
}
