using System.Collections.Immutable;

namespace StrategyHost.Loading.Scripts;

/// <summary>What compiling a script gave: an image exactly when nothing in it is an error.</summary>
/// <param name="Name">The strategy's name.</param>
/// <param name="Path">The script's absolute path.</param>
/// <param name="Image">What to load; null when there are errors.</param>
/// <param name="Diagnostics">Errors and warnings, the script's own first, then those of the files it loads.</param>
/// <param name="Files">Absolute paths of all that was read: the script, its <c>#load</c>, its <c>#r</c> files.</param>
public sealed record ScriptCompilation(
    string Name,
    string Path,
    ScriptImage? Image,
    IReadOnlyList<ScriptDiagnostic> Diagnostics,
    IReadOnlyList<string> Files);

/// <summary>A compiled script as bytes. Immutable: it may be loaded many times, each in a new context.</summary>
/// <param name="Name">The strategy's name.</param>
/// <param name="Path">The script's absolute path.</param>
/// <param name="ClassName">The class that holds its top-level code.</param>
/// <param name="Assembly">The assembly.</param>
/// <param name="Symbols">Its portable PDB, with the sources embedded.</param>
/// <param name="References">What it names by <c>#r</c>.</param>
public sealed record ScriptImage(
    string Name,
    string Path,
    string ClassName,
    ImmutableArray<byte> Assembly,
    ImmutableArray<byte> Symbols,
    IReadOnlyList<ReferencedAssembly> References);

/// <summary>An assembly that a script names by <c>#r</c>, as it was when the script was compiled.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Path">Its absolute path.</param>
/// <param name="Image">Its bytes: they are loaded, so that the file is never locked.</param>
public sealed record ReferencedAssembly(string Name, string Path, ImmutableArray<byte> Image);
