using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using StrategyHost.Strategy;

namespace StrategyHost.Loading.Scripts;

/// <summary>
/// Compiles a <c>.csx</c> file against the strategy globals into an image. It runs nothing and loads nothing, and
/// whatever is wrong with the file is a diagnostic at its line, never an exception.
/// </summary>
/// <remarks>
/// Always Release IL: without optimisation a handler is some ten times slower. Never <c>CSharpScript</c>, which leaves
/// a load context behind at each use. For any thread.
/// </remarks>
/// <param name="currentDirectory">What relative paths are relative to; the process's own when null.</param>
public sealed class ScriptCompiler(string? currentDirectory = null)
{
    static readonly string[] Imports =
    [
        "System", "System.Collections.Generic", "System.Linq", "System.Math", "System.Threading",
        "System.Threading.Tasks", "StrategyHost.Market", "StrategyHost.Strategy",
    ];

    static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    // The checksum of the PDB itself, kept in the assembly; the documents' own come with their text.
    static readonly EmitOptions Emission = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    readonly string directory = currentDirectory ?? Environment.CurrentDirectory;

    /// <summary>Compiles a file.</summary>
    /// <param name="path">The script, as the user named it.</param>
    /// <param name="cancellation">Ends it early.</param>
    public ScriptCompilation Compile(string path, CancellationToken cancellation = default)
    {
        var full = Path.GetFullPath(path, directory);
        var name = ScriptNames.StrategyOf(full);
        var shown = Path.IsPathRooted(path) ? ShownPath.Of(path, directory) : path;
        if (!ScriptSource.TryRead(full, shown, out var text, out var problem))
            return new ScriptCompilation(name, full, null, [problem], [full]);
        try
        {
            return Compile(name, full, shown, text, cancellation);
        }
        catch (Exception error) when (IsOutOfStack(error))
        {
            // The compiler gives up by exception at some expressions that go on for ever.
            const string words = "has an expression too long to compile: divide it";
            problem = new(shown, 1, 1, ScriptDiagnostic.TooDeep, words, true);
            return new ScriptCompilation(name, full, null, [problem], [full]);
        }
    }

    ScriptCompilation Compile(string name, string full, string shown, SourceText text, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(full)!;
        var sources = new ScriptSourceResolver(folder, directory);
        var references = new ScriptReferenceResolver(folder);
        var script = CSharpSyntaxTree.ParseText(text, ParseOptions, full, cancellation);
        var compilation = Prepare(name, script, sources, references);
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = Emit(compilation, name, assembly, symbols, cancellation);
        var className = ScriptNames.ClassOf(name);
        return new ScriptCompilation(
            name,
            full,
            result.Success
                ? new ScriptImage(name, full, className, Bytes(assembly), Bytes(symbols), references.Assemblies)
                : null,
            Describe(result.Diagnostics, full, shown),
            [full, .. sources.FilesRead, .. references.Assemblies.Select(reference => reference.Path)]);
    }

    static CSharpCompilation Prepare(
        string name, SyntaxTree script, ScriptSourceResolver sources, ScriptReferenceResolver references)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            scriptClassName: ScriptNames.ClassOf(name),
            usings: Imports,
            optimizationLevel: OptimizationLevel.Release,
            deterministic: true,
            nullableContextOptions: NullableContextOptions.Enable,
            sourceReferenceResolver: sources,
            metadataReferenceResolver: references,
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
        return CSharpCompilation.CreateScriptCompilation(
            ScriptNames.AssemblyOf(name),
            script,
            ScriptReferences.All,
            options,
            returnType: typeof(object),
            globalsType: typeof(IStrategyGlobals));
    }

    static EmitResult Emit(
        CSharpCompilation compilation, string name, Stream assembly, Stream symbols, CancellationToken cancellation) =>
        compilation.Emit(
            assembly,
            symbols,
            options: Emission.WithPdbFilePath(name + ".pdb"),
            embeddedTexts: compilation.SyntaxTrees.Select(
                tree => EmbeddedText.FromSource(tree.FilePath, tree.GetText(cancellation))),
            cancellationToken: cancellation);

    IReadOnlyList<ScriptDiagnostic> Describe(ImmutableArray<Diagnostic> diagnostics, string script, string shown) =>
    [
        .. diagnostics
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)
            .Select(diagnostic => Describe(diagnostic, script, shown))
            .OrderBy(diagnostic => diagnostic.File == shown ? 0 : 1)
            .ThenBy(diagnostic => diagnostic.File, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Line)
            .ThenBy(diagnostic => diagnostic.Column),
    ];

    // A diagnostic without a place (rare: about the whole) is shown at the script's first line.
    ScriptDiagnostic Describe(Diagnostic diagnostic, string script, string shown)
    {
        var place = diagnostic.Location.GetMappedLineSpan();
        var file = !place.IsValid || place.Path == script ? shown : ShownPath.Of(place.Path, directory);
        var start = place.IsValid ? place.StartLinePosition : LinePosition.Zero;
        return new ScriptDiagnostic(
            file,
            start.Line + 1,
            start.Character + 1,
            diagnostic.Id,
            ScriptRemedies.Explain(diagnostic.Id, diagnostic.GetMessage()),
            diagnostic.Severity == DiagnosticSeverity.Error);
    }

    static bool IsOutOfStack(Exception error) => error is InsufficientExecutionStackException
        || (error is AggregateException several && several.Flatten().InnerExceptions.All(IsOutOfStack));

    static ImmutableArray<byte> Bytes(MemoryStream stream) => ImmutableArray.Create(stream.ToArray());
}
