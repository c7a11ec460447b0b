using System.CommandLine;
using System.Text.Json;
using StrategyHost.App.Reports;

namespace StrategyHost.App.Commands;

/// <summary><c>instruments</c>: what the venues list, in our names and theirs.</summary>
sealed class InstrumentsCommand
{
    readonly CommandOptions common = new();

    readonly Argument<string[]> venues = new("venues")
    {
        Description = "Venues; else all.", Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        var command = new Command(
            "instruments",
            "Lists instruments with tick size, lot size, contract size and status.\n"
            + "Example: strategyhost instruments binance --json");
        var instruments = new InstrumentsCommand();
        command.Arguments.Add(instruments.venues);
        var shared = instruments.common;
        shared.AddTo(command, shared.Live, shared.Json, shared.Plugins, shared.Port, shared.Config);
        command.SetAction(instruments.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = common.Read(parsed);
        options.LogLevel = options.LogLevel < LogLevel.Warning ? LogLevel.Warning : options.LogLevel;
        options.Watch = [];
        using var loggers = CommandOptions.CreateLoggers(options);
        await using var composition = new Composition(options, TimeProvider.System, loggers, CommandOptions.Tell);
        var adapters = composition.LoadAdapters();
        var known = adapters.Select(x => x.Profile.Venue).Order(StringComparer.Ordinal).ToArray();
        var asked = parsed.GetValue(venues) is { Length: > 0 } named ? named : known;
        if (asked.Except(known, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
        {
            throw new UserErrorException(
                $"No plugin offers the venue '{unknown}'; offered: {string.Join(", ", known)}.");
        }

        var addresses = await composition.StartExchangeAsync(cancellation);
        var used = composition.Reachable(adapters, addresses)
            .Where(x => asked.Contains(x.Profile.Venue, StringComparer.OrdinalIgnoreCase));
        await using var engine = composition.CreateEngine(
            [.. used], CommandOptions.Engine(options, composition.Source, addresses));
        var problems = await engine.StartAsync([], cancellation);
        var listed = asked.SelectMany(engine.InstrumentsOf).Select(ReportMaker.Of)
            .OrderBy(x => x.Name, StringComparer.Ordinal).ToArray();
        foreach (var problem in problems) CommandOptions.Tell(problem);
        Print(new InstrumentsReport(composition.Source, listed, problems), parsed.GetValue(common.Json));
        return problems.Count > 0 ? ExitCodes.Failed : ExitCodes.Done;
    }

    static void Print(InstrumentsReport report, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, ReportJson.Readable.InstrumentsReport));
            return;
        }

        Console.Out.WriteLine($"{report.Instruments.Count} instruments ({report.Source})");
        Console.Out.WriteLine(
            $"{"instrument",-36} {"venue's name",-20} {"tick",-12} {"lot",-12} {"contract",-12} status");
        foreach (var x in report.Instruments)
        {
            Console.Out.WriteLine(
                $"{x.Name,-36} {x.VenueSymbol,-20} {x.TickSize ?? "-",-12} {x.LotSize ?? "-",-12} "
                + $"{$"{x.ContractSize} {x.ContractCurrency}",-12} {x.Status}");
        }
    }
}
