using System.Text.RegularExpressions;

namespace StrategyHost.Tests.Architecture;

/// <summary>Documents: one title each, links that lead somewhere, and none that nothing leads to.</summary>
static partial class DocumentRules
{
    public static IEnumerable<string> OneTitle(RepositoryFile file)
    {
        var titles = Prose(file).Count(x => x.StartsWith("# ", StringComparison.Ordinal));
        if (titles != 1) yield return $"{file.Path}: {titles} titles ('# ...'), one expected";
    }

    /// <summary>Links to files that do not exist, or to headings that a document does not have.</summary>
    public static IEnumerable<string> DeadLinks(
        RepositoryFile file, Func<string, bool> exists, Func<string, RepositoryFile?> read)
    {
        foreach (var (path, anchor) in LinksOf(file))
        {
            if (!exists(path)) yield return $"{file.Path}: links to {path}, which does not exist";
            else if (anchor.Length > 0 && read(path) is { } target && !AnchorsOf(target).Contains(anchor))
                yield return $"{file.Path}: links to {path}#{anchor}, which has no such heading";
        }
    }

    /// <summary>Documents below docs/ that no other document links to.</summary>
    public static IEnumerable<string> Unreachable(IReadOnlyCollection<RepositoryFile> documents)
    {
        var linked = documents
            .SelectMany(x => LinksOf(x).Select(link => link.Path).Where(path => path != x.Path))
            .ToHashSet(StringComparer.Ordinal);
        return documents.Where(x => x.IsUnder("docs") && !linked.Contains(x.Path))
            .Select(x => $"{x.Path}: no other document links to it");
    }

    /// <summary>The rows of the first table under a heading, without its head.</summary>
    public static IEnumerable<string[]> TableUnder(RepositoryFile file, string heading) =>
        Section(file, heading)
            .SkipWhile(x => !x.StartsWith('|')).TakeWhile(x => x.StartsWith('|')).Skip(2)
            .Select(x => x.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries));

    /// <summary>The words in code marks under a heading.</summary>
    public static string[] ListUnder(RepositoryFile file, string heading) =>
        [.. Section(file, heading).SelectMany(x => Marked().Matches(x)).Select(x => x.Groups[1].Value)];

    static IEnumerable<string> Section(RepositoryFile file, string heading) =>
        file.Lines.SkipWhile(x => x != $"## {heading}").Skip(1)
            .TakeWhile(x => !x.StartsWith("## ", StringComparison.Ordinal));

    static IEnumerable<(string Path, string Anchor)> LinksOf(RepositoryFile file)
    {
        foreach (Match match in Link().Matches(string.Join('\n', Prose(file))))
        {
            var parts = match.Groups["target"].Value.Split('#', 2);
            if (parts[0].Contains("://", StringComparison.Ordinal) || parts[0].StartsWith("mailto:")) continue;
            var path = parts[0].Length == 0 ? file.Path : Resolve(file.Folder, parts[0]);
            yield return (path, parts.Length > 1 ? parts[1] : "");
        }
    }

    static string Resolve(string folder, string target)
    {
        var steps = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var step in Uri.UnescapeDataString(target).TrimEnd('/').Split('/'))
        {
            if (step == ".." && steps.Count > 0) steps.RemoveAt(steps.Count - 1);
            else if (step != ".") steps.Add(step);
        }

        return string.Join('/', steps);
    }

    // As the usual renderers make them: lower case, marks dropped, spaces to hyphens.
    static IEnumerable<string> AnchorsOf(RepositoryFile file) =>
        Prose(file).Where(x => x.StartsWith('#')).Select(x => NotInAnchors()
            .Replace(x.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    static IEnumerable<string> Prose(RepositoryFile file)
    {
        var isCode = false;
        foreach (var line in file.Lines)
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal)) isCode = !isCode;
            else if (!isCode) yield return line;
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Marked();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
