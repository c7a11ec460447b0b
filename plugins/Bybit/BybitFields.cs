using StrategyHost.Exchange;

namespace StrategyHost.Plugins.Bybit;

/// <summary>What a message says. The last ten are a ticker's, in the order in which their values are merged.</summary>
enum Field : byte
{
    None,
    Topic,
    Type,
    Data,
    List,
    Op,
    RequestId,
    Success,
    Words,
    Code,
    Time,
    EngineTime,
    ServerTime,
    ServerTimeNs,
    Symbol,
    Bids,
    Asks,
    Number,
    TradeId,
    TradeTime,
    TakerSide,
    Price,
    Quantity,
    Last,
    Open,
    High,
    Low,
    Volume,
    QuoteVolume,
    BidPrice,
    BidQuantity,
    AskPrice,
    AskQuantity,
}

/// <summary>The fields of one message, or of one of its items, in the spellings of streams and of REST.</summary>
/// <remarks>Hot.</remarks>
sealed class BybitFields(SymbolTable symbols) : FrameFields<Field>(Names)
{
    static readonly FieldNames<Field> Names = new(
        ("topic", Field.Topic), ("type", Field.Type), ("data", Field.Data), ("result", Field.Data),
        ("list", Field.List), ("op", Field.Op), ("req_id", Field.RequestId), ("success", Field.Success),
        ("ret_msg", Field.Words), ("retMsg", Field.Words), ("retCode", Field.Code), ("ts", Field.Time),
        ("cts", Field.EngineTime), ("time", Field.ServerTime), ("timeNano", Field.ServerTimeNs), ("s", Field.Symbol),
        ("symbol", Field.Symbol), ("b", Field.Bids), ("a", Field.Asks), ("u", Field.Number), ("i", Field.TradeId),
        ("T", Field.TradeTime), ("S", Field.TakerSide), ("p", Field.Price), ("v", Field.Quantity),
        ("lastPrice", Field.Last), ("prevPrice24h", Field.Open), ("highPrice24h", Field.High),
        ("lowPrice24h", Field.Low), ("volume24h", Field.Volume), ("turnover24h", Field.QuoteVolume),
        ("bid1Price", Field.BidPrice), ("bid1Size", Field.BidQuantity), ("ask1Price", Field.AskPrice),
        ("ask1Size", Field.AskQuantity))
    {
        Bids = Field.Bids,
        Asks = Field.Asks,
        Nested = [Field.Data],
    };

    /// <summary>The symbol that the message names, in its data or at the end of its topic.</summary>
    public SymbolEntry? Find(ReadOnlySpan<byte> bytes)
    {
        var symbol = Has(Field.Symbol) ? Text(bytes, Field.Symbol) : BybitTopics.SymbolOf(Text(bytes, Field.Topic));
        return symbols.TryFind(symbol, out var entry) ? entry : null;
    }

    /// <inheritdoc/>
    protected override SymbolEntry? FindSymbol(ReadOnlySpan<byte> bytes) => Find(bytes);
}
