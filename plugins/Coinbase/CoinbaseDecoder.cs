using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Coinbase;

/// <summary>
/// Messages of the feed, and answers of REST in the same fields, into market events. A message is understood whole
/// before the sink hears of it or its symbol's scales widen.
/// </summary>
/// <remarks>Hot: data allocates nothing. Used by one thread at a time.</remarks>
sealed class CoinbaseDecoder(SymbolTable symbols)
{
    public CoinbaseFields Fields { get; } = new(symbols);

    /// <summary>Why the last message was rejected.</summary>
    public string? Reason { get; private set; }

    /// <summary>False where the bytes are no JSON; else the message's fields stand ready.</summary>
    public bool TryScan(ReadOnlySpan<byte> bytes)
    {
        var isJson = Fields.TryScan(bytes, out var fault);
        Reason = fault;
        return isJson;
    }

    /// <summary>Decodes the message that was scanned, unless it is an answer.</summary>
    public FrameKind Decode(ReadOnlySpan<byte> bytes, Stamp received, IMarketSink sink)
    {
        var type = Fields.Text(bytes, Field.Type);
        if (type.SequenceEqual("heartbeat"u8)) return FrameKind.Heartbeat;
        var isDelta = type.SequenceEqual("l2update"u8);
        var isTicker = type.SequenceEqual("ticker"u8);
        var isTrade = type.SequenceEqual("match"u8) || type.SequenceEqual("last_match"u8);
        if (!isDelta && !isTicker && !isTrade && !type.SequenceEqual("snapshot"u8)) return FrameKind.Unknown;
        if (Fields.Symbol(bytes) is not { } entry) return FrameKind.Unknown;
        if (isTicker) return DecodeTicker(bytes, entry, received, sink);
        if (isTrade) return DecodeTrade(bytes, entry, received, sink);
        return DecodeBook(bytes, entry, isDelta, SequenceSpan.Unnumbered, received, sink);
    }

    /// <summary>
    /// A whole book or changes of one. The feed numbers neither; REST numbers its snapshots for other channels.
    /// </summary>
    public FrameKind DecodeBook(
        ReadOnlySpan<byte> bytes, SymbolEntry entry, bool isDelta, SequenceSpan span, Stamp received, IMarketSink sink)
    {
        var isRead = isDelta
            ? Fields.TryReadChanges(bytes, entry, out var fault)
            : Fields.TryReadLevels(bytes, entry, out fault);
        if (!isRead) return Reject(JsonWire.Describe(fault));
        if (!Fields.TryTime(bytes, out var time)) return Reject("a time that is none");
        var update = Fields.Book(
            entry, span, !isDelta, Depth.Full, levelLimit: 0, levelBound: 0, checksum: null, time, received);
        sink.Book(in update);
        return FrameKind.Data;
    }

    /// <summary>The best bid and ask of REST's book of one level.</summary>
    public FrameKind DecodeQuote(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, IMarketSink sink)
    {
        if (!Fields.TryReadLevels(bytes, entry, out var fault)) return Reject(JsonWire.Describe(fault));
        if (Fields.Levels.Bids.Length > 1 || Fields.Levels.Asks.Length > 1) return Reject("a quote of several levels");
        if (!Fields.TryInt64(bytes, Field.Sequence, out var number) || !Fields.TryTime(bytes, out var time))
            return Reject("a quote without its number, or with a time that is none");
        var quote = Fields.Quote(entry, number, time, received);
        sink.Quote(in quote);
        return FrameKind.Data;
    }

    public FrameKind DecodeTicker(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, IMarketSink sink)
    {
        if (!Fields.TryDecimal(bytes, Field.Price, out var last)) return Reject("a ticker without its last price");
        if (!Fields.TryTime(bytes, out var time)) return Reject("a time that is none");
        var isRead = Fields.TryOptional(bytes, Field.Open, out var open)
            & Fields.TryOptional(bytes, Field.High, out var high) & Fields.TryOptional(bytes, Field.Low, out var low)
            & Fields.TryOptional(bytes, Field.Volume, out var volume)
            & Fields.TryOptionalLevel(bytes, Field.BestBid, Field.BestBidSize, out var bid)
            & Fields.TryOptionalLevel(bytes, Field.BestAsk, Field.BestAskSize, out var ask);
        if (!isRead) return Reject("a ticker with a number beyond 28 digits, below zero, or none");
        var ticker = new Ticker
        {
            Instrument = entry.Instrument,
            Last = last,
            Open = open,
            High = high,
            Low = low,
            Volume = volume,
            BestBid = bid,
            BestAsk = ask,
            QuoteSource = bid is null && ask is null ? QuoteSource.None : QuoteSource.Ticker,
            VenueTimeNs = time,
            Received = received,
        };
        sink.Ticker(in ticker);
        return FrameKind.Data;
    }

    FrameKind DecodeTrade(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, IMarketSink sink)
    {
        Fields.BeginLevels(entry);
        if (!Fields.TryAddLevel(bytes, Side.Bid, Field.Price, Field.Size))
            return Reject(JsonWire.Describe(Fields.Levels.Fault));
        if (!Fields.TryInt64(bytes, Field.TradeId, out var id)) return Reject("a trade without its number");
        if (!Fields.TryTime(bytes, out var time)) return Reject("a time that is none");
        var maker = Fields.Text(bytes, Field.Side);
        var didMakerSell = maker.SequenceEqual("sell"u8);
        if (!didMakerSell && !maker.SequenceEqual("buy"u8)) return Reject("a trade without its side");
        var trade = Fields.Trade(entry, id, didMakerSell ? Side.Bid : Side.Ask, time, received);
        sink.Trade(in trade);
        return FrameKind.Data;
    }

    FrameKind Reject(string reason)
    {
        Reason = reason;
        return FrameKind.Rejected;
    }
}
