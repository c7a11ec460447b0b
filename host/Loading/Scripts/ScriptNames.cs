using System.Globalization;

namespace StrategyHost.Loading.Scripts;

/// <summary>
/// What a strategy is called: its file's name without <c>.csx</c>. In its assembly the name is changed so that it can
/// clash with nothing the script says.
/// </summary>
static class ScriptNames
{
    const string Extension = ".csx";

    public static bool IsScript(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The strategy's name.</summary>
    public static string StrategyOf(string path) =>
        IsScript(path) ? Path.GetFileName(path)[..^Extension.Length] : Path.GetFileName(path);

    /// <summary>
    /// The class that holds the top-level code: <c>book_watch#0</c>. The number sign is the compiler's own habit, and
    /// needed: a plain <c>Spread</c> would forbid <c>spread.csx</c> a variable of its own name, and hide types.
    /// </summary>
    public static string ClassOf(string strategy) => Identifier(strategy) + "#0";

    /// <summary>The assembly, so named that no script takes the name of one it refers to.</summary>
    public static string AssemblyOf(string strategy) => "strategy-" + Identifier(strategy);

    static string Identifier(string strategy) =>
        string.Concat(strategy.Select(letter => IsIdentifierPart(letter) ? letter : '_'));

    static bool IsIdentifierPart(char letter) =>
        char.IsLetterOrDigit(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.ConnectorPunctuation;
}
