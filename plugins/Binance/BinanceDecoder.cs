using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Binance;

/// <summary>
/// Messages of streams, and answers of REST in the same fields, into market events. A message is understood whole
/// before the sink hears of it or its symbol's scales widen.
/// </summary>
/// <remarks>Hot: data allocates nothing. Used by one thread at a time.</remarks>
sealed class BinanceDecoder
{
    // Times are milliseconds, or microseconds where the connection asked for them: no clock shows 10^14 ms before
    // the year 5138, nor 10^14 µs after 1973.
    const long FirstMicroseconds = 100_000_000_000_000;

    readonly bool linksPrevious;
    readonly byte[] addressStream;
    readonly bool isDepthAmbiguous;

    /// <summary>Makes a decoder.</summary>
    /// <param name="linksPrevious">True where deltas name the number before them (<c>pu</c>, futures).</param>
    /// <param name="symbols">The symbols it may meet.</param>
    /// <param name="addressStreams">The streams of the connection's address.</param>
    public BinanceDecoder(bool linksPrevious, SymbolTable symbols, byte[][] addressStreams)
    {
        this.linksPrevious = linksPrevious;
        addressStream = addressStreams.Length == 1 ? addressStreams[0] : [];
        isDepthAmbiguous = linksPrevious && addressStreams.Any(
            stream => stream.AsSpan().IndexOf("epth"u8) >= 0 && BinanceStreams.DepthOf(stream) != 0);
        Fields = new BinanceFields(symbols);
    }

    public BinanceFields Fields { get; }

    /// <summary>Why the last message was rejected or what it announced.</summary>
    public string? Reason { get; private set; }

    /// <summary>False where the bytes are no JSON; else the message's fields stand ready.</summary>
    public bool TryScan(ReadOnlySpan<byte> bytes)
    {
        var isJson = Fields.TryScan(bytes, out var fault);
        Reason = fault;
        return isJson;
    }

    /// <summary>Decodes the stream message that was scanned.</summary>
    public FrameKind Decode(ReadOnlySpan<byte> bytes, Stamp received, IMarketSink sink)
    {
        var stream = Fields.Has(Field.Stream) ? Fields.Text(bytes, Field.Stream) : addressStream;
        if (!Fields.Has(Field.EventType)) return DecodeUnnamed(bytes, stream, received, sink);
        var type = Fields.Text(bytes, Field.EventType);
        if (type.SequenceEqual("depthUpdate"u8)) return DecodeDepth(bytes, stream, received, sink);
        if (type.SequenceEqual("serverShutdown"u8)) return Notice();
        var isKnown = type.SequenceEqual("bookTicker"u8) || type.SequenceEqual("trade"u8)
            || type.SequenceEqual("24hrTicker"u8);
        if (!isKnown || Fields.FindSymbol(bytes, stream) is not { } entry) return FrameKind.Unknown;
        return type[0] switch
        {
            (byte)'b' => DecodeQuote(bytes, entry, received, sink),
            (byte)'t' => DecodeTrade(bytes, entry, received, sink),
            _ => DecodeTicker(bytes, entry, received, sink),
        };
    }

    /// <summary>A whole book under its number: a partial book, or REST's.</summary>
    public FrameKind DecodeSnapshot(
        ReadOnlySpan<byte> bytes, SymbolEntry entry, Depth depth, int levelLimit, Stamp received, IMarketSink sink)
    {
        if (!Fields.TryReadLevels(bytes, entry, out var fault)) return Reject(fault);
        // A futures partial book is numbered by the last update in it, all other whole books by their own field.
        var field = Fields.Has(Field.SnapshotNumber) ? Field.SnapshotNumber : Field.LastNumber;
        if (!Fields.TryInt64(bytes, field, out var number) || number < 0) return Reject("a book without its number");
        if (!TryTime(bytes, Field.EventTime, out var time)) return Reject("a time that is none");
        Put(entry, SequenceSpan.At(number), isSnapshot: true, depth, levelLimit, time, received, sink);
        return FrameKind.Data;
    }

