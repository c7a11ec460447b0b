using StrategyHost.Exchange;

namespace StrategyHost.Plugins.Coinbase;

/// <summary>What a message says; where REST has another name for the same thing, both stand for one field.</summary>
enum Field : byte
{
    None,
    Type,
    Product,
    Changes,
    Bids,
    Asks,
    Time,
    Price,
    Size,
    Side,
    TradeId,
    Sequence,
    Open,
    High,
    Low,
    Volume,
    BestBid,
    BestBidSize,
    BestAsk,
    BestAskSize,
    Message,
    Reason,
}

/// <summary>The fields of one message, in the spellings of the feed and of REST.</summary>
/// <remarks>Hot.</remarks>
sealed class CoinbaseFields(SymbolTable symbols) : FrameFields<Field>(Names)
{
    static readonly FieldNames<Field> Names = new(
        ("type", Field.Type), ("product_id", Field.Product), ("changes", Field.Changes), ("bids", Field.Bids),
        ("asks", Field.Asks), ("time", Field.Time), ("iso", Field.Time), ("price", Field.Price), ("size", Field.Size),
        ("side", Field.Side), ("trade_id", Field.TradeId), ("sequence", Field.Sequence), ("open_24h", Field.Open),
        ("high_24h", Field.High), ("low_24h", Field.Low), ("volume_24h", Field.Volume), ("volume", Field.Volume),
        ("best_bid", Field.BestBid), ("bid", Field.BestBid), ("best_bid_size", Field.BestBidSize),
        ("best_ask", Field.BestAsk), ("ask", Field.BestAsk), ("best_ask_size", Field.BestAskSize),
        ("message", Field.Message), ("reason", Field.Reason))
    {
        Bids = Field.Bids,
        Asks = Field.Asks,
        Changes = Field.Changes,
        Nested = [],
    };

    /// <summary>The message's time in nanoseconds; 0 where it has none, false where it is no time.</summary>
    public bool TryTime(ReadOnlySpan<byte> bytes, out long ns)
    {
        ns = 0;
        return !Has(Field.Time) || WireTime.TryParseIso(Text(bytes, Field.Time), out ns);
    }

    /// <summary>The symbol that the message names; null when it names none that is known.</summary>
    public SymbolEntry? Symbol(ReadOnlySpan<byte> bytes) =>
        symbols.TryFind(Text(bytes, Field.Product), out var entry) ? entry : null;

    /// <inheritdoc/>
    protected override SymbolEntry? FindSymbol(ReadOnlySpan<byte> bytes) => Symbol(bytes);
}
