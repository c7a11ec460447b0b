using System.CommandLine;
using StrategyHost.App.Options;
using StrategyHost.Engine;
using StrategyHost.Engine.Transport;

namespace StrategyHost.App.Commands;

/// <summary>The options that several commands share, and what they change in the settings.</summary>
sealed class CommandOptions
{
    /// <summary>What to do when every venue is out of reach.</summary>
    public const string NoVenue =
        "No venue can be used, so there is nothing to wait for: check the network, or leave out --live for the "
        + "embedded exchange.";

    public Option<bool> Live { get; } = new("--live")
    {
        Description = "Use the venues' real endpoints instead of the embedded exchange.",
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document on standard output and nothing else there.",
    };

    public Option<string?> Config { get; } = new("--config")
    {
        Description = "The settings file; else appsettings.json here, then the one beside the executable.",
        HelpName = "file",
    };

    public Option<string?> Plugins { get; } = new("--plugins")
    {
        Description = "The folder of exchange plugins; else the one beside the executable.", HelpName = "folder",
    };

    public Option<double?> Seconds { get; } = NumberOptions.Positive(
        "--seconds", "End after so many seconds, with a summary.", most: 31_536_000);

    public Option<int?> StatsEvery { get; } = NumberOptions.Whole(
        "--stats-every", "Print each feed's delay (mean, range, P95) and rate every so many messages.",
        least: 1, most: int.MaxValue);

    public Option<int?> Port { get; } = NumberOptions.Whole(
        "--port", "First port of the embedded exchange; 0 for any free ones.", 0, SimulatorSettings.LastPort);

    public Option<string[]> Switches { get; } = new("--switch")
    {
        Description = $"What the embedded exchange is to do otherwise: {SimulatorSwitches.Names}; may be given more "
            + "than once.",
        HelpName = "name",
    };

    /// <summary>Puts the shared options, and only those that mean something to it, on a command.</summary>
    public CommandOptions AddTo(Command command, params Option[] options)
    {
        foreach (var option in options) command.Options.Add(option);
        return this;
    }

    /// <summary>The settings with the command line's changes.</summary>
    public HostOptions Read(ParseResult parsed)
    {
        var options = OptionsReader.Read(parsed.GetValue(Config));
        options.Live |= parsed.GetValue(Live);
        options.Plugins = parsed.GetValue(Plugins) ?? options.Plugins;
        options.StatsEvery = parsed.GetValue(StatsEvery) ?? options.StatsEvery;
        options.Simulator.Port = parsed.GetValue(Port) ?? options.Simulator.Port;
        if (parsed.GetValue(Switches) is { Length: > 0 } names) options.Simulator.Switches = Known(names);
        return options;
    }

    static string[] Known(string[] names) => SimulatorSwitches.FirstUnknown(names) is { } unknown
        ? throw new UserErrorException($"There is no switch '{unknown}', only {SimulatorSwitches.Names}.")
        : names;

    /// <summary>Lines on standard error, one each, so that standard output holds results only.</summary>
    public static ILoggerFactory CreateLoggers(HostOptions options) => LoggerFactory.Create(x => x
        .SetMinimumLevel(options.LogLevel)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
        })
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace));

    /// <summary>Waits so long, or until the token ends it.</summary>
    public static async Task WaitAsync(TimeSpan length, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(length, time, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Ended early, as asked.
        }
    }

    /// <summary>Tells what went wrong on the way, on standard error.</summary>
    public static void Tell(string sentence) => Console.Error.WriteLine(sentence);

    /// <summary>A host over adapters, ready to start.</summary>
    public static EngineOptions Engine(
        HostOptions options, string source, IReadOnlyDictionary<string, VenueAddresses> addresses) => new()
        {
            Source = source,
            Addresses = addresses,
            Watch = options.Watch ?? [],
            MessagesPerReport = options.StatsEvery,
            Compression = options.Compression,
            Proxies = ProxyRule.From(options.Proxy, Environment.GetEnvironmentVariable),
        };
}
