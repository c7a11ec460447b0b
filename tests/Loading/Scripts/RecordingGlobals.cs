using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Loading.Scripts;

/// <summary>Globals that write down what a script calls, and keep its handlers so that a test can call them.</summary>
sealed class RecordingGlobals : IStrategyGlobals, IBooks
{
    public static readonly Instrument Bitcoin = new()
    {
        Venue = "binance",
        Symbol = "BTC/USDT",
        VenueSymbol = "BTCUSDT",
        Base = "BTC",
        Quote = "USDT",
    };

    readonly BookBuffer buffer = NewBook();

    public List<string> Calls { get; } = [];

    public List<BookHandler> BookHandlers { get; } = [];

    public List<QuoteHandler> QuoteHandlers { get; } = [];

    public List<TickerHandler> TickerHandlers { get; } = [];

    public List<TradeHandler> TradeHandlers { get; } = [];

    public List<StatusHandler> StatusHandlers { get; } = [];

    public List<Func<Task>> Timers { get; } = [];

    public List<Func<CancellationToken, Task>> Bodies { get; } = [];

    public TimeProvider Clock => TimeProvider.System;

    public IBooks Books => this;

    public BookView View => buffer.View;

    public BookView this[string instrument] => buffer.View;

    public void OnBook(
        string instrument,
        BookHandler handler,
        Depth depth = Depth.Full,
        int levels = 20,
        Delivery delivery = Delivery.Latest)
    {
        Calls.Add($"OnBook {instrument} {depth} {levels} {delivery}");
        BookHandlers.Add(handler);
    }

    public void OnQuote(string instrument, QuoteHandler handler)
    {
        Calls.Add($"OnQuote {instrument}");
        QuoteHandlers.Add(handler);
    }

    public void OnTicker(string instrument, TickerHandler handler)
    {
        Calls.Add($"OnTicker {instrument}");
        TickerHandlers.Add(handler);
    }

    public void OnTrade(string instrument, TradeHandler handler)
    {
        Calls.Add($"OnTrade {instrument}");
        TradeHandlers.Add(handler);
    }

    public void OnStatus(StatusHandler handler)
    {
        Calls.Add("OnStatus");
        StatusHandlers.Add(handler);
    }

    public void Every(TimeSpan interval, Action handler)
    {
        Calls.Add($"Every {interval}");
        Timers.Add(() =>
        {
            handler();
            return Task.CompletedTask;
        });
    }

    public void Every(TimeSpan interval, Func<Task> handler)
    {
        Calls.Add($"Every async {interval}");
        Timers.Add(handler);
    }

    public void Run(Func<CancellationToken, Task> body)
    {
        Calls.Add("Run");
        Bodies.Add(body);
    }

    public void Signal(string name, Side? side = null, decimal? strength = null, string? note = null) =>
        Calls.Add($"Signal {name} {side} {strength} {note}".TrimEnd());

    public Param<T> Param<T>(string name, T value, T? min = null, T? max = null)
        where T : struct, IComparable<T>
    {
        Calls.Add($"Param {name} {value} {min} {max}".TrimEnd());
        return StrategyHost.Strategy.Param.Create(name, value, min, max);
    }

    public Param<string> Param(string name, string value)
    {
        Calls.Add($"Param {name} {value}");
        return StrategyHost.Strategy.Param.Create(name, value);
    }

    public void Log(string message) => Calls.Add($"Log {message}");

    static BookBuffer NewBook()
    {
        var buffer = new BookBuffer(5);
        buffer.Header = new BookHeader
        {
            Instrument = Bitcoin,
            PriceScale = 2,
            QuantityScale = 3,
            BidCount = 1,
            AskCount = 1,
            Publication = 1,
            BidHorizon = long.MinValue,
            AskHorizon = long.MaxValue,
            Epoch = 1,
            Sequence = 7,
        };
        buffer.BidRoom[0] = new ScaledLevel(100_00, 1_000);
        buffer.AskRoom[0] = new ScaledLevel(101_00, 3_000);
        return buffer;
    }
}
