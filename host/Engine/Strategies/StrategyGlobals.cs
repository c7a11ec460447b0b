using StrategyHost.Engine.Dispatch;
using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Signals;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Engine.Strategies;

/// <summary>
/// A strategy's view of the host: every call ends as a subscription, a timer, a signal or a line of log.
/// </summary>
/// <remarks>The strategy's thread.</remarks>
sealed class StrategyGlobals(StrategyRunner runner, FeedDirectory feeds, SignalLog signals, TimeProvider clock)
    : IStrategyGlobals, IBooks
{
    const int DefaultLevels = 20;

    readonly Dictionary<string, LatestBook> books = new(StringComparer.OrdinalIgnoreCase);
    readonly HashSet<string> parameters = new(StringComparer.Ordinal);
    long signalCount;

    public long SignalCount => Volatile.Read(ref signalCount);

    public TimeProvider Clock => clock;

    public IBooks Books => this;

    public BookView this[string instrument]
    {
        get
        {
            if (!books.TryGetValue(instrument, out var book)) books[instrument] = book = Open(instrument);
            return book.Read();
        }
    }

    public void OnBook(
        string instrument,
        BookHandler handler,
        Depth depth = Depth.Full,
        int levels = DefaultLevels,
        Delivery delivery = Delivery.Latest)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(levels, BookBuffer.MaxLevels);
        var feed = Listen(instrument, Channel.Book, depth);
        var held = depth == Depth.Full ? levels : Math.Min(levels, (int)depth);
        var topic = feed.BookTopic(depth, depth == Depth.Full ? levels : (int)depth);
        var buffer = new BookBuffer(held, clock);
        var wantsEach = delivery == Delivery.Every;
        TopicReader reader = wantsEach
            ? new EveryBookReader(feed, topic.Ring, buffer, handler, runner.Mailbox)
            : new LatestBookReader(feed, topic.Ring, buffer, handler, runner.Mailbox);
        Add(topic.Dispatcher, reader, wantsEach);
    }

    public void OnQuote(string instrument, QuoteHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var feed = Listen(instrument, Channel.Quote);
        Add(feed.Quotes.Dispatcher, new LatestReader<Quote>(feed, feed.Quotes.Cell, x => handler(x)));
    }

    public void OnTicker(string instrument, TickerHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var feed = Listen(instrument, Channel.Ticker);
        Add(feed.Tickers.Dispatcher, new LatestReader<Ticker>(feed, feed.Tickers.Cell, x => handler(x)));
    }

    public void OnTrade(string instrument, TradeHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var feed = Listen(instrument, Channel.Trade);
        Add(feed.Trades.Dispatcher, new TradeReader(feed, feed.Trades.AddQueue(), handler));
    }

    public void OnStatus(StatusHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        runner.AddStatusHandler(handler);
    }

    public void Every(TimeSpan interval, Action handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Every(interval, () =>
        {
            handler();
            return Task.CompletedTask;
        });
    }

    public void Every(TimeSpan interval, Func<Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromMilliseconds(1));
        runner.AddTimer(new StrategyTimer(interval, clock, runner.Mailbox, () => runner.Guard(handler)));
    }

    public void Run(Func<CancellationToken, Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        runner.Mailbox.Post(() => _ = runner.Guard(() => body(runner.Stopping)));
    }

    public void Signal(string name, Side? side = null, decimal? strength = null, string? note = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Interlocked.Increment(ref signalCount);
        signals.Add(new Signal(clock.GetUtcNow(), runner.Name, runner.Current, name, side, strength, note));
    }

    public Param<T> Param<T>(string name, T value, T? min = null, T? max = null)
        where T : struct, IComparable<T>
    {
        Declare(name);
        return StrategyHost.Strategy.Param.Create(name, value, min, max);
    }

    public Param<string> Param(string name, string value)
    {
        Declare(name);
        return StrategyHost.Strategy.Param.Create(name, value);
    }

    public void Log(string message) => Engine.Log.Said(runner.Log, runner.Name, message);

    void Declare(string name)
    {
        if (!parameters.Add(name)) throw new ArgumentException($"Param '{name}' is declared twice.", nameof(name));
    }

    InstrumentFeed Listen(string instrument, Channel channel, Depth depth = Depth.Full)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var feed = feeds.Want(instrument, channel, depth);
        feed.AddStatusListener(runner.Mailbox);
        return feed;
    }

    void Add(Dispatcher dispatcher, TopicReader reader, bool wantsEach = false)
    {
        var added = runner.TryAddReader(topic =>
        {
            dispatcher.Add(runner.Mailbox, topic, wantsEach);
            return reader;
        });
        if (!added) throw new InvalidOperationException($"A strategy has at most {Mailbox.MaxTopics} handlers.");
    }

    LatestBook Open(string instrument)
    {
        var feed = Listen(instrument, Channel.Book);
        var topic = feed.BookTopic(Depth.Full, DefaultLevels);
        return new LatestBook(feed, topic.Ring, new BookBuffer(BookBuffer.MaxLevels, clock));
    }

    /// <summary>One book that the strategy looks at on its own initiative.</summary>
    sealed class LatestBook(InstrumentFeed feed, BookRing ring, BookBuffer buffer)
    {
        const int MaxTries = 64;

        public BookView Read()
        {
            for (var i = 0; i < MaxTries && ring.IsPublished; i++)
            {
                if (ring.TryRead(ring.Latest, buffer)) return buffer.View;
            }

            buffer.Header = new BookHeader { Instrument = feed.Instrument };
            return buffer.View;
        }
    }
}
