using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Bybit;

/// <summary>
/// Messages of topics, and answers of REST in the same fields, into market events. A message is understood whole before
/// the sink hears of it, its symbol's scales widen or anything here remembers it.
/// </summary>
/// <remarks>Hot: data allocates nothing. Used by one thread at a time.</remarks>
sealed class BybitDecoder(SymbolTable symbols)
{
    const int MaxTrades = 10_000;
    const int TickerValues = Field.AskQuantity - Field.Last + 1;

    readonly Dictionary<SymbolEntry, SymbolState> states = [];
    readonly decimal?[] merged = new decimal?[TickerValues];
    Trade[] trades = new Trade[16];

    /// <summary>What one connection remembers of a symbol.</summary>
    sealed class SymbolState
    {
        public readonly decimal?[] Ticker = new decimal?[TickerValues];
        public bool HasTicker;
        public bool HasBest;
        public Quote Best;
        public int BookDepth;
    }

    public BybitFields Fields { get; } = new(symbols);

    /// <summary>The fields of the item that was last looked at, in a message that is a list.</summary>
    public BybitFields Items { get; } = new(symbols);

    /// <summary>Why the last message was rejected.</summary>
    public string? Reason { get; private set; }

    /// <summary>False where the bytes are no JSON; else the message's fields stand ready.</summary>
    public bool TryScan(ReadOnlySpan<byte> bytes)
    {
        var isJson = Fields.TryScan(bytes, out var fault);
        Reason = fault;
        return isJson;
    }

    /// <summary>Decodes the message of a topic that was scanned.</summary>
    public FrameKind Decode(ReadOnlySpan<byte> bytes, Stamp received, IMarketSink sink)
    {
        var topic = Fields.Text(bytes, Field.Topic);
        var isBook = topic.StartsWith("orderbook."u8);
        var depth = isBook ? BybitTopics.DepthOf(topic) : 0;
        var isTicker = topic.StartsWith("tickers."u8);
        if (depth == 0 && !isTicker && !topic.StartsWith("publicTrade."u8)) return FrameKind.Unknown;
        if (Fields.Find(bytes) is not { } entry) return FrameKind.Unknown;
        var type = Fields.Text(bytes, Field.Type);
        var isSnapshot = type.SequenceEqual("snapshot"u8);
        if (!isSnapshot && !type.SequenceEqual("delta"u8)) return Reject("neither a snapshot nor a delta");
        if (!Fields.TryMilliseconds(bytes, Field.Time, out var time)) return Reject("a time that is none");
        if (isTicker) return DecodeTicker(Fields, bytes, entry, isSnapshot, time, received, sink);
        return isBook
            ? DecodeBook(bytes, entry, depth, isSnapshot, time, received, sink)
            : DecodeTrades(bytes, entry, received, sink);
    }

    /// <summary>A book as REST tells it.</summary>
    public FrameKind DecodeAnswer(
        ReadOnlySpan<byte> bytes, SymbolEntry entry, int levelLimit, Stamp received, IMarketSink sink)
    {
        if (!TryReadBook(bytes, entry, out var number, out var time)) return FrameKind.Rejected;
        if (time == 0 && !Fields.TryMilliseconds(bytes, Field.Time, out time)) return Reject("a time that is none");
        Put(entry, SequenceSpan.At(number), isSnapshot: true, levelLimit, bound: 0, time, received, sink);
        return FrameKind.Data;
    }

    /// <summary>The best prices of a ticker, as REST tells them on both products.</summary>
    public FrameKind DecodeQuote(
        BybitFields fields, ReadOnlySpan<byte> bytes, SymbolEntry entry, long time, Stamp received, IMarketSink sink)
    {
        fields.BeginLevels(entry);
        var isRead = fields.TryAddLevel(bytes, Side.Bid, Field.BidPrice, Field.BidQuantity)
            && fields.TryAddLevel(bytes, Side.Ask, Field.AskPrice, Field.AskQuantity);
        if (!isRead) return Reject(JsonWire.Describe(fields.Levels.Fault));
        var levels = fields.Believe(entry);
        sink.Quote(QuoteOf(entry, levels, levels.Bids[0], levels.Asks[0], number: -1, time, received));
        return FrameKind.Data;
    }

