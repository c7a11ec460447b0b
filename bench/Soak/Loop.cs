using Microsoft.Extensions.Logging.Abstractions;
using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Metrics;
using StrategyHost.Engine.Recording;
using StrategyHost.Engine.Signals;
using StrategyHost.Engine.Strategies;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Binance;
using StrategyHost.Strategy;

namespace StrategyHost.Bench.Soak;

/// <summary>
/// One connection's recording played again and again into one session: decoder, book, ring and strategy are the
/// product's, and live as long as the process. Each turn is a connection that broke and was opened anew.
/// </summary>
/// <remarks>One thread. The recording lies in memory, so that nothing but the pipeline is measured.</remarks>
sealed class Loop : IDisposable
{
    readonly List<(RecordKind Kind, long TimeNs, byte[] Text)> lines = [];
    readonly ReplayClock clock = new();
    readonly FeedDirectory directory;
    readonly FeedSession session;
    readonly StrategyRunner runner;
    readonly BinanceFuturesAdapter adapter = new();
    RestQuery? asked;
    byte[]? answer;
    long passedNs;

    Loop(RecordingReader reader)
    {
        var address = "";
        var connection = 0;
        while (reader.TryRead(out var line))
        {
            if (line.Kind == RecordKind.Open && address.Length == 0 && IsOfVenue(Text(line.Text)))
                (address, connection) = (Text(line.Text), line.Connection);
            if (line.Kind == RecordKind.Received && line.Connection != connection) continue;
            if (line.Kind is RecordKind.Received or RecordKind.Rest)
                lines.Add((line.Kind, line.TimeNs, Content(line)));
        }

        clock.AdvanceTo(lines[0].TimeNs, static () => { });
        directory = new FeedDirectory(Resolve, null, clock, measuresProcessing: false);
        session = new FeedSession(adapter, new Route("soak", [new Uri(address)], []), new FeedSessionContext
        {
            Time = clock,
            Clock = new ServerClock(clock),
            Budget = new RequestBudget(adapter.Profile.Budget, clock.TimestampFrequency),
            Symbols = new SymbolTable([], adapter.Infer),
            FeedOf = directory.FeedOf,
            Random = new Random(1),
            Log = NullLogger.Instance,
            AdoptsInstruments = true,
        });
        var script = new CompiledScript("soak", "soak.csx", Start, () => { });
        runner = new StrategyRunner(script, directory, new SignalLog(), clock, NullLogger.Instance);
        runner.Start();
    }

    public long Frames { get; private set; }

    /// <summary>Books, quotes and trades that the strategy's handlers were given.</summary>
    public long Handled { get; private set; }

    public long Turns { get; private set; }

    /// <summary>Updates applied to the book so far, or null while there is none.</summary>
    public long? BookNumber { get; private set; }

    /// <summary>Opens a recording; null, with a sentence, when it is none or holds nothing of this venue.</summary>
    public static Loop? Open(string path, out string? error)
    {
        if (!RecordingReader.TryOpen(path, out var reader, out error)) return null;
        using (reader) return new Loop(reader);
    }

    /// <summary>Plays the recording once.</summary>
    public void Turn()
    {
        if (session.IsConnected) session.Closed("the recording begins again", clock.Now);
        session.Opened(clock.Now);
        (asked, answer) = (null, null);
        var firstNs = lines[0].TimeNs;
        foreach (var (kind, timeNs, text) in lines)
        {
            clock.AdvanceTo(timeNs + passedNs, static () => { });
            if (kind == RecordKind.Received)
            {
                session.Received(text, clock.Now);
                Frames++;
            }
            else
            {
                answer = text;
            }

            if (session.HasActions) Settle();
            if (asked is not null && answer is not null) Answer();
            runner.Drain();
        }

        passedNs += lines[^1].TimeNs - firstNs + 60_000_000_000;
        Turns++;
    }

    public void Dispose()
    {
        runner.Stop(directory.Feeds);
        runner.Finish(hasEnded: true);
        runner.Dispose();
    }

    void Settle()
    {
        while (session.TryTakeAction(out var action))
            if (action is { Kind: FeedActionKind.Fetch, Query: { Kind: RestQueryKind.Book } query }) asked = query;
    }

    void Answer()
    {
        session.Answered(new RestArrival(asked!, 200, answer!, clock.Now, null, null), clock.Now);
        (asked, answer) = (null, null);
    }

    Task Start(IStrategyGlobals globals)
    {
        const string Name = "binance-futures:BTC/USDT-PERP";
        globals.OnBook(Name, book =>
        {
            BookNumber = book.Sequence;
            Handled++;
        });
        globals.OnQuote(Name, _ => Handled++);
        globals.OnTrade(Name, _ => Handled++);
        return Task.CompletedTask;
    }

    Instrument Resolve(string venue, string symbol) => new()
    {
        Venue = venue, Symbol = symbol, VenueSymbol = symbol, Base = symbol.Split('/')[0], Quote = "USDT",
    };

    bool IsOfVenue(string address) => !address.Contains("/market/", StringComparison.Ordinal)
        && (adapter.Profile.StreamEndpoints.Any(x => x.Host == new Uri(address).Host)
            || address.Contains("/public/", StringComparison.Ordinal));

    static byte[] Content(in RecordedLine line)
    {
        if (line.Kind != RecordKind.Rest) return line.Text.ToArray();
        line.SplitRest(out _, out var body);
        return body.ToArray();
    }

    static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes);
}