    public FrameKind DecodeQuote(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, IMarketSink sink)
    {
        if (!Fields.TryReadQuote(bytes, entry, out var fault)) return Reject(fault);
        var number = -1L;
        if (Fields.Has(Field.LastNumber) && !Fields.TryInt64(bytes, Field.LastNumber, out number))
            return Reject("a number that is none");
        // Futures say both E, the event's time, and T, the match's; E is what every other message has too.
        if (!TryTime(bytes, Field.EventTime, out var time)) return Reject("a time that is none");
        var quote = Fields.Quote(entry, number, time, received);
        sink.Quote(in quote);
        return FrameKind.Data;
    }

    public FrameKind DecodeTicker(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, IMarketSink sink)
    {
        if (!Fields.TryDecimal(bytes, Field.Last, out var last)) return Reject("a ticker without its last price");
        if (!TryTime(bytes, Field.EventTime, out var time)) return Reject("a time that is none");
        var isRead = TryOptional(bytes, Field.Open, out var open) & TryOptional(bytes, Field.High, out var high)
            & TryOptional(bytes, Field.Low, out var low) & TryOptional(bytes, Field.Volume, out var volume)
            & TryOptional(bytes, Field.Quantity, out var quoteVolume)
            & TryLevel(bytes, Field.Bids, Field.BidQuantity, out var bid)
            & TryLevel(bytes, Field.Asks, Field.AskQuantity, out var ask);
        if (!isRead) return Reject("a ticker with a number beyond 28 digits, or none");
        var ticker = new Ticker
        {
            Instrument = entry.Instrument,
            Last = last,
            Open = open,
            High = high,
            Low = low,
            Volume = volume,
            QuoteVolume = quoteVolume,
            BestBid = bid,
            BestAsk = ask,
            QuoteSource = bid is null && ask is null ? QuoteSource.None : QuoteSource.Ticker,
            VenueTimeNs = time,
            Received = received,
        };
        sink.Ticker(in ticker);
        return FrameKind.Data;
    }

    /// <summary>A field's time in nanoseconds; 0 where the message has none, false where it is no time.</summary>
    public bool TryTime(ReadOnlySpan<byte> bytes, Field field, out long ns)
    {
        ns = 0;
        if (!Fields.Has(field)) return true;
        if (!Fields.TryInt64(bytes, field, out var value) || value < 0) return false;
        var unit = value >= FirstMicroseconds ? 1_000 : 1_000_000;
        if (value > long.MaxValue / unit) return false;
        ns = value * unit;
        return true;
    }

    // Spot names neither its quotes nor its partial books: their fields tell them apart.
    FrameKind DecodeUnnamed(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> stream, Stamp received, IMarketSink sink)
    {
        if (Fields.Has(Field.SnapshotNumber))
        {
            var depth = BinanceStreams.DepthOf(stream);
            if (depth <= 0 || Fields.FindSymbol(bytes, stream) is not { } partial) return FrameKind.Unknown;
            return DecodeSnapshot(bytes, partial, (Depth)depth, depth, received, sink);
        }

        var isQuote = Fields.Has(Field.LastNumber) && Fields.Has(Field.Symbol)
            && Fields.Has(Field.Bids) && Fields.Has(Field.BidQuantity)
            && Fields.Has(Field.Asks) && Fields.Has(Field.AskQuantity);
        if (!isQuote || Fields.FindSymbol(bytes, stream) is not { } entry) return FrameKind.Unknown;
        return DecodeQuote(bytes, entry, received, sink);
    }

