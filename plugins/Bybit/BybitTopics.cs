using System.Buffers.Text;
using StrategyHost.Exchange;

namespace StrategyHost.Plugins.Bybit;

/// <summary>The names of topics: <c>orderbook.1000.BTCUSDT</c>. A book's depth stands nowhere else.</summary>
static class BybitTopics
{
    /// <summary>
    /// Levels a side of the book that we keep: as deep as the venue offers, since a whole book is what is asked for and
    /// REST's numbers are those of this depth. The price of it is one message in 200 ms, where 50 levels have 20 ms;
    /// who needs the newest best prices takes quotes.
    /// </summary>
    public const int BookDepth = 1_000;

    /// <summary>Symbols are in upper case; 1 level is the venue's stream of best prices.</summary>
    public static string NameOf(in Subscription subscription)
    {
        var topic = subscription.Channel switch
        {
            Channel.Quote => "orderbook.1",
            Channel.Ticker => "tickers",
            Channel.Trade => "publicTrade",
            _ => $"orderbook.{BookDepth}",
        };
        return $"{topic}.{subscription.Instrument.VenueSymbol}";
    }

    public static ReadOnlySpan<byte> SymbolOf(ReadOnlySpan<byte> topic) => topic[(topic.LastIndexOf((byte)'.') + 1)..];

    /// <summary>
    /// Levels a side of a book's topic, whether the venue still offers that many or not; 0 for one that is no such
    /// book (<c>orderbook.rpi.BTCUSDT</c>).
    /// </summary>
    public static int DepthOf(ReadOnlySpan<byte> topic)
    {
        var depth = topic["orderbook.".Length..];
        var isNumber = Utf8Parser.TryParse(depth, out int levels, out var length);
        return isNumber && length < depth.Length && depth[length] == '.' && levels is > 0 and <= LevelBuffer.MaxLevels
            ? levels : 0;
    }
}