    /// <summary>
    /// A ticker: whole, or of linear contracts what changed of it. What is missing from a change is as it was, and what
    /// is empty is so now.
    /// </summary>
    public FrameKind DecodeTicker(
        BybitFields fields, ReadOnlySpan<byte> bytes, SymbolEntry entry, bool isSnapshot, long time, Stamp received,
        IMarketSink sink)
    {
        var state = StateOf(entry);
        if (!isSnapshot && !state.HasTicker) return Reject("a change of a ticker that never came whole");
        if (isSnapshot) Array.Clear(merged);
        else state.Ticker.CopyTo(merged.AsSpan());
        for (var field = Field.Last; field <= Field.AskQuantity; field++)
            if (fields.Has(field) && !TryMerge(fields, bytes, field)) return Reject("a ticker with a bad number");
        if (ValueOf(Field.Last) is not { } last) return Reject("a ticker without its last price");
        merged.CopyTo(state.Ticker.AsSpan());
        state.HasTicker = true;
        var (bid, ask) = (LevelOf(Field.BidPrice, Field.BidQuantity), LevelOf(Field.AskPrice, Field.AskQuantity));
        sink.Ticker(new Ticker
        {
            Instrument = entry.Instrument,
            Last = last,
            Open = ValueOf(Field.Open),
            High = ValueOf(Field.High),
            Low = ValueOf(Field.Low),
            Volume = ValueOf(Field.Volume),
            QuoteVolume = ValueOf(Field.QuoteVolume),
            BestBid = bid,
            BestAsk = ask,
            QuoteSource = bid is null && ask is null ? QuoteSource.None : QuoteSource.Ticker,
            VenueTimeNs = time,
            Received = received,
        });
        return FrameKind.Data;
    }

    FrameKind DecodeBook(
        ReadOnlySpan<byte> bytes, SymbolEntry entry, int depth, bool isSnapshot, long time, Stamp received,
        IMarketSink sink)
    {
        if (!TryReadBook(bytes, entry, out var number, out var engineTime)) return FrameKind.Rejected;
        if (engineTime != 0) time = engineTime;
        isSnapshot |= number == 1; // the service began anew
        var state = StateOf(entry);
        if (depth == 1) return DecodeBest(entry, state, isSnapshot, number, time, received, sink);
        // Each depth counts for itself: of a recording with several the deepest is the book.
        var isOther = state.BookDepth != 0 && depth != state.BookDepth;
        if (isOther && (depth < state.BookDepth || !isSnapshot)) return FrameKind.Unknown;
        state.BookDepth = depth;
        var span = isSnapshot ? SequenceSpan.At(number) : new SequenceSpan(number - 1, number, number);
        Put(entry, span, isSnapshot, levelLimit: 0, bound: depth, time, received, sink);
        return FrameKind.Data;
    }

    bool TryReadBook(ReadOnlySpan<byte> bytes, SymbolEntry entry, out long number, out long time)
    {
        time = 0;
        var hasNumber = Fields.TryInt64(bytes, Field.Number, out number) && number > 0;
        Reason = !Fields.TryReadLevels(bytes, entry, out var fault) ? JsonWire.Describe(fault)
            : !hasNumber ? "a book without its number"
            : !Fields.TryMilliseconds(bytes, Field.EngineTime, out time) ? "a time that is none"
            : null;
        return Reason is null;
    }

    // Snapshots alone, and the same number again when nothing changed for 3 s; recordings of 2023 have deltas too.
    FrameKind DecodeBest(
        SymbolEntry entry, SymbolState state, bool isSnapshot, long number, long time, Stamp received, IMarketSink sink)
    {
        if (!isSnapshot && (!state.HasBest || state.Best.Number != number - 1))
        {
            state.HasBest = false;
            return Reject("a change of best prices that are not known");
        }

        var (was, levels) = (isSnapshot ? default : state.Best, Fields.Levels);
        var fits = TryBest(levels, levels.Bids, was.Bid, in was, out var bid)
            & TryBest(levels, levels.Asks, was.Ask, in was, out var ask);
        if (!fits) return Reject(JsonWire.Describe(WireFault.TooLarge));
        state.Best = QuoteOf(entry, Fields.Believe(entry), bid, ask, number, time, received);
        state.HasBest = true;
        sink.Quote(in state.Best);
        return FrameKind.Data;
    }

    // A level that is set takes the place of the one that was; a side that only lost its own is empty.
    static bool TryBest(
        LevelBuffer levels, ReadOnlySpan<ScaledLevel> changed, ScaledLevel held, in Quote was, out ScaledLevel best)
    {
        best = default;
        foreach (ref readonly var level in changed)
            if (level.Quantity > 0) best = level;
        if (!changed.IsEmpty) return true;
        var fits = Scaling.TryWiden(held.Price, was.PriceScale, levels.PriceScale, out var price)
            & Scaling.TryWiden(held.Quantity, was.QuantityScale, levels.QuantityScale, out var quantity);
        best = new ScaledLevel(price, quantity);
        return fits;
    }

