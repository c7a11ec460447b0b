using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Loading.Strategies;

/// <summary>What a script said, and when.</summary>
readonly record struct Said(TimeSpan At, string? Instrument, string Name, Side? Side, decimal? Strength);

/// <summary>
/// Globals over books that a test sets by hand, on virtual time: every subscription is kept by its instrument, and
/// what a handler throws reaches the test.
/// </summary>
sealed class StrategyStage : IStrategyGlobals, IBooks
{
    readonly Dictionary<string, BookBuffer> books = [];
    readonly List<(string Name, BookHandler Handler)> bookHandlers = [];
    readonly List<(string Name, TickerHandler Handler)> tickerHandlers = [];
    readonly List<(string Name, TradeHandler Handler)> tradeHandlers = [];
    readonly List<(string Name, QuoteHandler Handler)> quoteHandlers = [];
    readonly List<StatusHandler> statusHandlers = [];
    readonly List<Task> running = [];
    readonly VirtualTime time = new();
    readonly long startedAt;
    string? current;

    public StrategyStage() => startedAt = time.GetTimestamp();

    public List<Said> Signals { get; } = [];

    public List<string> Lines { get; } = [];

    public SortedSet<string> Wanted { get; } = new(StringComparer.Ordinal);

    public TimeProvider Clock => time;

    public IBooks Books => this;

    /// <summary>What went wrong in the strategy's own tasks.</summary>
    public IEnumerable<Exception> Faults => running.Where(task => task.IsFaulted).Select(task => task.Exception!);

    public BookView this[string instrument] => BufferOf(instrument).View;

    /// <summary>Publishes one level a side (a quantity of zero: none), and lets its handlers see it.</summary>
    public void Book(string name, decimal bid, decimal bidQuantity, decimal ask, decimal askQuantity)
    {
        var buffer = BufferOf(name);
        buffer.BidRoom[0] = Scaled(bid, bidQuantity);
        buffer.AskRoom[0] = Scaled(ask, askQuantity);
        buffer.Header.BidCount = bidQuantity > 0 ? 1 : 0;
        buffer.Header.AskCount = askQuantity > 0 ? 1 : 0;
        buffer.Header.Publication++;
        buffer.Header.Received = Stamp.Now(time);
        foreach (var (_, handler) in bookHandlers.Where(x => x.Name == name)) As(name, () => handler(buffer.View));
    }

    public void Quote(string name, decimal bid, decimal ask)
    {
        var quote = new Quote
        {
            Instrument = InstrumentOf(name),
            Bid = Scaled(bid, 1),
            Ask = Scaled(ask, 1),
            PriceScale = 4,
            QuantityScale = 4,
            Received = Stamp.Now(time),
        };
        foreach (var (_, handler) in quoteHandlers.Where(x => x.Name == name)) As(name, () => handler(quote));
    }

    public void Ticker(string name, decimal last, decimal? open)
    {
        var ticker = new Ticker
        {
            Instrument = InstrumentOf(name),
            Last = last,
            Open = open,
            Received = Stamp.Now(time),
        };
        foreach (var (_, handler) in tickerHandlers.Where(x => x.Name == name)) As(name, () => handler(ticker));
    }

    public void Trade(string name, decimal price, decimal quantity, Side taker)
    {
        var trade = new Trade
        {
            Instrument = InstrumentOf(name),
            Scaled = Scaled(price, quantity),
            PriceScale = 4,
            QuantityScale = 4,
            TakerSide = taker,
            Received = Stamp.Now(time),
        };
        foreach (var (_, handler) in tradeHandlers.Where(x => x.Name == name)) As(name, () => handler(trade));
    }

    public void Status(string name, FeedState state, string? reason = null)
    {
        if (state != FeedState.Live) BufferOf(name).Header.Publication = 0;
        var status = new FeedStatus(InstrumentOf(name), state, reason, time.GetUtcNow());
        foreach (var handler in statusHandlers) As(name, () => handler(status));
    }

    public void Pass(TimeSpan by) => time.Advance(by);

    public void OnBook(
        string instrument, BookHandler handler, Depth depth = Depth.Full, int levels = 20,
        Delivery delivery = Delivery.Latest) => Want(instrument, bookHandlers, handler);

    public void OnQuote(string instrument, QuoteHandler handler) => Want(instrument, quoteHandlers, handler);

    public void OnTicker(string instrument, TickerHandler handler) => Want(instrument, tickerHandlers, handler);

    public void OnTrade(string instrument, TradeHandler handler) => Want(instrument, tradeHandlers, handler);

    public void OnStatus(StatusHandler handler) => statusHandlers.Add(handler);

    public void Every(TimeSpan interval, Action handler) =>
        time.CreateTimer(_ => handler(), null, interval, interval);

    public void Every(TimeSpan interval, Func<Task> handler) =>
        time.CreateTimer(_ => running.Add(handler()), null, interval, interval);

    public void Run(Func<CancellationToken, Task> body) => running.Add(body(CancellationToken.None));

    public void Signal(string name, Side? side = null, decimal? strength = null, string? note = null) =>
        Signals.Add(new Said(time.GetElapsedTime(startedAt), current, name, side, strength));

    public Param<T> Param<T>(string name, T value, T? min = null, T? max = null)
        where T : struct, IComparable<T> => StrategyHost.Strategy.Param.Create(name, value, min, max);

    public Param<string> Param(string name, string value) => StrategyHost.Strategy.Param.Create(name, value);

    public void Log(string message) => Lines.Add(message);

    static ScaledLevel Scaled(decimal price, decimal quantity) =>
        new((long)(price * 10_000), (long)(quantity * 10_000));

    static Instrument InstrumentOf(string name)
    {
        var (venue, symbol) = (name.Split(':')[0], name.Split(':')[1]);
        var coins = symbol.Replace("-PERP", "", StringComparison.Ordinal).Split('/');
        return new Instrument
        {
            Venue = venue,
            Symbol = symbol,
            VenueSymbol = coins[0] + coins[1],
            Base = coins[0],
            Quote = coins[1],
        };
    }

    void Want<T>(string name, List<(string, T)> handlers, T handler)
    {
        Wanted.Add(name);
        handlers.Add((name, handler));
    }

    void As(string name, Action call)
    {
        current = name;
        call();
        current = null;
    }

    BookBuffer BufferOf(string name)
    {
        if (books.TryGetValue(name, out var buffer)) return buffer;
        buffer = books[name] = new BookBuffer(1, time);
        buffer.Header = new BookHeader
        {
            Instrument = InstrumentOf(name),
            PriceScale = 4,
            QuantityScale = 4,
            Epoch = 1,
            Sequence = -1,
            BidHorizon = long.MinValue,
            AskHorizon = long.MaxValue,
            ClockOffsetNs = long.MinValue,
        };
        return buffer;
    }
}
