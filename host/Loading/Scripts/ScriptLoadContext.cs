using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace StrategyHost.Loading.Scripts;

/// <summary>
/// The collectible context of one loaded script. It shares the contracts and the framework with the host, has the
/// script's <c>#r</c> files to itself, and finds nothing else.
/// </summary>
sealed class ScriptLoadContext(ScriptImage script) : AssemblyLoadContext(script.Name, isCollectible: true)
{
    public Assembly LoadScript() => LoadBytes(script.Assembly, script.Symbols);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == SharedAssemblies.ContractsName) return SharedAssemblies.Contracts;
        if (script.References.FirstOrDefault(reference => reference.Name == assemblyName.Name) is { } named)
            return LoadBytes(named.Image, default);
        if (SharedAssemblies.IsFramework(assemblyName.Name)) return null;

        // Not FileNotFoundException: the runtime takes that for a no and then asks the host's own context.
        throw new FileLoadException($"{assemblyName.Name} is not there: name its file by #r in {script.Path}.");
    }

    Assembly LoadBytes(ImmutableArray<byte> image, ImmutableArray<byte> symbols)
    {
        using var assembly = new MemoryStream(ImmutableCollectionsMarshal.AsArray(image)!, writable: false);
        if (symbols.IsDefault) return LoadFromStream(assembly);
        using var pdb = new MemoryStream(ImmutableCollectionsMarshal.AsArray(symbols)!, writable: false);
        return LoadFromStream(assembly, pdb);
    }
}
