using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using StrategyHost.Exchange;

namespace StrategyHost.Loading.Plugins;

/// <summary>
/// Loads one plugin that was found fit, and is the one holder of its context and types: unloading empties it. What
/// the plugin throws leaves here as a sentence, never as an object, which would pin the context.
/// </summary>
sealed class PluginLoader
{
    readonly string path;
    readonly Dictionary<string, Type> adapters = new(StringComparer.Ordinal);
    PluginLoadContext? context;

    PluginLoader(FoundPlugin found)
    {
        path = found.Manifest.Path;
        context = new PluginLoadContext(found.Name, Path.GetFullPath(path));
    }

    /// <summary>Loads it, or says in one sentence why not. None of the plugin's code runs.</summary>
    public static bool TryLoad(
        FoundPlugin found, [NotNullWhen(true)] out LoadedPlugin? plugin, out string sentence)
    {
        plugin = null;
        PluginLoader? loader = null;
        try
        {
            loader = new PluginLoader(found);
            sentence = loader.LoadAdapters(found.Manifest) ?? "";
        }
        catch (Exception error)
        {
            // An edge to foreign code (plugin load): the shape of a type alone can fail in a dozen ways.
            var contracts = $"{SharedAssemblies.ContractsName} {PluginCatalog.ContractVersion.ToString(2)}";
            sentence = $"{found.Manifest.Path} cannot be loaded: {InOneLine(error)}; "
                + $"rebuild it against {contracts} and copy all its output.";
        }

        if (sentence.Length == 0) plugin = loader!.Describe(found);
        else loader?.Unload();
        return plugin is not null;
    }

    LoadedPlugin Describe(FoundPlugin found)
    {
        var (name, manifest) = found;
        return new LoadedPlugin(
            name,
            path,
            manifest.Version,
            manifest.ContractVersion!,
            [.. manifest.Venues.Select(offer => new PluginVenue(offer.Venue, () => Create(offer.Venue)))],
            Unload);
    }

    string? LoadAdapters(PluginManifest manifest)
    {
        if (manifest.References.FirstOrDefault(reference => !context!.Has(reference)) is { } missing)
        {
            return $"{path} needs {missing.Name} {missing.Version}, which is not beside it: copy the plugin's whole "
                + "output, with its .deps.json.";
        }

        var assembly = context!.LoadPlugin();
        foreach (var (venue, adapter) in manifest.Venues)
        {
            if (WhyUnfit(assembly, adapter, out var type) is { } reason)
                return $"{path} names {adapter} as its adapter for {venue}, {reason}.";
            adapters.Add(venue, type);
        }

        return null;
    }

    static string? WhyUnfit(Assembly assembly, string adapter, out Type type)
    {
        type = typeof(void);
        if (adapter.Contains(',')) return "which is in another assembly: declare the plugin in the adapter's own";
        if (assembly.GetType(adapter) is not { } found) return "and has no such class";
        type = found;
        if (!found.IsVisible) return "which is not public";
        if (!found.IsClass || found.IsAbstract || found.ContainsGenericParameters) return "which cannot be made";
        if (!found.IsAssignableTo(typeof(IExchangeAdapter))) return "which does not implement IExchangeAdapter";
        if (found.GetConstructor(Type.EmptyTypes) is null) return "which has no public constructor without parameters";
        return null;
    }

    IExchangeAdapter Create(string venue)
    {
        if (!adapters.TryGetValue(venue, out var type))
            throw new LoadingException($"{path} was unloaded: load it again for {venue}.");
        string? claimed;
        try
        {
            var adapter = (IExchangeAdapter)Activator.CreateInstance(type)!;
            claimed = adapter.Profile.Venue;
            if (claimed == venue) return adapter;
        }
        catch (Exception error)
        {
            // An edge to foreign code (plugin load): a constructor and a profile, run for the first time.
            throw new LoadingException($"{path} failed to make its adapter for {venue}: {InOneLine(error)}.");
        }

        throw new LoadingException(
            $"{path} offers {venue} by its attribute but calls itself {claimed} in its profile: make them equal.");
    }

    void Unload()
    {
        adapters.Clear();
        Interlocked.Exchange(ref context, null)?.Unload();
    }

    // Reflection and type initialisation wrap what really happened.
    static string InOneLine(Exception error)
    {
        while (error is TargetInvocationException or TypeInitializationException && error.InnerException is { } inner)
            error = inner;
        return $"{error.GetType().Name}, {error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}";
    }
}
