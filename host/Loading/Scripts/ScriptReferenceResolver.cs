using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace StrategyHost.Loading.Scripts;

/// <summary>
/// Finds the assemblies that a script names by <c>#r</c>, relative to the file that names them. It looks for nothing
/// that was not named: a compiler that hunts for missing assemblies opens the framework anew at every compile.
/// </summary>
sealed class ScriptReferenceResolver(string folder) : MetadataReferenceResolver
{
    readonly Dictionary<string, PortableExecutableReference> found = new(StringComparer.Ordinal);
    readonly List<ReferencedAssembly> assemblies = [];

    public IReadOnlyList<ReferencedAssembly> Assemblies => assemblies;

    public override bool ResolveMissingAssemblies => false;

    /// <summary>One reference or none: the compiler throws at two.</summary>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var from = baseFilePath is null ? folder : Path.GetDirectoryName(baseFilePath)!;
        var path = Path.GetFullPath(reference, from);
        if (found.TryGetValue(path, out var known)) return [known];
        if (!TryRead(path, out var assembly)) return [];
        assemblies.Add(assembly);
        return [found[path] = MetadataReference.CreateFromImage(assembly.Image, properties, filePath: path)];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);

    static bool TryRead(string path, out ReferencedAssembly assembly)
    {
        assembly = null!;
        if (!File.Exists(path)) return false;
        try
        {
            var image = ImmutableArray.Create(File.ReadAllBytes(path));
            using var reader = new PEReader(image);
            if (!reader.HasMetadata) return false;
            var metadata = reader.GetMetadataReader();
            var name = metadata.GetString(metadata.GetAssemblyDefinition().Name);
            assembly = new ReferencedAssembly(name, path, image);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BadImageFormatException
            or InvalidOperationException)
        {
            return false;
        }
    }
}
