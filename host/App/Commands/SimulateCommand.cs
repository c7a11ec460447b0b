using System.CommandLine;
using System.Text.Json;
using StrategyHost.App.Reports;

namespace StrategyHost.App.Commands;

/// <summary><c>simulate</c>: the embedded exchange alone, for other programs to connect to.</summary>
sealed class SimulateCommand
{
    readonly CommandOptions common = new();

    readonly Option<int?> seed = NumberOptions.Whole("--seed", "Seed of the market.", int.MinValue, int.MaxValue);

    public static Command Create()
    {
        var command = new Command(
            "simulate",
            "Serves the embedded exchange on loopback, the venues' real wire protocols, until it is ended. Prints one "
            + "JSON line with the addresses: {venue: {ws, rest}}. GET /sim/truth?instrument=binance:BTC/USDT&levels=20 "
            + "on any of them answers what the book really is.\n"
            + "Example: strategyhost simulate --port 8600 --seconds 60");
        var simulate = new SimulateCommand();
        var shared = simulate.common;
        shared.AddTo(command, shared.Port, shared.Seconds, simulate.seed, shared.Switches, shared.Json, shared.Config);
        command.SetAction(simulate.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = common.Read(parsed);
        options.Live = false;
        options.Simulator.Seed = parsed.GetValue(seed) ?? options.Simulator.Seed;
        using var loggers = CommandOptions.CreateLoggers(options);
        await using var composition = new Composition(options, TimeProvider.System, loggers, CommandOptions.Tell);
        var addresses = await composition.StartExchangeAsync(cancellation);
        var endpoints = addresses.ToDictionary(
            x => x.Key,
            x => new EndpointEntry(x.Value.Stream.AbsoluteUri.TrimEnd('/'), x.Value.Rest.AbsoluteUri.TrimEnd('/')));
        Console.Out.WriteLine(JsonSerializer.Serialize(endpoints, ReportJson.Readable.DictionaryStringEndpointEntry));
        var length = parsed.GetValue(common.Seconds) is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : Timeout.InfiniteTimeSpan;
        await CommandOptions.WaitAsync(length, composition.Time, cancellation);
        return ExitCodes.Done;
    }
}
