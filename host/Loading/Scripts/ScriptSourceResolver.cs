using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace StrategyHost.Loading.Scripts;

/// <summary>
/// Finds the files that a script names by <c>#load</c>, relative to the file that names them, and remembers each one
/// read: whoever watches the script watches them too.
/// </summary>
sealed class ScriptSourceResolver(string folder, string currentDirectory)
    : SourceFileResolver(ImmutableArray<string>.Empty, folder)
{
    readonly List<string> read = [];

    public IReadOnlyList<string> FilesRead => read;

    /// <summary>Reads the way a script itself is read; without that the text cannot be embedded in the PDB.</summary>
    public override SourceText ReadText(string resolvedPath)
    {
        read.Add(resolvedPath);
        var shown = ShownPath.Of(resolvedPath, currentDirectory);
        if (ScriptSource.TryRead(resolvedPath, shown, out var text, out var problem)) return text;

        // The compiler turns this into its own diagnostic at the #load line.
        throw new IOException(problem.Message);
    }
}
