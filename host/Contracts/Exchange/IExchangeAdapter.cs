using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>
/// One venue's wire protocol, and nothing else: bytes in, market events out; questions in, bytes out. An adapter
/// opens no socket, starts no task, reads no clock, keeps no book and no static state; the host does all of that.
/// </summary>
/// <remarks>
/// May be called from several threads at once: keep no state here, a connection's state is its session's.
/// </remarks>
public interface IExchangeAdapter
{
    /// <summary>The venue as data.</summary>
    VenueProfile Profile { get; }

    /// <summary>Divides subscriptions among connections, within the venue's limits; each goes to exactly one.</summary>
    IReadOnlyList<Route> Plan(IReadOnlyList<Subscription> subscriptions);

    /// <summary>The state of a new connection on a route.</summary>
    /// <param name="route">What it will subscribe to; of a recording, the address alone.</param>
    /// <param name="symbols">The instruments it may meet; the session may keep it.</param>
    IWireSession OpenSession(Route route, SymbolTable symbols);

    /// <summary>Puts a question into the venue's words; null when the venue has no such endpoint.</summary>
    RestRequest? Ask(RestQuery query);

    /// <summary>Reads an answer, whatever its status.</summary>
    /// <param name="query">The question.</param>
    /// <param name="status">The HTTP status; 200 for a recorded answer.</param>
    /// <param name="body">The body, borrowed for the call.</param>
    /// <param name="symbols">The scales to decode a book or quote in.</param>
    /// <param name="received">When it was received.</param>
    /// <param name="sink">Takes books, quotes, tickers and instruments.</param>
    RestResult Read(
        RestQuery query, int status, ReadOnlySpan<byte> body, SymbolTable symbols, Stamp received, IMarketSink sink);

    /// <summary>
    /// The question that a recorded answer answers, by the address it was fetched from; null when unknown.
    /// </summary>
    RestQuery? Recognise(Uri address);

    /// <summary>
    /// An instrument made from the venue's spelling alone, for recordings without instruments: base and quote by the
    /// venue's own quote currencies, tick and lot unknown. Null when the spelling is not one of this venue.
    /// </summary>
    Instrument? Infer(string venueSymbol);
}
