using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StrategyHost.Bench.Throughput;
using StrategyHost.Engine;
using StrategyHost.Market;
using StrategyHost.Plugins.Binance;
using StrategyHost.Strategy;

// The client contract of the neutral benchmark: PORT STREAM N [LATENCY_FILE]. Everything goes the product's own way:
// engine, transport, Binance futures adapter, book, ring, a strategy on its own thread.
if (args.Length < 3)
{
    await Console.Error.WriteLineAsync("usage: PORT diff|depth20|bookTicker N [LATENCY_FILE]");
    return 2;
}

var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var frames = long.Parse(args[2], CultureInfo.InvariantCulture);
var file = args.Length > 3 && args[3] != "-" ? args[3] : null;
using var meter = new Meter(frames, file is not null);
var (bid, ask) = (default(Level), default(Level));
const string Name = "binance-futures:BTC/USDT-PERP";

void OnBook(BookView book)
{
    (bid, ask) = (book.BestBid, book.BestAsk);
    meter.Handled(book.Sequence ?? 0);
}

Task Start(IStrategyGlobals globals)
{
    if (args[1] == "diff") globals.OnBook(Name, OnBook);
    else if (args[1] == "depth20") globals.OnBook(Name, OnBook, Depth.Partial20);
    else globals.OnQuote(Name, quote =>
    {
        (bid, ask) = (quote.BestBid, quote.BestAsk);
        meter.Handled(quote.Number);
    });
    return Task.CompletedTask;
}

var options = new EngineOptions
{
    Source = "benchmark",
    Addresses = new Dictionary<string, VenueAddresses>
    {
        ["binance-futures"] = new(new Uri($"ws://127.0.0.1:{port}"), new Uri($"http://127.0.0.1:{port}")),
    },
};
await using var engine = new EngineHost(
    [new BinanceFuturesAdapter()], options, TimeProvider.System, NullLoggerFactory.Instance);
await engine.StartAsync([new CompiledScript("bench", "bench.csx", Start, () => { })], CancellationToken.None);
meter.Wait(TimeSpan.FromSeconds(55));
string Text(Level level) => level.Price.ToString(CultureInfo.InvariantCulture);
Console.Out.WriteLine(meter.Report(Text(bid), Text(ask)));
if (file is not null) meter.WriteTimes(file);
return 0;