    FrameKind DecodeTrades(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, IMarketSink sink)
    {
        if (!Fields.IsArray(Field.Data)) return Reject("a tape without its trades");
        var (at, count) = (Fields.PositionOf(Field.Data), 0);
        while (Items.TryScanItem(bytes, ref at))
        {
            if (count == trades.Length) Array.Resize(ref trades, count * 2);
            if (count >= MaxTrades) return Reject("more than 10,000 trades in a message");
            if (!TryTrade(bytes, entry, received, out trades[count++])) return FrameKind.Rejected;
        }

        if (count == 0 || bytes[at] != ']') return Reject("a tape with something that is no trade");
        foreach (ref readonly var trade in trades.AsSpan(0, count))
        {
            entry.PriceScale = Math.Max(entry.PriceScale, trade.PriceScale);
            entry.QuantityScale = Math.Max(entry.QuantityScale, trade.QuantityScale);
            sink.Trade(in trade);
        }

        return FrameKind.Data;
    }

    bool TryTrade(ReadOnlySpan<byte> bytes, SymbolEntry entry, Stamp received, out Trade trade)
    {
        trade = default;
        Items.BeginLevels(entry);
        var isSale = Items.Text(bytes, Field.TakerSide).SequenceEqual("Sell"u8);
        var isTaken = isSale || Items.Text(bytes, Field.TakerSide).SequenceEqual("Buy"u8);
        var isTime = Items.TryMilliseconds(bytes, Field.TradeTime, out var time);
        Reason = Items.Has(Field.Symbol) && Items.Find(bytes) != entry ? "a trade of another symbol"
            : !Items.TryAddLevel(bytes, Side.Bid, Field.Price, Field.Quantity) ? JsonWire.Describe(Items.Levels.Fault)
            : Items.Levels.Bids[0] is { Price: 0 } or { Quantity: 0 } ? "a trade of nothing"
            : !isTaken ? "a trade without its taker"
            : !isTime ? "a time that is none"
            : null;
        if (Reason is not null) return false;
        // Spot numbers its trades; linear contracts name them by letters, which are no number.
        Items.TryInt64(bytes, Field.TradeId, out var id);
        trade = new Trade
        {
            Instrument = entry.Instrument,
            Id = id,
            Scaled = Items.Levels.Bids[0],
            PriceScale = Items.Levels.PriceScale,
            QuantityScale = Items.Levels.QuantityScale,
            TakerSide = isSale ? Side.Ask : Side.Bid,
            VenueTimeNs = time,
            Received = received,
        };
        return true;
    }

    bool TryMerge(BybitFields fields, ReadOnlySpan<byte> bytes, Field field)
    {
        ref var value = ref merged[field - Field.Last];
        value = null;
        if (fields.Text(bytes, field).IsEmpty) return true;
        if (!fields.TryDecimal(bytes, field, out var number) || number < 0) return false;
        value = number;
        return true;
    }

    decimal? ValueOf(Field field) => merged[field - Field.Last];

    Level? LevelOf(Field price, Field quantity) =>
        ValueOf(price) is > 0 and { } p && ValueOf(quantity) is { } q ? new Level(p, q) : null;

    SymbolState StateOf(SymbolEntry entry)
    {
        if (!states.TryGetValue(entry, out var state)) states[entry] = state = new SymbolState();
        return state;
    }

    static Quote QuoteOf(
        SymbolEntry entry, LevelBuffer levels, ScaledLevel bid, ScaledLevel ask, long number, long time,
        Stamp received) => new()
        {
            Instrument = entry.Instrument,
            Bid = bid,
            Ask = ask,
            PriceScale = levels.PriceScale,
            QuantityScale = levels.QuantityScale,
            Number = number,
            VenueTimeNs = time,
            Received = received,
        };

    void Put(
        SymbolEntry entry, SequenceSpan span, bool isSnapshot, int levelLimit, int bound, long time, Stamp received,
        IMarketSink sink)
    {
        var levels = Fields.Believe(entry);
        sink.Book(new BookUpdate
        {
            Instrument = entry.Instrument,
            IsSnapshot = isSnapshot,
            Sequence = span,
            Bids = levels.Bids,
            Asks = levels.Asks,
            PriceScale = levels.PriceScale,
            QuantityScale = levels.QuantityScale,
            LevelLimit = levelLimit,
            LevelBound = bound,
            VenueTimeNs = time,
            Received = received,
        });
    }

    FrameKind Reject(string reason)
    {
        Reason = reason;
        return FrameKind.Rejected;
    }
}
