using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>A kind of market data.</summary>
public enum Channel : byte
{
    /// <summary>The order book, whole or partial.</summary>
    Book,

    /// <summary>Best bid and offer as they change.</summary>
    Quote,

    /// <summary>Rolling 24-hour statistics.</summary>
    Ticker,

    /// <summary>The tape.</summary>
    Trade,
}

/// <summary>One instrument's channel, wanted or served.</summary>
/// <param name="Instrument">Whose data.</param>
/// <param name="Channel">Which kind.</param>
/// <param name="Depth">Of a book: whole, or the venue's own top levels. Full for every other channel.</param>
public readonly record struct Subscription(Instrument Instrument, Channel Channel, Depth Depth = Depth.Full)
{
    /// <summary>
    /// The words an error message uses: <c>binance:BTC/USDT book</c>, <c>binance:BTC/USDT book top 5</c>.
    /// </summary>
    public override string ToString()
    {
        var channel = Channel switch
        {
            Channel.Book => "book",
            Channel.Quote => "quotes",
            Channel.Ticker => "ticker",
            _ => "trades",
        };
        return Depth == Depth.Full ? $"{Instrument} {channel}" : $"{Instrument} {channel} top {(int)Depth}";
    }
}

/// <summary>One connection that the adapter wants: where to, and what it carries.</summary>
/// <param name="Name">Short name within the venue, for logs and recordings: <c>stream</c>, <c>public</c>.</param>
/// <param name="Endpoints">WebSocket addresses in the order in which to try them.</param>
/// <param name="Subscriptions">What the connection subscribes to when it opens.</param>
public sealed record Route(string Name, IReadOnlyList<Uri> Endpoints, IReadOnlyList<Subscription> Subscriptions);
