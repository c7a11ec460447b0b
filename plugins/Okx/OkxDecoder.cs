using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Okx;

/// <summary>
/// Messages of channels, and answers of REST in the same fields, into market events. A message is understood whole
/// before the sink hears of it or its symbol's scales widen.
/// </summary>
/// <remarks>Hot: data allocates nothing. Used by one thread at a time.</remarks>
sealed class OkxDecoder(SymbolTable symbols, SymbolEntry? asked = null)
{
    readonly OkxFields item = new(symbols);
    readonly List<Trade> trades = [];

    public OkxFields Fields { get; } = new(symbols, asked);

    /// <summary>Why the last message was rejected.</summary>
    public string? Reason { get; private set; }

    /// <summary>False where the bytes are no JSON; else the message's fields stand ready.</summary>
    public bool TryScan(ReadOnlySpan<byte> bytes)
    {
        var isJson = Fields.TryScan(bytes, out var fault);
        Reason = fault;
        return isJson;
    }

    /// <summary>Decodes the channel's message that was scanned.</summary>
    public FrameKind Decode(ReadOnlySpan<byte> bytes, Stamp received, IMarketSink sink)
    {
        var channel = Fields.Text(bytes, Field.Channel);
        if (!Fields.IsArray(Field.Data) || Fields.Find(bytes) is not { } entry) return FrameKind.Unknown;
        if (channel.SequenceEqual("books"u8)) return DecodeKept(bytes, entry, received, sink);
        if (channel.SequenceEqual("bbo-tbt"u8)) return DecodeQuote(bytes, entry, received, sink);
        if (channel.SequenceEqual("trades"u8)) return DecodeTrades(bytes, entry, received, sink);
        if (channel.SequenceEqual("tickers"u8)) return DecodeTicker(bytes, entry, received, sink);
        return channel.SequenceEqual("books5"u8)
            ? DecodeBook(bytes, entry, isSnapshot: true, Depth.Partial5, (int)Depth.Partial5, received, sink)
            : FrameKind.Unknown;
    }

    /// <summary>A book: a snapshot, or the stream's update of one.</summary>
    public FrameKind DecodeBook(
        ReadOnlySpan<byte> bytes, SymbolEntry entry, bool isSnapshot, Depth depth, int levelLimit, Stamp received,
        IMarketSink sink)
    {
        if (!Fields.TryReadLevels(bytes, entry, out var fault)) return Reject(JsonWire.Describe(fault));
        if (!TrySpan(bytes, isSnapshot, out var span)) return Reject("a book without its numbers");
        if (!Fields.TryMilliseconds(bytes, Field.Time, out var time)) return Reject("a time that is none");
        var checksum = 0L;
        if (Fields.Has(Field.Checksum) && !Fields.TryInt64(bytes, Field.Checksum, out checksum))
            return Reject("a checksum that is none");
        var bound = depth == Depth.Full ? OkxRest.MaxLevels : (int)depth;
        var update = Fields.Book(
            entry, span, isSnapshot, depth, levelLimit, bound, checksum == 0 ? null : checksum, time, received);
        sink.Book(in update);
        return FrameKind.Data;
    }

    /// <summary>24-hour statistics; quantities are contracts where the instrument's are.</summary>
    public FrameKind DecodeTicker(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, IMarketSink sink)
    {
        if (!Fields.TryOptional(bytes, Field.Last, out var last)) return Reject("a last price that is none");
        if (!Fields.TryMilliseconds(bytes, Field.Time, out var time)) return Reject("a time that is none");
        var isRead = Fields.TryOptional(bytes, Field.Open, out var open)
            & Fields.TryOptional(bytes, Field.High, out var high) & Fields.TryOptional(bytes, Field.Low, out var low)
            & Fields.TryOptional(bytes, Field.Volume, out var volume)
            & Fields.TryOptional(bytes, Field.ValueVolume, out var value)
            & Fields.TryOptionalLevel(bytes, Field.BidPrice, Field.BidQuantity, out var bid)
            & Fields.TryOptionalLevel(bytes, Field.AskPrice, Field.AskQuantity, out var ask);
        if (!isRead) return Reject("a ticker with a number beyond 28 digits, or none");
        if (!Fields.Has(Field.Last)) return Reject("a ticker without its last price");
        // An instrument that was never traded has no last price: there is nothing to tell yet.
        if (last is not { } price) return FrameKind.Unknown;
        var ticker = new Ticker
        {
            Instrument = entry.Instrument,
            Last = price,
            Open = open,
            High = high,
            Low = low,
            Volume = volume,
            // Of derivatives it is an amount of the base currency.
            QuoteVolume = entry.Instrument.Kind == InstrumentKind.Spot ? value : null,
            BestBid = bid,
            BestAsk = ask,
            QuoteSource = bid is null && ask is null ? QuoteSource.None : QuoteSource.Ticker,
            VenueTimeNs = time,
            Received = received,
        };
        sink.Ticker(in ticker);
        return FrameKind.Data;
    }

