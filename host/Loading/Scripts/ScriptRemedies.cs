using StrategyHost.Strategy;

namespace StrategyHost.Loading.Scripts;

/// <summary>
/// Adds to the compiler's words what a strategy's author can do about them, where the compiler knows only the
/// language. Never replaces them.
/// </summary>
static class ScriptRemedies
{
    const string CopyIt = "a book is valid only until its handler returns; copy it first: book.Copy()";

    static readonly string[] Globals =
        [.. typeof(IStrategyGlobals).GetMembers().Select(member => member.Name).Distinct()];

    public static string Explain(string code, string message) =>
        RemedyFor(code, message) is { } remedy ? $"{message.TrimEnd('.')}: {remedy}" : message;

    static string? RemedyFor(string code, string message) => code switch
    {
        "CS4012" or "CS4007" or "CS8345" or "CS8352" or "CS9202" or "CS9244" when IsBorrowed(message) => CopyIt,

        // Capturing: the compiler names the variable, not its type. In a script it is a book or a part of one.
        "CS8175" or "CS9108" => CopyIt,
        "CS0019" when message.Contains("'decimal'", StringComparison.Ordinal)
            && message.Contains("'double'", StringComparison.Ordinal) =>
            "prices are decimal; write 0.5m, or (double)price",
        "CS0103" when Globals.FirstOrDefault(name => IsMisspelt(message, name)) is { } near => $"did you mean {near}?",
        "CS0120" when message.Contains(nameof(IStrategyGlobals), StringComparison.Ordinal) =>
            "a class in a script does not see the globals; hand it what it needs",
        "CS0006" when message.Contains("nuget:", StringComparison.OrdinalIgnoreCase) =>
            "name the assembly's file instead: #r \"lib/Some.dll\"",
        "CS0006" => "name an assembly's file, relative to this one",
        "CS1069" => "scripts are compiled without that assembly, on purpose",
        "CS7021" => "declare types at the top level of the script",
        _ => null,
    };

    static bool IsBorrowed(string message) =>
        message.Contains(nameof(BookView), StringComparison.Ordinal)
        || message.Contains(nameof(LevelList), StringComparison.Ordinal);

    static bool IsMisspelt(string message, string name) =>
        message.Contains($"'{name}'", StringComparison.OrdinalIgnoreCase);
}
