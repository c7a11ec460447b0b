using System.Text.RegularExpressions;

namespace StrategyHost.Tests.Architecture;

/// <summary>How long, how wide, and what is left over: the rules that need no more than lines.</summary>
static partial class LayoutRules
{
    public const int MaxLines = 400;
    public const int MaxColumns = 120;
    public const int PluginLinesPerVenue = 700;

    static readonly string[] Leftovers = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X"];

    public static IEnumerable<string> Size(RepositoryFile file)
    {
        if (file.Lines.Length > MaxLines) yield return $"{file.Path}: {file.Lines.Length} lines, {MaxLines} at most";
        for (var i = 0; i < file.Lines.Length; i++)
        {
            var width = file.Lines[i].Length;
            if (width > MaxColumns) yield return file.At(i, $"{width} columns, {MaxColumns} at most");
        }
    }

    public static IEnumerable<string> Leftover(RepositoryFile file) =>
        from line in Numbered(file)
        from word in Leftovers
        where Regex.IsMatch(line.Text, $@"\b{word}\b")
        select file.At(line.Number, $"{word}: do it, or write an issue");

    public static IEnumerable<string> Regions(RepositoryFile file) =>
        from line in Numbered(file)
        where line.Text.TrimStart().StartsWith("#reg" + "ion", StringComparison.Ordinal)
        select file.At(line.Number, "a region: divide the file instead");

    /// <summary>Warnings silenced in a source file, but for the listed ones ("path code").</summary>
    public static IEnumerable<string> Silenced(RepositoryFile file, IReadOnlyCollection<string> listed) =>
        from line in Numbered(file)
        let match = Pragma().Match(line.Text)
        where match.Success && !listed.Contains($"{file.Path} {match.Groups["code"].Value}")
        select file.At(line.Number, $"{match.Groups["code"].Value} silenced here: cure it, or list it in LayoutTests");

    /// <summary>Paths of somebody's machine: they mean nothing to anybody else.</summary>
    public static IEnumerable<string> MachinePaths(RepositoryFile file) =>
        from line in Numbered(file)
        let match = MachinePath().Match(line.Text)
        where match.Success
        select file.At(line.Number, $"'{match.Value}' is a path of one machine");

    /// <summary>A plugin stays small: so many lines for each venue API that it offers.</summary>
    public static IEnumerable<string> PluginSize(string folder, IReadOnlyCollection<RepositoryFile> sources)
    {
        var own = sources.Where(x => x.IsUnder(folder)).ToArray();
        var venues = own.Sum(x => Regex.Count(x.Text, @"^\[assembly: ExchangePlugin\(", RegexOptions.Multiline));
        var lines = own.Sum(x => x.Lines.Length);
        if (venues == 0) yield return $"{folder}: offers no venue";
        else if (lines > venues * PluginLinesPerVenue)
            yield return $"{folder}: {lines} lines, {venues * PluginLinesPerVenue} at most for {venues} venue API(s)";
    }

    static IEnumerable<(int Number, string Text)> Numbered(RepositoryFile file) =>
        file.Lines.Select((text, number) => (number, text));

    [GeneratedRegex(@"^\s*#pragma warning disable (?<code>\w+)")]
    private static partial Regex Pragma();

    [GeneratedRegex(@"(?<![\w.~])/(?:home|Users|root|work)/\w+|[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();
}
