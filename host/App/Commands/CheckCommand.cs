using System.CommandLine;
using System.Text.Json;
using StrategyHost.App.Reports;

namespace StrategyHost.App.Commands;

/// <summary><c>check</c>: compiles strategies and runs nothing; 1 when one of them does not compile.</summary>
sealed class CheckCommand
{
    readonly CommandOptions common = new();

    readonly Argument<string[]> paths = new("strategies")
    {
        Description = "Files and folders; else the settings' (strategies/).", Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        var command = new Command(
            "check",
            "Compiles strategies and prints what is wrong as file(line,column): code: message.\n"
            + "Example: strategyhost check strategies/book-watch.csx");
        var check = new CheckCommand();
        command.Arguments.Add(check.paths);
        check.common.AddTo(command, check.common.Json, check.common.Config);
        command.SetAction(check.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = common.Read(parsed);
        if (parsed.GetValue(paths) is { Length: > 0 } named) options.Strategies = named;
        using var loggers = CommandOptions.CreateLoggers(options);
        await using var composition = new Composition(options, TimeProvider.System, loggers, CommandOptions.Tell);
        var found = Composition.LoadStrategies(options.Strategies!, cancellation);
        if (parsed.GetValue(common.Json))
        {
            var report = new CheckReport([.. found.Select(ReportMaker.Of)]);
            Console.Out.WriteLine(JsonSerializer.Serialize(report, ReportJson.Readable.CheckReport));
        }
        else
        {
            foreach (var strategy in found) Print(strategy);
        }

        return found.All(x => x.Script is not null) ? ExitCodes.Done : ExitCodes.Failed;
    }

    static void Print(FoundStrategy strategy)
    {
        foreach (var diagnostic in strategy.Diagnostics) Console.Out.WriteLine(diagnostic.ToString());
        if (strategy.Script is not null) Console.Out.WriteLine($"{strategy.Name}: compiles");
    }
}
