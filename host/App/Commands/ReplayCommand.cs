using System.CommandLine;
using System.Text.Json;
using StrategyHost.App.Reports;
using StrategyHost.Engine.Recording;
using StrategyHost.Strategy;

namespace StrategyHost.App.Commands;

/// <summary>
/// <c>replay</c>: a recording through the pipeline of a live run, with the same strategies and the same report.
/// </summary>
sealed class ReplayCommand
{
    readonly CommandOptions common = new();

    readonly Argument<string> recording = new("recording") { Description = "A .frames.gz file." };

    readonly Option<string[]> strategies = new("--strategy")
    {
        Description = "A strategy, or a folder of them; may be given more than once. Without it none runs.",
        HelpName = "path",
    };

    readonly Option<double?> speed = NumberOptions.Positive(
        "--speed", "1 keeps the recorded pace, 10 is ten times as fast; else as fast as the machine allows.", most: 1e6,
        helpName: "x");

    public static Command Create(ExitSignals signals)
    {
        var command = new Command(
            "replay",
            "Plays a recording through the same decoders, books and strategies as a live run.\n"
            + "Example: strategyhost replay btc.frames.gz --strategy strategies/book-watch.csx --json");
        var replay = new ReplayCommand();
        command.Arguments.Add(replay.recording);
        var shared = replay.common;
        shared.AddTo(
            command, replay.strategies, replay.speed, shared.StatsEvery, shared.Json, shared.Plugins, shared.Config);
        command.SetAction((parsed, _) => replay.RunAsync(parsed, signals));
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, ExitSignals signals)
    {
        var options = common.Read(parsed);
        var path = parsed.GetValue(recording)!;
        if (!RecordingReader.TryOpen(path, out var reader, out var error)) throw new UserErrorException(error);
        using var loggers = CommandOptions.CreateLoggers(options);
        await using var composition = new Composition(options, TimeProvider.System, loggers, CommandOptions.Tell);
        var found = Composition.LoadStrategies(parsed.GetValue(strategies) ?? [], signals.Token);
        var scripts = found.Select(x => x.Script).OfType<CompiledScript>().ToArray();
        var lines = new PlainLines(parsed.GetValue(common.Json) ? TextWriter.Null : Console.Out, composition.Time);
        long seen = 0;
        void Show(Replay replay)
        {
            foreach (var signal in replay.Signals.ReadSince(ref seen)) lines.Write(signal);
            while (replay.TryTakeReport(out var stats)) lines.Write(stats, clockErrorNs: null);
        }

        var replayOptions = new ReplayOptions
        {
            Speed = parsed.GetValue(speed), MessagesPerReport = options.StatsEvery, AfterEach = Show,
        };
        using var replay = new Replay(reader, composition.LoadAdapters(), replayOptions, loggers);
        var result = await replay.RunAsync(scripts, composition.Time, signals.Token);
        Show(replay);
        string[] errors = [.. found.SelectMany(x => x.Diagnostics).Where(x => x.IsError).Select(x => x.ToString())];
        var report = ReportMaker.Of(
            result.Snapshot, found, [.. errors, .. result.Notes],
            new RecordingEntry(path, result.Lines, result.Damage));
        Print(report, lines, parsed.GetValue(common.Json));
        return result.Damage is not null || report.Feeds.Count == 0 ? ExitCodes.Failed : ExitCodes.Done;
    }

    static void Print(RunReport report, PlainLines lines, bool json)
    {
        if (report.Recording!.Damage is { } damage) CommandOptions.Tell(damage);
        else if (report.Feeds.Count == 0)
        {
            CommandOptions.Tell($"{report.Recording.Path} holds no market data that a loaded plugin decodes.");
        }

        if (json)
        {
            foreach (var problem in report.Problems) CommandOptions.Tell(problem);
            Console.Out.WriteLine(JsonSerializer.Serialize(report, ReportJson.Readable.RunReport));
            return;
        }

        foreach (var problem in report.Problems) lines.Problem(problem);
        lines.Summary(report);
    }
}
