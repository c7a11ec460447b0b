using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>
/// Where decoders put what they found. Calls are synchronous, in wire order, on the decoding thread; nothing that is
/// passed may be kept past the call where it is borrowed (<see cref="BookUpdate"/>).
/// </summary>
public interface IMarketSink
{
    /// <summary>A book snapshot, a delta, or a partial book.</summary>
    void Book(in BookUpdate update);

    /// <summary>A best bid and offer.</summary>
    void Quote(in Quote quote);

    /// <summary>24-hour statistics.</summary>
    void Ticker(in Ticker ticker);

    /// <summary>One trade of the tape.</summary>
    void Trade(in Trade trade);

    /// <summary>
    /// An instrument as the venue describes it now: new, or with another tick size, lot size or status.
    /// </summary>
    void Instrument(Instrument instrument);

    /// <summary>The venue answered a subscription request.</summary>
    /// <param name="subscription">Which one.</param>
    /// <param name="refusal">The venue's reason for refusing it; null when it accepted.</param>
    void Answered(in Subscription subscription, string? refusal);
}
