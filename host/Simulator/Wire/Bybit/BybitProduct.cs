using System.Text;
using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Bybit;

/// <summary>What differs between Bybit's spot and its linear contracts: digits, keys' order, words.</summary>
abstract class BybitProduct
{
    public abstract string Venue { get; }

    /// <summary>The product in paths and queries: <c>spot</c>.</summary>
    public abstract string Category { get; }

    /// <summary>Topics in one request.</summary>
    public abstract int MostArguments { get; }

    /// <summary>Whether the snapshots of a subscription come before its acknowledgement.</summary>
    public abstract bool DataComesFirst { get; }

    public abstract int TickerMs { get; }

    /// <summary>Levels in a REST book when the client names no limit.</summary>
    public abstract int UsualLimit { get; }

    /// <summary>Whether the list of instruments comes in pages.</summary>
    public abstract bool HasPages { get; }

    /// <summary><c>ret_msg</c> of an acknowledgement.</summary>
    public abstract string AckWords(string op);

    public abstract byte[] Pong(string connectionId, string? requestId);

    /// <summary>Begins an envelope up to where the data's value stands.</summary>
    public abstract void Head(JsonText text, string topic, ReadOnlySpan<byte> type, long nowMs);

    public abstract JsonText Price(JsonText text, SimulatedInstrument of, long value);

    public abstract JsonText Size(JsonText text, SimulatedInstrument of, long value);

    /// <summary>What the stream's ticker says now; false when it has nothing to say.</summary>
    public abstract bool Ticker(JsonText text, BybitTopic topic, long nowMs, bool asSnapshot);

    public abstract void Trades(JsonText text, BybitTopic topic, long nowMs);

    public abstract void RestTicker(JsonText text, SimulatedInstrument of, long nowMs);

    public abstract void Listing(JsonText text, SimulatedInstrument of);

    public void OrderBook(JsonText text, BybitTopic topic, long nowMs, bool asSnapshot, long skewMs)
    {
        var (of, book) = (topic.Of, topic.Book!);
        Head(text, topic.Name, asSnapshot ? "snapshot"u8 : "delta"u8, nowMs);
        text.Raw("{\"s\":\""u8).Raw(of.Instrument.VenueSymbol).Raw("\",\"b\":"u8);
        Levels(text, of, asSnapshot ? book.Window.Bids : book.Window.BidChanges);
        Levels(text.Raw(",\"a\":"u8), of, asSnapshot ? book.Window.Asks : book.Window.AskChanges);
        text.Raw(",\"u\":"u8).Integer(book.Update).Raw(",\"seq\":"u8).Integer(Cross(book.Sequence))
            .Raw("},\"cts\":"u8).Integer(book.ChangedMs + skewMs).Raw("}"u8);
    }

    public void Levels(JsonText text, SimulatedInstrument of, ReadOnlySpan<ScaledLevel> levels)
    {
        text.Raw("["u8);
        for (var i = 0; i < levels.Length; i++)
        {
            Price(text.Raw(i == 0 ? "["u8 : ",["u8), of, levels[i].Price).Raw(","u8);
            Size(text, of, levels[i].Quantity).Raw("]"u8);
        }

        text.Raw("]"u8);
    }

    /// <summary>The number that counts across depths: rises, and jumps.</summary>
    public static long Cross(long sequence) => 112_000_000_000 + sequence;

    /// <summary>The day's change as a fraction, so many decimals, without trailing zeros.</summary>
    protected static string Change(SimulatedInstrument of, int decimals) =>
        Plain(decimal.Round((decimal)(of.Day.Last - of.Day.Open) / of.Day.Open, decimals));

    protected static string Plain(decimal value) => value == 0
        ? "0"
        : value.ToString("0.####################", System.Globalization.CultureInfo.InvariantCulture);

    protected static decimal Turnover(SimulatedInstrument of) =>
        (decimal)of.Day.Turnover / (decimal)Math.Pow(10, of.Listing.PriceScale + of.Listing.QuantityScale);

    /// <summary>The middle of the best prices, which stands for index and mark.</summary>
    protected static decimal Mid(SimulatedInstrument of)
    {
        var best = of.Best();
        return Scaling.ToDecimal(best.Bid.Price + best.Ask.Price, of.Listing.PriceScale) / 2;
    }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
