namespace StrategyHost.Loading.Scripts;

/// <summary>A strategy's file.</summary>
/// <param name="Name">The strategy's name: the file's without <c>.csx</c>.</param>
/// <param name="Path">The file, relative where the user named it so.</param>
public sealed record ScriptFile(string Name, string Path);

/// <summary>What was found.</summary>
/// <param name="Files">The strategies by name.</param>
/// <param name="Problems">What was asked for and cannot be had, a sentence each with its remedy.</param>
public sealed record ScriptListing(IReadOnlyList<ScriptFile> Files, IReadOnlyList<string> Problems);

/// <summary>
/// Finds strategies: the <c>.csx</c> files of a folder, or files by name. No two of them may have one name, since
/// settings, signals and reports go by it.
/// </summary>
public static class ScriptDirectory
{
    // What other scripts #load; listed only when named outright.
    const char IncludePrefix = '_';

    /// <summary>Lists strategies in the order of their names.</summary>
    /// <param name="paths">Folders, of which the top level counts, and files.</param>
    /// <param name="currentDirectory">What relative paths are relative to; the process's own when null.</param>
    public static ScriptListing Find(IEnumerable<string> paths, string? currentDirectory = null)
    {
        var directory = currentDirectory ?? Environment.CurrentDirectory;
        var problems = new List<string>();
        var files = new Dictionary<string, ScriptFile>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            foreach (var file in FindAt(path, directory, problems))
                files.TryAdd(Path.GetFullPath(file, directory), new ScriptFile(ScriptNames.StrategyOf(file), file));
        }

        return new ScriptListing([.. RefuseEqualNames(files.Values, problems)], problems);
    }

    static string[] FindAt(string path, string directory, List<string> problems)
    {
        var full = Path.GetFullPath(path, directory);
        if (Directory.Exists(full)) return FindInFolder(path, full, problems);
        if (File.Exists(full))
        {
            if (ScriptNames.IsScript(path)) return [path];
            problems.Add($"{path} is not a strategy: its name must end in .csx.");
        }
        else
        {
            problems.Add(
                ScriptNames.IsScript(path)
                    ? $"No strategy file {path}: check its name and folder."
                    : $"No strategies folder at {path}: make it, or name another folder or a .csx file.");
        }

        return [];
    }

    static string[] FindInFolder(string path, string full, List<string> problems)
    {
        try
        {
            var found = Directory.GetFiles(full).Select(Path.GetFileName).OfType<string>()
                .Where(name => ScriptNames.IsScript(name) && name[0] != IncludePrefix)
                .Select(name => Path.Combine(path, name))
                .ToArray();
            if (found.Length == 0)
                problems.Add($"No strategy in {path}: put a .csx file there, or name another folder.");
            return found;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The strategies folder {path} cannot be read: {error.Message}");
            return [];
        }
    }

    static IEnumerable<ScriptFile> RefuseEqualNames(IEnumerable<ScriptFile> files, List<string> problems)
    {
        var unique = new List<ScriptFile>();
        foreach (var sameName in files.GroupBy(file => file.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (sameName.Count() == 1) unique.AddRange(sameName);
            else problems.Add($"Two strategies are named {sameName.Key}: {Join(sameName)}; rename one of them.");
        }

        return unique.OrderBy(file => file.Name, StringComparer.Ordinal);
    }

    static string Join(IEnumerable<ScriptFile> files) => string.Join(" and ", files.Select(file => file.Path));
}
