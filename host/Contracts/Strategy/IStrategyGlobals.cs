using StrategyHost.Market;

namespace StrategyHost.Strategy;

/// <summary>Takes a book; the view is valid until it returns.</summary>
public delegate void BookHandler(BookView book);

/// <summary>Takes a best bid and offer.</summary>
public delegate void QuoteHandler(Quote quote);

/// <summary>Takes 24-hour statistics.</summary>
public delegate void TickerHandler(Ticker ticker);

/// <summary>Takes one trade.</summary>
public delegate void TradeHandler(Trade trade);

/// <summary>Takes a change of a feed's state.</summary>
public delegate void StatusHandler(FeedStatus status);

/// <summary>Which publications of a book a handler receives.</summary>
public enum Delivery : byte
{
    /// <summary>
    /// The newest one when the strategy is ready; those in between are skipped and counted as conflated.
    /// </summary>
    Latest,

    /// <summary>
    /// Each one in order, as long as the strategy keeps within 64 of the newest; what it loses is counted.
    /// </summary>
    Every,
}

/// <summary>The newest published book of every instrument that the strategy subscribed to.</summary>
public interface IBooks
{
    /// <summary>
    /// The newest book, at any time on the strategy's own thread; the view is valid until the next use of this
    /// indexer with the same name. <see cref="BookView.IsPublished"/> is false while none is published.
    /// </summary>
    /// <param name="instrument">A name as in <c>OnBook</c>.</param>
    BookView this[string instrument] { get; }
}

/// <summary>
/// Everything a strategy script sees; its members are the script's top-level names. Handlers run on the strategy's
/// own thread, one at a time; what they throw is counted as a fault with its line, and the strategy goes on.
/// </summary>
public interface IStrategyGlobals
{
    /// <summary>The only clock a strategy should read: a replay's runs with the recording.</summary>
    TimeProvider Clock { get; }

    /// <summary>The newest book of each instrument subscribed to.</summary>
    IBooks Books { get; }

    /// <summary>Subscribes to an instrument's book.</summary>
    /// <param name="instrument"><c>binance:BTC/USDT</c>, or the venue's own spelling, <c>binance:BTCUSDT</c>.</param>
    /// <param name="handler">Called with each publication that <paramref name="delivery"/> selects.</param>
    /// <param name="depth">The whole book kept from deltas, or one of the venue's partial books.</param>
    /// <param name="levels">Levels a side in view, 1 to 1,000.</param>
    /// <param name="delivery">The newest publication only, or every one.</param>
    void OnBook(
        string instrument,
        BookHandler handler,
        Depth depth = Depth.Full,
        int levels = 20,
        Delivery delivery = Delivery.Latest);

    /// <summary>Subscribes to an instrument's best bid and offer, newest only.</summary>
    /// <param name="instrument">A name as in <c>OnBook</c>.</param>
    /// <param name="handler">Called with the newest quote.</param>
    void OnQuote(string instrument, QuoteHandler handler);

    /// <summary>Subscribes to an instrument's 24-hour statistics, newest only.</summary>
    /// <param name="instrument">A name as in <c>OnBook</c>.</param>
    /// <param name="handler">Called with the newest ticker.</param>
    void OnTicker(string instrument, TickerHandler handler);

    /// <summary>Subscribes to an instrument's trades, each in order; what a slow strategy loses is counted.</summary>
    /// <param name="instrument">A name as in <c>OnBook</c>.</param>
    /// <param name="handler">Called with each trade.</param>
    void OnTrade(string instrument, TradeHandler handler);

    /// <summary>
    /// Hears of every change of state of the feeds that the strategy subscribed to, before their next event.
    /// </summary>
    /// <param name="handler">Called with each change.</param>
    void OnStatus(StatusHandler handler);

    /// <summary>Calls a handler at an interval by <see cref="Clock"/>.</summary>
    /// <param name="interval">At least one millisecond.</param>
    /// <param name="handler">Called on the strategy's thread.</param>
    void Every(TimeSpan interval, Action handler);

    /// <summary>
    /// Calls an asynchronous handler at an interval; a call that still runs when the next is due delays it.
    /// </summary>
    /// <param name="interval">At least one millisecond.</param>
    /// <param name="handler">Runs on the strategy's thread between its awaits.</param>
    void Every(TimeSpan interval, Func<Task> handler);

    /// <summary>
    /// Runs something of the strategy's own beside its handlers, on the strategy's thread between awaits.
    /// </summary>
    /// <param name="body">Ends when its token is cancelled: when the strategy stops or is replaced.</param>
    void Run(Func<CancellationToken, Task> body);

    /// <summary>Makes a statement; it is logged, counted and shown.</summary>
    /// <param name="name">What it says: <c>wide-spread</c>.</param>
    /// <param name="side">Which side it favours.</param>
    /// <param name="strength">How strongly, in a measure of the strategy's own.</param>
    /// <param name="note">Words for a person.</param>
    void Signal(string name, Side? side = null, decimal? strength = null, string? note = null);

    /// <summary>Declares a setting with its default; read the result wherever it is used.</summary>
    /// <typeparam name="T">A number or bool.</typeparam>
    /// <param name="name">Its name within the strategy.</param>
    /// <param name="value">What it is unless set otherwise.</param>
    /// <param name="min">Smallest value allowed.</param>
    /// <param name="max">Largest value allowed.</param>
    Param<T> Param<T>(string name, T value, T? min = null, T? max = null)
        where T : struct, IComparable<T>;

    /// <summary>Declares a text setting.</summary>
    /// <param name="name">Its name within the strategy.</param>
    /// <param name="value">What it is unless set otherwise.</param>
    Param<string> Param(string name, string value);

    /// <summary>Writes a line to the host's log under the strategy's name.</summary>
    /// <param name="message">The line.</param>
    void Log(string message);
}
