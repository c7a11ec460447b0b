using System.CommandLine;
using StrategyHost.App.Options;

namespace StrategyHost.App.Commands;

/// <summary><c>run</c>: feeds live, strategies on them, until it is ended. The default command.</summary>
sealed class RunCommand
{
    readonly CommandOptions common = new();

    readonly Option<string[]> strategies = new("--strategy")
    {
        Description = "A strategy, or a folder of them; may be given more than once. Else the settings' (strategies/).",
        HelpName = "path",
    };

    readonly Option<string[]> watch = new("--watch")
    {
        Description = "An instrument to feed whatever the strategies ask for; may be given more than once.",
        HelpName = "name",
    };

    readonly Option<bool> headless = new("--headless") { Description = "The same as --ui plain." };

    readonly Option<string> ui = new("--ui")
    {
        Description = "plain: one event a line.", DefaultValueFactory = _ => "plain",
    };

    public static Command Create(ExitSignals signals)
    {
        var command = new Command(
            "run",
            "Feeds the watched instruments, runs the strategies and prints their signals.\n"
            + "Example: strategyhost run --headless --seconds 10 --json");
        new RunCommand().AddTo(command, signals);
        return command;
    }

    /// <summary>Makes running what happens when no command is named.</summary>
    public static void MakeDefault(RootCommand root, ExitSignals signals) => new RunCommand().AddTo(root, signals);

    void AddTo(Command command, ExitSignals signals)
    {
        ui.AcceptOnlyFromAmong("plain");
        common.AddTo(
            command, strategies, watch, common.Live, common.Seconds, common.StatsEvery, headless, ui, common.Json,
            common.Plugins, common.Port, common.Switches, common.Config);
        command.SetAction((parsed, _) => RunAsync(parsed, signals));
    }

    async Task<int> RunAsync(ParseResult parsed, ExitSignals signals)
    {
        var options = common.Read(parsed);
        if (parsed.GetValue(strategies) is { Length: > 0 } paths) options.Strategies = paths;
        if (parsed.GetValue(watch) is { Length: > 0 } names) options.Watch = names;
        using var loggers = CommandOptions.CreateLoggers(options);
        await using var composition = new Composition(options, TimeProvider.System, loggers, CommandOptions.Tell);
        var all = composition.LoadAdapters();
        var found = Composition.LoadStrategies(options.Strategies!, signals.Token);
        var addresses = await composition.StartExchangeAsync(signals.Token);
        var adapters = composition.Reachable(all, addresses);
        options.Watch ??= DefaultWatch.On([.. adapters.Select(x => x.Profile.Venue)]);
        await using var engine = composition.CreateEngine(
            adapters, CommandOptions.Engine(options, composition.Source, addresses));
        var session = new RunSession(engine, found, composition.Time, parsed.GetValue(common.Json))
        {
            Truth = composition.Truth,
        };
        session.Lines.Header(composition.Source, adapters.Count, found.Count);
        foreach (var error in found.SelectMany(x => x.Diagnostics).Where(x => x.IsError))
            session.Report(error.ToString());
        var report = await session.RunAsync(parsed.GetValue(common.Seconds), signals.Token);
        session.Print(report);
        return report.Feeds.Count == 0 && report.Problems.Count > 0 ? ExitCodes.Failed : ExitCodes.Done;
    }
}
