using System.CommandLine;

namespace StrategyHost.App.Commands;

/// <summary>
/// The commands and the one way out: an exit code, and for every failure one sentence on standard error.
/// </summary>
static class CommandLine
{
    /// <summary>Reads the arguments and does what they ask; the process's exit code.</summary>
    public static async Task<int> RunAsync(string[] args, ExitSignals signals)
    {
        var root = Build(signals);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync($"strategyhost: {InOneLine(error.Message)}");
            await Console.Error.WriteLineAsync(
                "Run 'strategyhost --help', or 'strategyhost COMMAND --help', for what there is.");
            return ExitCodes.BadUsage;
        }

        try
        {
            var code = await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                signals.Token);
            return signals.ExitCode != 0 ? signals.ExitCode : code;
        }
        catch (UserErrorException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return wrong.ExitCode;
        }
        catch (OperationCanceledException) when (signals.ExitCode != 0)
        {
            return signals.ExitCode;
        }
        catch (Exception failure) // the process's own edge: nothing unexplained may end as a stack trace alone
        {
            await Console.Error.WriteLineAsync(
                $"strategyhost failed: {failure.Message} This is a fault of the host; please report it with the lines "
                + "below.");
            await Console.Error.WriteLineAsync(failure.ToString());
            return ExitCodes.Failed;
        }
    }

    // The library lists what may be given on lines of their own.
    static string InOneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    static RootCommand Build(ExitSignals signals)
    {
        var root = new RootCommand(
            "A scriptable host for crypto market data: exchange plugins in, order books kept, .csx strategies run on "
            + "them.\nWithout a command it runs: `strategyhost` is `strategyhost run`. Exit codes: 0 done, 1 the thing "
            + "asked for failed, 2 bad usage or configuration, 130/143/129 ended by a signal.");
        root.Subcommands.Add(RunCommand.Create(signals));
        root.Subcommands.Add(BookCommand.Create());
        root.Subcommands.Add(InstrumentsCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(RecordCommand.Create(signals));
        root.Subcommands.Add(ReplayCommand.Create(signals));
        root.Subcommands.Add(SimulateCommand.Create());
        RunCommand.MakeDefault(root, signals);
        return root;
    }
}