    FrameKind DecodeDepth(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> stream, Stamp received, IMarketSink sink)
    {
        // Without a name it is a delta, unless the address lets it be something else as well.
        if (stream.IsEmpty && isDepthAmbiguous) return FrameKind.Unknown;
        var depth = stream.IsEmpty ? 0 : BinanceStreams.DepthOf(stream);
        if (depth < 0 || Fields.FindSymbol(bytes, stream) is not { } entry) return FrameKind.Unknown;
        return depth > 0
            ? DecodeSnapshot(bytes, entry, (Depth)depth, depth, received, sink)
            : DecodeDelta(bytes, entry, received, sink);
    }

    FrameKind DecodeDelta(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, IMarketSink sink)
    {
        if (!Fields.TryReadLevels(bytes, entry, out var fault)) return Reject(fault);
        if (!Fields.TryInt64(bytes, Field.FirstNumber, out var first)
            || !Fields.TryInt64(bytes, Field.LastNumber, out var last) || first < 0 || last < first)
            return Reject("a delta without its numbers");
        var previous = first - 1;
        if (linksPrevious && !Fields.TryInt64(bytes, Field.PreviousNumber, out previous))
            return Reject("a delta without the number before it");
        if (!TryTime(bytes, Field.EventTime, out var time)) return Reject("a time that is none");
        var span = new SequenceSpan(previous, first, last);
        Put(entry, span, isSnapshot: false, Depth.Full, levelLimit: 0, time, received, sink);
        return FrameKind.Data;
    }

    FrameKind DecodeTrade(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, IMarketSink sink)
    {
        if (!Fields.TryReadTrade(bytes, entry, out var fault)) return Reject(fault);
        if (Fields.Bool(Field.BuyerIsMaker) is not { } buyerIsMaker) return Reject("a trade without its taker");
        if (!Fields.TryInt64(bytes, Field.TradeId, out var id)) return Reject("a trade without its number");
        if (!TryTime(bytes, Field.TradeTime, out var time)) return Reject("a time that is none");
        // Futures put entries that are no trades of the market on the tape, with price and quantity 0.
        if (Fields.Levels.Bids[0] is { Price: 0 } or { Quantity: 0 }) return FrameKind.Unknown;
        var levels = Fields.Believe(entry);
        var trade = new Trade
        {
            Instrument = entry.Instrument,
            Id = id,
            Scaled = levels.Bids[0],
            PriceScale = levels.PriceScale,
            QuantityScale = levels.QuantityScale,
            TakerSide = buyerIsMaker ? Side.Ask : Side.Bid,
            VenueTimeNs = time,
            Received = received,
        };
        sink.Trade(in trade);
        return FrameKind.Data;
    }

    void Put(
        SymbolEntry entry, SequenceSpan span, bool isSnapshot, Depth depth, int levelLimit, long time, Stamp received,
        IMarketSink sink)
    {
        var update = Fields.Book(
            entry, span, isSnapshot, depth, levelLimit, levelBound: 0, checksum: null, time, received);
        sink.Book(in update);
    }

    bool TryOptional(ReadOnlySpan<byte> bytes, Field field, out decimal? value)
    {
        value = null;
        if (!Fields.Has(field)) return true;
        if (!Fields.TryDecimal(bytes, field, out var found)) return false;
        value = found;
        return true;
    }

    // A price of 0 is the venue's word for a side that is empty.
    bool TryLevel(ReadOnlySpan<byte> bytes, Field price, Field quantity, out Level? level)
    {
        level = null;
        if (!Fields.Has(price) && !Fields.Has(quantity)) return true;
        if (!Fields.TryDecimal(bytes, price, out var p) || !Fields.TryDecimal(bytes, quantity, out var q)) return false;
        if (p < 0 || q < 0) return false;
        if (p != 0) level = new Level(p, q);
        return true;
    }

    FrameKind Notice()
    {
        Reason = "the venue is about to close this connection (serverShutdown)";
        return FrameKind.Notice;
    }

    FrameKind Reject(WireFault fault) => Reject(JsonWire.Describe(fault));

    FrameKind Reject(string reason)
    {
        Reason = reason;
        return FrameKind.Rejected;
    }
}
