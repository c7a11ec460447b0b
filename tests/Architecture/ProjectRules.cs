using System.Xml.Linq;

namespace StrategyHost.Tests.Architecture;

/// <summary>Who may refer to whom: the table of docs/architecture.md, held against the project files.</summary>
static class ProjectRules
{
    /// <summary>What the projects of a folder may use; a name that ends in / means everything below it.</summary>
    sealed record Allowance(string Folder, string[] Projects, string[] Packages, bool MayUseWebServer = false);

    const string Contracts = "host/Contracts";
    const string Compiler = "Microsoft.CodeAnalysis.CSharp";
    const string CompilerAnalyzers = "Microsoft.CodeAnalysis.Analyzers"; // pins what the compiler wants beside it
    const string Logging = "Microsoft.Extensions.Logging.Abstractions";

    static readonly Allowance[] Table =
    [
        new(Contracts, [], []),
        new("host/Engine", [Contracts], [Logging]),
        new("host/Analysis", [Contracts], [Logging, "OpenAI"]),
        new("host/Loading", [Contracts], [Logging, Compiler, CompilerAnalyzers]),
        new("host/Testing", [Contracts], []),
        new("host/Simulator", [Contracts], [Logging], MayUseWebServer: true),
        new("host/Terminal", [], []),
        new("host/App", ["host/", "plugins/"], ["System.CommandLine", Logging], MayUseWebServer: true),
        new("plugins/", [Contracts], []),
        new("tests/", ["host/", "plugins/", "tests/TestKit"], ["*"], MayUseWebServer: true),
        new("bench/", ["host/", "plugins/"], ["*"], MayUseWebServer: true),
    ];

    /// <summary>References that the table does not allow.</summary>
    public static IEnumerable<string> References(RepositoryFile project)
    {
        if (Table.FirstOrDefault(x => Covers(x.Folder, project.Folder)) is not { } may)
        {
            return [$"{project.Path}: its folder has no row in the table of dependencies"];
        }

        var projects =
            from item in Items(project, "ProjectReference")
            from included in Expand(project, Included(item))
            from finding in Judge(project, may, FolderOf(project, included), item)
            select finding;
        var packages = Items(project, "PackageReference").Select(Included)
            .Where(x => !may.Packages.Contains("*") && !may.Packages.Contains(x))
            .Select(x => $"{project.Path}: may not use the package {x}");
        var frameworks = Items(project, "FrameworkReference").Select(Included)
            .Where(_ => !may.MayUseWebServer)
            .Select(x => $"{project.Path}: may not use the framework {x}");
        return [.. projects, .. packages, .. frameworks];
    }

    /// <summary>A project that the solution does not list is built and tested by nobody.</summary>
    public static IEnumerable<string> NotInSolution(RepositoryFile project, RepositoryFile solution)
    {
        if (!solution.Text.Contains($"\"{project.Path.Replace('/', '\\')}\"", StringComparison.Ordinal))
            yield return $"{project.Path}: is not in {solution.Path}";
    }

    /// <summary>Folders without any file, and projects without any source.</summary>
    public static IEnumerable<string> Empty(
        IEnumerable<string> folders, IReadOnlyCollection<string> files, IEnumerable<RepositoryFile> projects)
    {
        bool HasBelow(string folder, string extension) => files.Any(
            x => x.StartsWith(folder + "/", StringComparison.Ordinal)
                && x.EndsWith(extension, StringComparison.Ordinal));
        foreach (var folder in folders.Where(x => !HasBelow(x, "")))
            yield return $"{folder}: an empty folder";
        foreach (var project in projects.Where(x => !HasBelow(x.Folder, ".cs")))
            yield return $"{project.Path}: a project without sources";
    }

    /// <summary>The namespace of a file: its project's root namespace, then its folders.</summary>
    public static string NamespaceOf(RepositoryFile project, RepositoryFile file)
    {
        var name = project.Name.Replace(".csproj", "", StringComparison.Ordinal);
        var prefix = project.IsUnder("tests") ? "StrategyHost.Tests." : "StrategyHost.";
        var root = project.Xml.Descendants("RootNamespace").Select(x => x.Value).FirstOrDefault()
            ?? prefix + name.Replace(".Tests", "", StringComparison.Ordinal);
        return root + file.Folder[project.Folder.Length..].Replace('/', '.');
    }

    public static IEnumerable<string> PackageVersions(RepositoryFile props) =>
        Items(props, "PackageVersion").Select(Included);

    static IEnumerable<string> Judge(RepositoryFile project, Allowance may, string folder, XElement reference)
    {
        if (!may.Projects.Any(x => Covers(x, folder)))
        {
            yield return $"{project.Path}: may not refer to {folder}";
        }

        if (project.Folder == "host/App" && folder.StartsWith("plugins/", StringComparison.Ordinal)
            && Setting(reference, "ReferenceOutputAssembly") != "false")
        {
            yield return $"{project.Path}: builds {folder} but must not refer to it (ReferenceOutputAssembly=false)";
        }

        if (project.IsUnder("plugins")
            && (Setting(reference, "Private") != "false" || Setting(reference, "ExcludeAssets") != "runtime"))
        {
            yield return $"{project.Path}: must not copy {folder} (Private=false, ExcludeAssets=runtime)";
        }
    }

    static bool Covers(string allowed, string folder) =>
        allowed.EndsWith('/') ? folder.StartsWith(allowed, StringComparison.Ordinal) : folder == allowed;

    static IEnumerable<XElement> Items(RepositoryFile project, string kind) =>
        project.Xml.Descendants(kind).Where(x => x.Attribute("Include") is not null);

    static string Included(XElement item) => item.Attribute("Include")!.Value;

    static string? Setting(XElement item, string name) =>
        (item.Attribute(name)?.Value ?? item.Element(name)?.Value)?.ToLowerInvariant();

    // A reference may stand for a list of the same file: @(PluginProject).
    static IEnumerable<string> Expand(RepositoryFile project, string included) =>
        included.StartsWith("@(", StringComparison.Ordinal)
            ? Items(project, included.Trim('@', '(', ')')).Select(Included)
            : [included];

    static string FolderOf(RepositoryFile project, string included)
    {
        var target = Path.Combine("/", project.Folder, included.Replace('\\', '/'));
        return Path.GetDirectoryName(Path.GetFullPath(target))![1..].Replace('\\', '/');
    }
}
