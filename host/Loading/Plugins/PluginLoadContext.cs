using System.Reflection;
using System.Runtime.Loader;

namespace StrategyHost.Loading.Plugins;

/// <summary>
/// The collectible context of one plugin. It shares the contracts and the framework with the host; everything else is
/// the plugin's own, in whatever version it brings, found through its <c>.deps.json</c> or beside it.
/// </summary>
/// <remarks>Loads by path: the files stay in use until the context is gone; some systems lock them.</remarks>
sealed class PluginLoadContext(string name, string path) : AssemblyLoadContext(name, isCollectible: true)
{
    readonly AssemblyDependencyResolver resolver = new(path);

    public Assembly LoadPlugin() => LoadFromAssemblyPath(path);

    /// <summary>True when the plugin will find an assembly of that name.</summary>
    public bool Has(AssemblyName assembly) =>
        assembly.Name == SharedAssemblies.ContractsName
        || SharedAssemblies.IsFramework(assembly.Name)
        || resolver.ResolveAssemblyToPath(assembly) is not null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == SharedAssemblies.ContractsName) return SharedAssemblies.Contracts;
        if (resolver.ResolveAssemblyToPath(assemblyName) is { } own) return LoadFromAssemblyPath(own);
        if (SharedAssemblies.IsFramework(assemblyName.Name)) return null;

        // Not FileNotFoundException: the runtime takes that for a no and then asks the host's own context.
        throw new FileLoadException(
            $"{assemblyName.Name} {assemblyName.Version} is not beside {Path.GetFileName(path)}");
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } own
            ? LoadUnmanagedDllFromPath(own)
            : base.LoadUnmanagedDll(unmanagedDllName);
}