    FrameKind DecodeKept(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, IMarketSink sink)
    {
        var action = Fields.Text(bytes, Field.Action);
        var isSnapshot = action.SequenceEqual("snapshot"u8);
        if (!isSnapshot && !action.SequenceEqual("update"u8)) return Reject("a book without its action");
        // Announced for 2026: a first message that is called a snapshot and is none.
        if (isSnapshot && Fields.TryReadLevels(bytes, entry, out _)
            && Fields.Levels is { Bids.IsEmpty: true, Asks.IsEmpty: true }) return FrameKind.Heartbeat;
        // The venue keeps the best 400 levels for us: within them nothing is unknown.
        return DecodeBook(bytes, entry, isSnapshot, Depth.Full, levelLimit: 0, received, sink);
    }

    // Before seqId existed (recordings of 2022) books were held together by their checksums alone.
    bool TrySpan(ReadOnlySpan<byte> bytes, bool isSnapshot, out SequenceSpan span)
    {
        span = SequenceSpan.Unnumbered;
        if (!Fields.Has(Field.Number)) return isSnapshot || !Fields.Has(Field.PreviousNumber);
        if (!Fields.TryInt64(bytes, Field.Number, out var number) || number < 0) return false;
        span = SequenceSpan.At(number);
        if (isSnapshot) return true;
        if (!Fields.TryInt64(bytes, Field.PreviousNumber, out var previous) || previous is < 0 or long.MaxValue)
            return false;
        span = new SequenceSpan(previous, previous + 1, number);
        return true;
    }

    FrameKind DecodeQuote(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, IMarketSink sink)
    {
        if (!Fields.TryReadLevels(bytes, entry, out var fault)) return Reject(JsonWire.Describe(fault));
        if (Fields.Levels is { Bids.Length: > 1 } or { Asks.Length: > 1 }) return Reject("more than the best prices");
        if (!TrySpan(bytes, isSnapshot: true, out var span)) return Reject("a number that is none");
        if (!Fields.TryMilliseconds(bytes, Field.Time, out var time)) return Reject("a time that is none");
        var quote = Fields.Quote(entry, span.Last, time, received);
        sink.Quote(in quote);
        return FrameKind.Data;
    }

    FrameKind DecodeTrades(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, IMarketSink sink)
    {
        trades.Clear();
        var position = Fields.PositionOf(Field.Data);
        while (item.TryScanItem(bytes, ref position))
            if (ReadTrade(bytes, entry, received) is { } fault) return Reject(fault);
        if (bytes[position] != ']' || trades.Count == 0) return Reject("trades that are none");
        foreach (var trade in trades)
        {
            entry.PriceScale = Math.Max(entry.PriceScale, trade.PriceScale);
            entry.QuantityScale = Math.Max(entry.QuantityScale, trade.QuantityScale);
            sink.Trade(in trade);
        }

        return FrameKind.Data;
    }

    string? ReadTrade(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received)
    {
        item.BeginLevels(entry);
        if (!item.TryAddLevel(bytes, Side.Bid, Field.Price, Field.Quantity))
            return JsonWire.Describe(item.Levels.Fault);
        var taker = item.Text(bytes, Field.TakerSide);
        if (!taker.SequenceEqual("buy"u8) && !taker.SequenceEqual("sell"u8)) return "a trade without its taker";
        if (!item.TryInt64(bytes, Field.TradeId, out var id)) return "a trade without its number";
        if (!item.TryMilliseconds(bytes, Field.Time, out var time)) return "a time that is none";
        trades.Add(item.Trade(entry, id, taker[0] == 'b' ? Side.Bid : Side.Ask, time, received));
        return null;
    }

    FrameKind Reject(string reason)
    {
        Reason = reason;
        return FrameKind.Rejected;
    }
}
