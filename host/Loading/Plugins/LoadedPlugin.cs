using StrategyHost.Exchange;

namespace StrategyHost.Loading.Plugins;

/// <summary>A venue that a plugin offers.</summary>
/// <param name="Venue">Its name in lower case.</param>
/// <param name="Create">
/// Runs the adapter's constructor; throws <see cref="LoadingException"/>, one sentence, when the adapter fails.
/// </param>
public sealed record PluginVenue(string Venue, Func<IExchangeAdapter> Create);

/// <summary>A plugin that is loaded and of which nothing has run.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Path">Its assembly's file.</param>
/// <param name="Version">Its assembly's version.</param>
/// <param name="ContractVersion">The version of the contracts that it was built against.</param>
/// <param name="Venues">What it offers.</param>
/// <param name="Unload">Gives up its context, which dies when the last adapter made from it does.</param>
public sealed record LoadedPlugin(
    string Name,
    string Path,
    Version Version,
    Version ContractVersion,
    IReadOnlyList<PluginVenue> Venues,
    Action Unload);

/// <summary>What a plugins folder holds.</summary>
/// <param name="Plugins">The usable ones, by name.</param>
/// <param name="Problems">Everything else, a sentence each.</param>
public sealed record PluginListing(IReadOnlyList<LoadedPlugin> Plugins, IReadOnlyList<PluginProblem> Problems);
