namespace StrategyHost.Loading.Plugins;

/// <summary>
/// Finds and loads exchange plugins, one in each folder <c>plugins/&lt;Name&gt;/</c>. It runs none of their code: an
/// adapter is made when the host calls its venue's function. A bad plugin is one sentence and does not stop the others.
/// </summary>
public static class PluginCatalog
{
    /// <summary>The version of the contracts that this host has, which plugins are held against.</summary>
    public static Version ContractVersion { get; } = SharedAssemblies.Contracts.GetName().Version!;

    /// <summary>Loads every plugin of a folder that can be loaded.</summary>
    /// <param name="folder">The folder of the plugins' folders.</param>
    public static PluginListing Load(string folder)
    {
        var finder = new PluginFinder(ContractVersion);
        var plugins = new List<LoadedPlugin>();
        var problems = new List<PluginProblem>();
        foreach (var found in finder.Find(folder))
        {
            if (PluginLoader.TryLoad(found, out var plugin, out var sentence)) plugins.Add(plugin);
            else problems.Add(new PluginProblem(found.Manifest.Path, sentence));
        }

        return new PluginListing(plugins, [.. finder.Problems, .. problems]);
    }
}
