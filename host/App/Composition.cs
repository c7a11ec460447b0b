using StrategyHost.App.Options;
using StrategyHost.Engine;
using StrategyHost.Exchange;
using StrategyHost.Loading;
using StrategyHost.Loading.Plugins;
using StrategyHost.Loading.Scripts;
using StrategyHost.Market;
using StrategyHost.Simulator;
using StrategyHost.Strategy;

namespace StrategyHost.App;

/// <summary>A strategy that was found: compiled, or the diagnostics that say why not.</summary>
sealed record FoundStrategy(string Name, CompiledScript? Script, IReadOnlyList<ScriptDiagnostic> Diagnostics);

/// <summary>
/// Builds what a command needs out of what the settings say: the only place that knows plugins, scripts, exchange and
/// engine together. Problems that leave something to run with are told to <paramref name="tell"/>.
/// </summary>
sealed class Composition(HostOptions options, TimeProvider time, ILoggerFactory loggers, Action<string> tell)
    : IAsyncDisposable
{
    readonly List<LoadedPlugin> plugins = [];
    SimulatedExchange? exchange;

    public TimeProvider Time => time;

    /// <summary><c>live</c> or <c>simulated</c>.</summary>
    public string Source => options.Live ? "live" : "simulated";

    /// <summary>What books really are; null unless the embedded exchange runs, which knows.</summary>
    public BookTruth? Truth => exchange is { } known ? known.TryTruth : null;

    /// <summary>Loads the plugins and makes an adapter for each venue that can be used in this run.</summary>
    public IReadOnlyList<IExchangeAdapter> LoadAdapters()
    {
        var folder = options.Plugins ?? Path.Combine(AppContext.BaseDirectory, "plugins");
        var listing = PluginCatalog.Load(folder);
        plugins.AddRange(listing.Plugins);
        var adapters = new List<IExchangeAdapter>();
        var problems = listing.Problems.Select(x => x.Sentence).ToList();
        foreach (var venue in plugins.SelectMany(x => x.Venues)) Make(venue, adapters, problems);
        if (adapters.Count == 0) throw new UserErrorException(string.Join(Environment.NewLine, problems));
        foreach (var problem in problems) tell(problem);
        return adapters;
    }

    /// <summary>Starts the embedded exchange, unless the run is live; the venues that it serves.</summary>
    public async Task<IReadOnlyDictionary<string, VenueAddresses>> StartExchangeAsync(CancellationToken cancellation)
    {
        if (options.Live) return new Dictionary<string, VenueAddresses>();
        try
        {
            var settings = SimulatorSwitches.Apply(
                new SimulatorOptions { Port = options.Simulator.Port, Seed = options.Simulator.Seed },
                options.Simulator.Switches ?? []);
            exchange = await SimulatedExchange.StartAsync(settings, time, cancellation);
            return exchange.Endpoints.ToDictionary(x => x.Venue, x => new VenueAddresses(x.Ws, x.Rest));
        }
        catch (PortInUseException taken)
        {
            throw new UserErrorException(
                $"The embedded exchange cannot listen on port {taken.Port}: it is in use; name another with --port, "
                + "or 0 for any free one.");
        }
    }

    /// <summary>Leaves out venues that a simulated run cannot reach: it never touches the network.</summary>
    public IReadOnlyList<IExchangeAdapter> Reachable(
        IReadOnlyList<IExchangeAdapter> adapters, IReadOnlyDictionary<string, VenueAddresses> addresses)
    {
        if (options.Live) return adapters;
        foreach (var adapter in adapters.Where(x => !addresses.ContainsKey(x.Profile.Venue)))
        {
            tell($"{adapter.Profile.Venue} has no embedded exchange and is left out; use --live for its real one.");
        }

        return [.. adapters.Where(x => addresses.ContainsKey(x.Profile.Venue))];
    }

    /// <summary>Finds and compiles strategies. A missing file or folder that the user named is an error.</summary>
    public static IReadOnlyList<FoundStrategy> LoadStrategies(
        IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var listing = ScriptDirectory.Find(paths.Select(OptionsReader.Locate));
        if (listing.Problems.Count > 0)
            throw new UserErrorException(string.Join(Environment.NewLine, listing.Problems));
        return [.. listing.Files.Select(x => Compile(x, cancellation))];
    }

    public EngineHost CreateEngine(IReadOnlyList<IExchangeAdapter> adapters, EngineOptions engine) =>
        new(adapters, engine, time, loggers);

    public async ValueTask DisposeAsync()
    {
        if (exchange is not null) await exchange.DisposeAsync();
        foreach (var plugin in plugins) plugin.Unload();
    }

    static FoundStrategy Compile(ScriptFile file, CancellationToken cancellation)
    {
        var compilation = new ScriptCompiler().Compile(file.Path, cancellation);
        var script = compilation.Image is { } image ? ScriptLoader.Load(image) : null;
        return new FoundStrategy(file.Name, script, compilation.Diagnostics);
    }

    static void Make(PluginVenue venue, List<IExchangeAdapter> adapters, List<string> problems)
    {
        try
        {
            adapters.Add(venue.Create());
        }
        catch (LoadingException failure)
        {
            problems.Add(failure.Message);
        }
    }
}
