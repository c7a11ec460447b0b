using StrategyHost.Exchange;

namespace StrategyHost.Plugins.Okx;

/// <summary>What a message says; a symbol in its subscription and one in its data are the same.</summary>
enum Field : byte
{
    None, Event, Code, Message, Id, Subscription, Channel, Symbol, Action, Data,
    Asks, Bids, Time, Checksum, Number, PreviousNumber,
    Price, Quantity, TakerSide, TradeId,
    Last, AskPrice, AskQuantity, BidPrice, BidQuantity, Open, High, Low, Volume, ValueVolume,
}

/// <summary>The fields of one message, of the stream or of REST.</summary>
/// <param name="symbols">The symbols that it may name.</param>
/// <param name="asked">Of an answer over REST, whose book does not say whose it is: what was asked for.</param>
/// <remarks>Hot.</remarks>
sealed class OkxFields(SymbolTable symbols, SymbolEntry? asked = null) : FrameFields<Field>(Names)
{
    static readonly FieldNames<Field> Names = new(
        ("event", Field.Event), ("code", Field.Code), ("msg", Field.Message), ("id", Field.Id),
        ("arg", Field.Subscription), ("channel", Field.Channel), ("instId", Field.Symbol), ("action", Field.Action),
        ("data", Field.Data), ("asks", Field.Asks), ("bids", Field.Bids), ("ts", Field.Time),
        ("checksum", Field.Checksum), ("seqId", Field.Number), ("prevSeqId", Field.PreviousNumber),
        ("px", Field.Price), ("sz", Field.Quantity), ("side", Field.TakerSide), ("tradeId", Field.TradeId),
        ("last", Field.Last), ("askPx", Field.AskPrice), ("askSz", Field.AskQuantity), ("bidPx", Field.BidPrice),
        ("bidSz", Field.BidQuantity), ("open24h", Field.Open), ("high24h", Field.High), ("low24h", Field.Low),
        ("vol24h", Field.Volume), ("volCcy24h", Field.ValueVolume))
    {
        Bids = Field.Bids,
        Asks = Field.Asks,
        Nested = [Field.Subscription],
        Listed = [Field.Data],
    };

    /// <summary>The symbol that the message names, or that was asked for; null when it is not known.</summary>
    public SymbolEntry? Find(ReadOnlySpan<byte> bytes) =>
        asked ?? (symbols.TryFind(Text(bytes, Field.Symbol), out var entry) ? entry : null);

    /// <inheritdoc/>
    protected override SymbolEntry? FindSymbol(ReadOnlySpan<byte> bytes) => Find(bytes);
}
