using System.Reflection;
using StrategyHost.Strategy;

namespace StrategyHost.Loading;

/// <summary>
/// What loaded code shares with the host: the framework and <c>StrategyHost.Contracts</c>, nothing else. Anything
/// else that the host happens to have must not be found by accident, or it works here and fails elsewhere.
/// </summary>
static class SharedAssemblies
{
    static readonly Lazy<Dictionary<string, string>> Framework = new(FindFramework);

    /// <summary>The one assembly of ours that plugins and scripts see.</summary>
    public static Assembly Contracts { get; } = typeof(IStrategyGlobals).Assembly;

    public static string ContractsName { get; } = Contracts.GetName().Name!;

    public static bool IsFramework(string? name) => name is not null && Framework.Value.ContainsKey(name);

    /// <summary>The file of a framework assembly; null when this runtime has none of that name.</summary>
    public static string? PathOf(string name) => Framework.Value.GetValueOrDefault(name);

    // The trusted list mixes the framework with the host's own packages. A shared framework lies beside its siblings
    // in one folder; a self-contained publish has everything in its own, and then they cannot be told apart.
    static Dictionary<string, string> FindFramework()
    {
        var core = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var root = Path.GetFullPath(Path.Combine(core, "..", ".."));
        var home = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var folder = (core == home ? core : root) + Path.DirectorySeparatorChar;
        var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator);
        var framework = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in trusted)
        {
            if (path.StartsWith(folder, StringComparison.Ordinal))
                framework[Path.GetFileNameWithoutExtension(path)] = path;
        }

        return framework;
    }
}
