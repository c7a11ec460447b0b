using System.CommandLine;
using StrategyHost.App.Options;
using StrategyHost.Engine;
using StrategyHost.Engine.Recording;

namespace StrategyHost.App.Commands;

/// <summary><c>record</c>: every frame of some instruments as it came, into a file that <c>replay</c> plays.</summary>
sealed class RecordCommand
{
    readonly CommandOptions common = new();

    readonly Argument<string[]> names = new("instruments")
    {
        Description = "What to record; else the settings' watch list.", Arity = ArgumentArity.ZeroOrMore,
    };

    readonly Option<string> output = new("--out")
    {
        Description = "The file to write.", HelpName = "file", Required = true,
    };

    readonly Option<bool> force = new("--force") { Description = "Replace the file if it exists." };

    public static Command Create(ExitSignals signals)
    {
        var command = new Command(
            "record",
            "Records raw frames and snapshots with their receive times.\n"
            + "Example: strategyhost record binance:BTC/USDT --seconds 60 --out btc.frames.gz");
        var record = new RecordCommand();
        command.Arguments.Add(record.names);
        var shared = record.common;
        shared.AddTo(
            command, record.output, record.force, shared.Live, shared.Seconds, shared.StatsEvery, shared.Json,
            shared.Plugins, shared.Port, shared.Config);
        command.SetAction((parsed, _) => record.RunAsync(parsed, signals));
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, ExitSignals signals)
    {
        var options = common.Read(parsed);
        if (parsed.GetValue(names) is { Length: > 0 } named) options.Watch = named;
        using var loggers = CommandOptions.CreateLoggers(options);
        await using var composition = new Composition(options, TimeProvider.System, loggers, CommandOptions.Tell);
        var all = composition.LoadAdapters();
        var addresses = await composition.StartExchangeAsync(signals.Token);
        var path = parsed.GetValue(output)!;
        using var kept = RecordingPlace.Take(path, parsed.GetValue(force));
        if (!RecordingWriter.TryCreate(path, overwrite: false, composition.Time, out var writer, out var error))
        {
            throw new UserErrorException(error);
        }

        using (writer)
        {
            var adapters = composition.Reachable(all, addresses);
            options.Watch ??= DefaultWatch.On([.. adapters.Select(x => x.Profile.Venue)]);
            var engineOptions = CommandOptions.Engine(options, composition.Source, addresses) with
            {
                Recorder = writer,
            };
            var engine = composition.CreateEngine(adapters, engineOptions);
            await RecordAsync(engine, adapters.Count, composition, parsed, signals);
        }

        return Conclude(writer, path, parsed.GetValue(common.Json));
    }

    async Task RecordAsync(
        EngineHost host, int venues, Composition composition, ParseResult parsed, ExitSignals signals)
    {
        await using var engine = host;
        var session = new RunSession(engine, [], composition.Time, parsed.GetValue(common.Json))
        {
            Truth = composition.Truth,
        };
        session.Lines.Header(composition.Source, venues, strategies: 0);
        session.Print(await session.RunAsync(parsed.GetValue(common.Seconds), signals.Token));
    }

    static int Conclude(RecordingWriter writer, string path, bool json)
    {
        if (writer.Error is { } failed)
        {
            CommandOptions.Tell(failed);
            return ExitCodes.Failed;
        }

        if (writer.Lines == 0)
        {
            CommandOptions.Tell($"Nothing was received, so {path} was not written.");
            return ExitCodes.Failed;
        }

        var lost = writer.Lost > 0 ? $" {writer.Lost} messages were lost, marked where they are missing." : "";
        var line = $"{writer.Lines} lines in {path}.{lost}";
        if (json) CommandOptions.Tell(line);
        else Console.Out.WriteLine(line);
        return ExitCodes.Done;
    }
}
