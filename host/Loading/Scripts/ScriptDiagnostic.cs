namespace StrategyHost.Loading.Scripts;

/// <summary>One thing wrong with a script, at its place. Its text is <c>file(line,col): code: message</c>.</summary>
/// <param name="File">The file as the user named it, or relative to the current directory.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Code">The compiler's (<c>CS0103</c>), or ours for a file that cannot be compiled at all.</param>
/// <param name="Message">What is wrong, with the remedy where one is usual.</param>
/// <param name="IsError">False for a warning, which stops nothing.</param>
public sealed record ScriptDiagnostic(string File, int Line, int Column, string Code, string Message, bool IsError)
{
    /// <summary>No file there.</summary>
    public const string Missing = "SH1001";

    /// <summary>A folder, not a file.</summary>
    public const string IsFolder = "SH1002";

    /// <summary>The file exists and cannot be read.</summary>
    public const string Unreadable = "SH1003";

    /// <summary>Larger than a script can sensibly be.</summary>
    public const string TooLarge = "SH1004";

    /// <summary>Nothing in it.</summary>
    public const string Empty = "SH1005";

    /// <summary>Bytes that are not UTF-8 text.</summary>
    public const string NotText = "SH1006";

    /// <summary>Brackets within brackets, deeper than the compiler can follow.</summary>
    public const string TooDeep = "SH1007";

    /// <inheritdoc/>
    public override string ToString() => $"{File}({Line},{Column}): {Code}: {Message}";
}
