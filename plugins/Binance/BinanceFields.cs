using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Binance;

/// <summary>
/// What a message says, by the letter that streams use for it; REST's long names stand for the same fields. Fields
/// below the letters have longer names on streams too. <see cref="Quantity"/> is a trade's, and of a ticker the value
/// traded in 24 hours.
/// </summary>
enum Field : byte
{
    None = 0,
    PreviousNumber = 1,
    SnapshotNumber = 2,
    Stream = 3,
    Id = 4,
    Code = 5,
    Message = 6,
    Result = 7,
    Error = 8,
    Data = 9,
    AskQuantity = (byte)'A',
    BidQuantity = (byte)'B',
    EventTime = (byte)'E',
    TradeTime = (byte)'T',
    FirstNumber = (byte)'U',
    TradeKind = (byte)'X',
    Asks = (byte)'a',
    Bids = (byte)'b',
    Last = (byte)'c',
    EventType = (byte)'e',
    High = (byte)'h',
    Low = (byte)'l',
    BuyerIsMaker = (byte)'m',
    Open = (byte)'o',
    Price = (byte)'p',
    Quantity = (byte)'q',
    Symbol = (byte)'s',
    TradeId = (byte)'t',
    LastNumber = (byte)'u',
    Volume = (byte)'v',
}

/// <summary>The fields of one message, in the spellings of streams and of REST.</summary>
/// <remarks>Hot.</remarks>
sealed class BinanceFields(SymbolTable symbols) : FrameFields<Field>(Names)
{
    // Beside these every letter is the field of its own number.
    static readonly (string Name, Field Field)[] LongNames =
    [
        ("pu", Field.PreviousNumber), ("id", Field.Id), ("data", Field.Data), ("stream", Field.Stream),
        ("lastUpdateId", Field.SnapshotNumber), ("bids", Field.Bids), ("asks", Field.Asks), ("code", Field.Code),
        ("msg", Field.Message), ("result", Field.Result), ("error", Field.Error), ("symbol", Field.Symbol),
        ("bidPrice", Field.Bids), ("bidQty", Field.BidQuantity), ("askPrice", Field.Asks),
        ("askQty", Field.AskQuantity), ("lastPrice", Field.Last), ("openPrice", Field.Open),
        ("highPrice", Field.High), ("lowPrice", Field.Low), ("volume", Field.Volume),
        ("quoteVolume", Field.Quantity), ("closeTime", Field.EventTime), ("time", Field.EventTime),
        ("serverTime", Field.EventTime),
    ];

    static readonly FieldNames<Field> Names = new(
        [
            .. Enumerable.Range(0, 128).Where(x => char.IsAsciiLetter((char)x))
                .Select(x => (((char)x).ToString(), (Field)x)),
            .. LongNames,
        ])
    {
        Bids = Field.Bids,
        Asks = Field.Asks,
        // The event of a combined frame, and the code of an error.
        Nested = [Field.Data, Field.Error],
    };

    /// <summary>A bid and an ask from single prices and quantities.</summary>
    public bool TryReadQuote(ReadOnlySpan<byte> bytes, SymbolEntry entry, out WireFault fault)
    {
        BeginLevels(entry);
        var isRead = TryAddLevel(bytes, Side.Bid, Field.Bids, Field.BidQuantity)
            && TryAddLevel(bytes, Side.Ask, Field.Asks, Field.AskQuantity);
        fault = Levels.Fault;
        return isRead;
    }

    /// <summary>A trade's price and quantity, as the buffer's only bid.</summary>
    public bool TryReadTrade(ReadOnlySpan<byte> bytes, SymbolEntry entry, out WireFault fault)
    {
        BeginLevels(entry);
        var isRead = TryAddLevel(bytes, Side.Bid, Field.Price, Field.Quantity);
        fault = Levels.Fault;
        return isRead;
    }

    /// <summary>The symbol that the message names, in its payload or before the @ of its stream's name.</summary>
    public SymbolEntry? FindSymbol(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> stream)
    {
        var symbol = Has(Field.Symbol) ? Text(bytes, Field.Symbol) : BinanceStreams.SymbolOf(stream);
        return symbols.TryFind(symbol, out var entry) ? entry : null;
    }

    /// <inheritdoc/>
    protected override SymbolEntry? FindSymbol(ReadOnlySpan<byte> bytes) =>
        Has(Field.Symbol) || Has(Field.Stream) ? FindSymbol(bytes, Text(bytes, Field.Stream)) : null;
}
