using System.CommandLine;
using System.Text.Json;
using StrategyHost.App.Reports;
using StrategyHost.Engine;
using StrategyHost.Engine.Feeds;
using StrategyHost.Exchange;
using StrategyHost.Strategy;

namespace StrategyHost.App.Commands;

/// <summary><c>book</c>: one instrument's book, once it is the venue's.</summary>
sealed class BookCommand
{
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    readonly CommandOptions common = new();

    readonly Argument<string> name = new("instrument")
    {
        Description = "For example binance:BTC/USDT or binance:BTCUSDT.",
    };

    readonly Option<int?> levels = NumberOptions.Whole(
        "--levels", "Levels a side; 10 if not given.", 1, BookBuffer.MaxLevels);

    readonly Option<double?> timeout = NumberOptions.Positive(
        "--timeout", "Seconds to wait for the book; 15 if not given.", most: 86_400);

    public static Command Create()
    {
        var command = new Command(
            "book", "Prints one instrument's book.\nExample: strategyhost book binance:BTC/USDT --levels 10");
        var book = new BookCommand();
        command.Arguments.Add(book.name);
        var shared = book.common;
        shared.AddTo(
            command, book.levels, book.timeout, shared.Live, shared.Json, shared.Plugins, shared.Port, shared.Config);
        command.SetAction(book.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = common.Read(parsed);
        options.LogLevel = options.LogLevel < LogLevel.Warning ? LogLevel.Warning : options.LogLevel;
        using var loggers = CommandOptions.CreateLoggers(options);
        await using var composition = new Composition(options, TimeProvider.System, loggers, CommandOptions.Tell);
        var all = composition.LoadAdapters();
        var addresses = await composition.StartExchangeAsync(cancellation);
        var asked = parsed.GetValue(name)!;
        var engineOptions = CommandOptions.Engine(options, composition.Source, addresses) with
        {
            Watch = [asked],
            WatchChannels = [Channel.Book],
            WatchLevels = parsed.GetValue(levels) ?? 10,
        };
        await using var engine = composition.CreateEngine(
            ForVenueOf(asked, composition.Reachable(all, addresses)), engineOptions);
        var bound = TimeSpan.FromSeconds(parsed.GetValue(timeout) ?? 15);
        var book = await WaitForBookAsync(engine, engineOptions, bound, composition.Time, cancellation);
        Print(ReportMaker.Of(book, composition.Source), parsed.GetValue(common.Json));
        return ExitCodes.Done;
    }

    /// <summary>Only the venue that is asked for is connected to, where it is known at all.</summary>
    static IReadOnlyList<IExchangeAdapter> ForVenueOf(string asked, IReadOnlyList<IExchangeAdapter> adapters)
    {
        var venue = asked.Split(':')[0];
        var named = adapters
            .Where(x => string.Equals(x.Profile.Venue, venue, StringComparison.OrdinalIgnoreCase)).ToArray();
        return named.Length > 0 ? named : adapters;
    }

    static async Task<BookSnapshot> WaitForBookAsync(
        EngineHost engine, EngineOptions options, TimeSpan bound, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            var problems = await engine.StartAsync([], cancellation);
            if (problems.Count > 0)
            {
                var sentences = string.Join(Environment.NewLine, [.. problems, CommandOptions.NoVenue]);
                throw new UserErrorException(sentences, ExitCodes.Failed);
            }
        }
        catch (UnknownNameException unknown)
        {
            throw new UserErrorException(unknown.Message);
        }

        var startedAt = time.GetTimestamp();
        while (true)
        {
            if (engine.CopyBook(options.Watch[0], options.WatchLevels) is { } book) return book;
            cancellation.ThrowIfCancellationRequested();
            if (time.GetElapsedTime(startedAt) > bound)
            {
                var status = engine.Snapshot().Feeds[0].Status;
                var reason = status.Reason is { } why ? $": {why}" : "";
                throw new UserErrorException(
                    $"No book of {options.Watch[0]} within {bound.TotalSeconds:0} s: the feed is "
                    + $"{status.State.ToString().ToLowerInvariant()}{reason}.",
                    ExitCodes.Failed);
            }

            await CommandOptions.WaitAsync(Pace, time, cancellation);
        }
    }

    static void Print(BookReport book, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(book, ReportJson.Readable.BookReport));
            return;
        }

        var age = book.AgeMs is { } ms ? $"{ms:0.0} ms old" : "age unknown";
        var number = book.Sequence?.ToString() ?? "none";
        Console.Out.WriteLine($"{book.Instrument} ({book.Source}), number {number}, {age}");
        foreach (var level in book.Asks.Reverse())
            Console.Out.WriteLine($"{"",20} {level.Price,16} {level.Quantity,18}");
        Console.Out.WriteLine($"{"",20} {"mid " + book.Mid,16} {"spread " + book.SpreadBps + " bps",18}");
        foreach (var level in book.Bids) Console.Out.WriteLine($"{level.Quantity,20} {level.Price,16}");
    }
}
