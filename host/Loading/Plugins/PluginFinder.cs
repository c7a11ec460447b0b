namespace StrategyHost.Loading.Plugins;

/// <summary>A plugin found and not yet loaded.</summary>
readonly record struct FoundPlugin(string Name, PluginManifest Manifest);

/// <summary>
/// Finds plugins: one a sub-folder, by the attribute in their metadata. What it lets through fits this host's
/// contracts and shares no venue with another; it loads nothing.
/// </summary>
sealed class PluginFinder(Version hostContracts)
{
    readonly List<PluginProblem> problems = [];

    public IReadOnlyList<PluginProblem> Problems => problems;

    public IReadOnlyList<FoundPlugin> Find(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Refuse(folder, $"No plugins folder at {folder}: build the solution or pass --plugins DIR.");
            return [];
        }

        var found = new List<FoundPlugin>();
        foreach (var plugin in ListFolders(folder))
        {
            if (FindIn(plugin) is { } one) found.Add(one);
        }

        return RefuseSharedVenues(found);
    }

    string[] ListFolders(string folder)
    {
        try
        {
            string[] folders = [.. Directory.GetDirectories(folder).Where(IsShown).Order(StringComparer.Ordinal)];
            foreach (var loose in Directory.GetFiles(folder, "*.dll"))
                Refuse(loose, $"{loose} lies loose: put it, with its .deps.json, into a folder of its own.");
            if (folders.Length == 0)
                Refuse(folder, $"No plugin in {folder}: build the solution, or put each plugin into a folder there.");
            return folders;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Refuse(folder, $"The plugins folder {folder} cannot be read: {error.Message}");
            return [];
        }
    }

    // Editors and version control leave folders whose name begins with a dot.
    static bool IsShown(string folder) => !Path.GetFileName(folder).StartsWith('.');

    FoundPlugin? FindIn(string folder)
    {
        try
        {
            var manifest = Choose(folder, Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal));
            return manifest is not null && Fits(manifest) ? new FoundPlugin(Path.GetFileName(folder), manifest) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Refuse(folder, $"{folder} cannot be read: {error.Message}");
            return null;
        }
    }

    PluginManifest? Choose(string folder, IEnumerable<string> files)
    {
        var plugins = new List<PluginManifest>();
        var unreadable = new List<string>();
        var count = 0;
        foreach (var file in files)
        {
            if (Path.GetFileNameWithoutExtension(file) == SharedAssemblies.ContractsName) continue;
            count++;
            if (!TryRead(file, out var manifest)) unreadable.Add(file);
            else if (manifest.Venues.Count > 0) plugins.Add(manifest);
        }

        switch (plugins.Count)
        {
            case 1: return plugins[0];
            case > 1:
                return Refuse(
                    folder, $"{folder} holds two plugins, {Names(plugins)}: put each into a folder of its own.");
        }

        // A native library is no assembly either, so an unreadable file is the culprit only where no plugin was found.
        if (unreadable is [var culprit, ..])
            return Refuse(culprit, $"{culprit} is damaged or not a .NET assembly: build it again and copy it whole.");
        return Refuse(
            folder,
            count == 0
                ? $"No plugin in {folder}: it holds no .dll; build the plugin and copy its output there."
                : $"No plugin in {folder}: no .dll there carries [assembly: ExchangePlugin(venue, typeof(Adapter))].");
    }

    static bool TryRead(string file, out PluginManifest manifest)
    {
        manifest = null!;
        try
        {
            manifest = PluginManifest.Read(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    bool Fits(PluginManifest plugin)
    {
        var path = plugin.Path;
        var built = plugin.ContractVersion!;
        if (built.Major != hostContracts.Major || built.Minor > hostContracts.Minor)
        {
            Refuse(
                path,
                $"{path} was built against {SharedAssemblies.ContractsName} {built.ToString(2)} and this host has "
                + $"{hostContracts.ToString(2)}: {(IsNewer(built) ? "use a newer host, or " : "")}rebuild the plugin "
                + $"against {hostContracts.ToString(2)}.");
            return false;
        }

        foreach (var (venue, _) in plugin.Venues)
        {
            if (venue.Length > 0 && venue.All(IsNameLetter)) continue;
            Refuse(path, $"{path} offers a venue named '{venue}': use lower-case letters, digits and hyphens.");
            return false;
        }

        return true;
    }

    static bool IsNameLetter(char letter) =>
        char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-';

    bool IsNewer(Version built) => built > hostContracts;

    // By name and not by order: which of two plugins came first must not decide what a venue means.
    List<FoundPlugin> RefuseSharedVenues(List<FoundPlugin> found)
    {
        var refused = new HashSet<FoundPlugin>();
        foreach (var offers in found.SelectMany(plugin => plugin.Manifest.Venues.Select(venue => (plugin, venue.Venue)))
            .GroupBy(offer => offer.Venue).Where(offers => offers.Count() > 1))
        {
            var paths = offers.Select(offer => offer.plugin.Manifest.Path).ToArray();
            foreach (var (plugin, venue) in offers)
            {
                if (!refused.Add(plugin)) continue;
                Refuse(
                    plugin.Manifest.Path,
                    $"Venue {venue} is offered twice, by {string.Join(" and ", paths)}: remove one; both are refused.");
            }
        }

        found.RemoveAll(refused.Contains);
        return found;
    }

    static string Names(IEnumerable<PluginManifest> plugins) =>
        string.Join(" and ", plugins.Select(plugin => Path.GetFileName(plugin.Path)));

    PluginManifest? Refuse(string path, string sentence)
    {
        problems.Add(new PluginProblem(path, sentence));
        return null;
    }
}
