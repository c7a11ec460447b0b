using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Binance;

/// <summary>
/// The names of streams. A name is the only thing that tells a futures partial book from a delta, so a book is never
/// taken from a stream whose name says something else.
/// </summary>
static class BinanceStreams
{
    /// <summary>What <see cref="DepthOf"/> gives for a stream that carries no book we keep.</summary>
    public const int NoBook = -1;

    /// <summary><c>btcusdt@depth@100ms</c>. An upper-case symbol would be acknowledged and never served.</summary>
    public static string NameOf(in Subscription subscription)
    {
        var symbol = subscription.Instrument.VenueSymbol.ToLowerInvariant();
        return subscription.Channel switch
        {
            Channel.Quote => $"{symbol}@bookTicker",
            Channel.Ticker => $"{symbol}@ticker",
            Channel.Trade => $"{symbol}@trade",
            _ when subscription.Depth == Depth.Full => $"{symbol}@depth@100ms",
            _ => $"{symbol}@depth{(int)subscription.Depth}@100ms",
        };
    }

    public static ReadOnlySpan<byte> SymbolOf(ReadOnlySpan<byte> stream)
    {
        var at = stream.IndexOf((byte)'@');
        return at < 0 ? default : stream[..at];
    }

    /// <summary>5, 10 or 20 for a partial book's stream, 0 for the deltas', else <see cref="NoBook"/>.</summary>
    public static int DepthOf(ReadOnlySpan<byte> stream)
    {
        var name = stream[(stream.IndexOf((byte)'@') + 1)..];
        if (!name.StartsWith("depth"u8)) return NoBook;
        name = name["depth".Length..];
        var at = name.IndexOf((byte)'@');
        if (at >= 0) name = name[..at];
        if (name.IsEmpty) return (int)Depth.Full;
        if (name.SequenceEqual("5"u8)) return (int)Depth.Partial5;
        if (name.SequenceEqual("10"u8)) return (int)Depth.Partial10;
        return name.SequenceEqual("20"u8) ? (int)Depth.Partial20 : NoBook;
    }

    /// <summary>
    /// The streams in an address such as recordings of raw connections have: <c>/ws/a@trade/b@depth</c>.
    /// </summary>
    public static byte[][] In(IReadOnlyList<Uri> endpoints)
    {
        if (endpoints.Count == 0) return [];
        var path = Uri.UnescapeDataString(endpoints[0].AbsolutePath);
        var start = path.IndexOf("/ws/", StringComparison.Ordinal);
        if (start < 0) return [];
        var names = path[(start + 4)..].Split('/');
        return [.. names.Where(name => name.Contains('@')).Select(Encoding.UTF8.GetBytes)];
    }
}
