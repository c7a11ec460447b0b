using System.Text.Json;
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

/// <summary>
/// Where in one message the fields stand that a decoder may ask for. It is read to its end before any of it is
/// believed, in whatever order its fields come; of a field that comes twice the last counts, as in any JSON.
/// </summary>
/// <remarks>
/// Hot: reused from message to message; a field is present when its token bears the message's number.
/// </remarks>
sealed class BinanceFields
{
    // Only words for people are ever escaped, and those are cut far shorter than this.
    const int MaxUnescapedBytes = 64 << 10;

    readonly record struct Token(long Message, int Start, int Length, JsonTokenType Type, bool IsUnescaped);

    readonly Token[] tokens = new Token[128];
    readonly LevelBuffer levels = new();
    byte[] unescaped = new byte[1024];
    readonly SymbolTable symbols;
    SymbolEntry? levelsReadFor;
    WireFault levelFault;
    int unescapedCount;
    long message;

    public BinanceFields(SymbolTable symbols) => this.symbols = symbols;

    /// <summary>The message's levels, once one of the methods that read them said so.</summary>
    public LevelBuffer Levels => levels;

    /// <summary>Finds the fields of a message, or throws <see cref="JsonException"/>.</summary>
    public void Scan(ReadOnlySpan<byte> bytes)
    {
        Begin();
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject) ScanObject(ref reader, bytes, depth: 0);
        else reader.Skip();
        // The reader throws when anything follows.
        reader.Read();
    }

    /// <summary>
    /// Finds the fields of a message that is spelt the way the venue spells them; false when it is not, whatever it is:
    /// then <see cref="Scan"/> decides.
    /// </summary>
    public bool TryScanCompact(ReadOnlySpan<byte> bytes)
    {
        Begin();
        var reader = new CompactReader(bytes);
        return TryObject(ref reader, bytes, depth: 0) && reader.IsAtEnd;
    }

    public bool Has(Field field) => tokens[(int)field].Message == message;

    public bool IsArray(Field field) => Has(field) && tokens[(int)field].Type == JsonTokenType.StartArray;

    /// <summary>The text of a string or number; empty where there is none.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes, Field field)
    {
        ref readonly var token = ref tokens[(int)field];
        var isText = token.Type is JsonTokenType.String or JsonTokenType.Number;
        if (token.Message != message || !isText) return default;
        return (token.IsUnescaped ? unescaped : bytes).Slice(token.Start, token.Length);
    }

    public bool TryInt64(ReadOnlySpan<byte> bytes, Field field, out long value) =>
        JsonWire.TryParseInt64(Text(bytes, field), out value);

    public bool TryDecimal(ReadOnlySpan<byte> bytes, Field field, out decimal value) =>
        JsonWire.TryParseDecimal(Text(bytes, field), out value);

    public bool? Bool(Field field) => !Has(field) ? null : tokens[(int)field].Type switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    /// <summary>The levels of both sides at the symbol's scales or finer ones.</summary>
    public bool TryReadLevels(ReadOnlySpan<byte> bytes, SymbolEntry entry, out WireFault fault)
    {
        fault = WireFault.NotALevel;
        if (!IsArray(Field.Bids) || !IsArray(Field.Asks)) return false;
        if (levelsReadFor != entry)
        {
            BeginLevels(entry);
            ReadLevelsAgain(bytes, Field.Bids);
            ReadLevelsAgain(bytes, Field.Asks);
        }

        fault = levelFault;
        return fault == WireFault.None;
    }

    /// <summary>A bid and an ask from single prices and quantities.</summary>
    public bool TryReadQuote(ReadOnlySpan<byte> bytes, SymbolEntry entry, out WireFault fault)
    {
        levels.Begin(entry.PriceScale, entry.QuantityScale);
        var isRead = levels.TryAdd(Side.Bid, Text(bytes, Field.Bids), Text(bytes, Field.BidQuantity))
            && levels.TryAdd(Side.Ask, Text(bytes, Field.Asks), Text(bytes, Field.AskQuantity));
        fault = levels.Fault;
        return isRead;
    }

    /// <summary>A trade's price and quantity, as the buffer's only bid.</summary>
    public bool TryReadTrade(ReadOnlySpan<byte> bytes, SymbolEntry entry, out WireFault fault)
    {
        levels.Begin(entry.PriceScale, entry.QuantityScale);
        var isRead = levels.TryAdd(Side.Bid, Text(bytes, Field.Price), Text(bytes, Field.Quantity));
        fault = levels.Fault;
        return isRead;
    }

    /// <summary>The symbol that the message names, in its payload or before the @ of its stream's name.</summary>
    public SymbolEntry? FindSymbol(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> stream)
    {
        var symbol = Has(Field.Symbol) ? Text(bytes, Field.Symbol) : BinanceStreams.SymbolOf(stream);
        return symbols.TryFind(symbol, out var entry) ? entry : null;
    }

    void Begin()
    {
        message++;
        unescapedCount = 0;
        levelsReadFor = null;
        levelFault = WireFault.None;
    }

    bool TryObject(ref CompactReader reader, ReadOnlySpan<byte> bytes, int depth)
    {
        if (!reader.TryPass((byte)'{')) return false;
        do
        {
            if (!reader.TryText(out var start, out var length) || !reader.TryPass((byte)':')) return false;
            if (!TryValue(ref reader, bytes, FieldOf(bytes.Slice(start, length)), depth)) return false;
        }
        while (reader.TryPass((byte)','));
        return reader.TryPass((byte)'}');
    }

    bool TryValue(ref CompactReader reader, ReadOnlySpan<byte> bytes, Field field, int depth)
    {
        var at = reader.Position;
        switch (reader.Next)
        {
            case (byte)'"':
                if (!reader.TryText(out var text, out var textLength)) return false;
                return Note(field, new Token(message, text, textLength, JsonTokenType.String, false));
            case >= (byte)'0' and <= (byte)'9':
                if (!reader.TryWhole(out var whole, out var digits)) return false;
                return Note(field, new Token(message, whole, digits, JsonTokenType.Number, false));
            case (byte)'[':
                if (field is not (Field.Bids or Field.Asks) || !IsReadyForLevels(bytes)) return false;
                Note(field, new Token(message, at, 1, JsonTokenType.StartArray, false));
                return reader.TryLevels(levels, SideOf(field));
            case (byte)'{':
                return field == Field.Data && depth == 0
                    && Note(field, new Token(message, at, 0, JsonTokenType.StartObject, false))
                    && TryObject(ref reader, bytes, depth: 1);
            default:
                if (!reader.TryWord(out var first)) return false;
                var type = first == 't' ? JsonTokenType.True : first == 'f' ? JsonTokenType.False : JsonTokenType.Null;
                return Note(field, new Token(message, at, 0, type, false));
        }
    }

    bool Note(Field field, Token token)
    {
        if (field != Field.None) tokens[(int)field] = token;
        return true;
    }

    void ScanObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, int depth)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            reader.Read();
            if (field == Field.None) reader.Skip();
            else if (depth > 0 || field is not (Field.Data or Field.Error)) Keep(ref reader, bytes, field);
            else ScanNested(ref reader, bytes, field);
        }
    }

    // The event of a combined frame, and the code of an error: their fields count as the message's own.
    void ScanNested(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, Field field)
    {
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        tokens[(int)field] = new Token(message, (int)reader.TokenStartIndex, 0, reader.TokenType, false);
        if (isObject) ScanObject(ref reader, bytes, depth: 1);
        else reader.Skip();
    }

    void Keep(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, Field field)
    {
        var start = (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0);
        var length = reader.ValueSpan.Length;
        if (reader.ValueIsEscaped && reader.TokenType == JsonTokenType.String)
        {
            KeepUnescaped(ref reader, field);
            return;
        }

        tokens[(int)field] = new Token(message, start, length, reader.TokenType, false);
        if (reader.TokenType == JsonTokenType.StartArray) ReadArray(ref reader, bytes, field);
        else reader.Skip();
    }

    void KeepUnescaped(ref Utf8JsonReader reader, Field field)
    {
        var needed = unescapedCount + reader.ValueSpan.Length;
        if (needed > unescaped.Length && needed <= MaxUnescapedBytes) Array.Resize(ref unescaped, MaxUnescapedBytes);
        var isText = JsonWire.TryReadText(in reader, unescaped.AsSpan(unescapedCount), out var text);
        var length = isText ? text.Length : 0;
        tokens[(int)field] = new Token(message, unescapedCount, length, JsonTokenType.String, true);
        unescapedCount += length;
    }

    // Levels are read where they stand when the symbol, and so the scale, came before them, as it does in every frame
    // that the venue sends; else they are read again once the whole message is known.
    void ReadArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, Field field)
    {
        if (field is not (Field.Bids or Field.Asks) || !IsReadyForLevels(bytes))
        {
            reader.Skip();
            return;
        }

        var ahead = reader;
        if (levels.TryRead(ref ahead, SideOf(field)))
        {
            reader = ahead;
            return;
        }

        levelFault = levels.Fault;
        reader.Skip();
    }

    bool IsReadyForLevels(ReadOnlySpan<byte> bytes)
    {
        if (levelsReadFor is not null) return true;
        if (!Has(Field.Symbol) && !Has(Field.Stream)) return false;
        if (FindSymbol(bytes, Text(bytes, Field.Stream)) is not { } entry) return false;
        BeginLevels(entry);
        return true;
    }

    void BeginLevels(SymbolEntry entry)
    {
        levels.Begin(entry.PriceScale, entry.QuantityScale);
        levelsReadFor = entry;
        levelFault = WireFault.None;
    }

    void ReadLevelsAgain(ReadOnlySpan<byte> bytes, Field field)
    {
        var reader = new Utf8JsonReader(bytes[tokens[(int)field].Start..]);
        reader.Read();
        if (!levels.TryRead(ref reader, SideOf(field))) levelFault = levels.Fault;
    }

    static Side SideOf(Field field) => field == Field.Bids ? Side.Bid : Side.Ask;

    static Field FieldOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return FieldOf(reader.ValueSpan);
        Span<byte> scratch = stackalloc byte[128];
        return JsonWire.TryReadText(in reader, scratch, out var name) ? FieldOf(name) : Field.None;
    }

    static Field FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 => char.IsAsciiLetter((char)name[0]) ? (Field)name[0] : Field.None,
        2 when name.SequenceEqual("pu"u8) => Field.PreviousNumber,
        2 when name.SequenceEqual("id"u8) => Field.Id,
        4 when name.SequenceEqual("data"u8) => Field.Data,
        6 when name.SequenceEqual("stream"u8) => Field.Stream,
        > 2 => LongField(name),
        _ => Field.None,
    };

    static Field LongField(ReadOnlySpan<byte> name)
    {
        foreach (var (spelling, field) in LongNames)
            if (name.SequenceEqual(spelling)) return field;
        return Field.None;
    }

    static readonly (byte[] Name, Field Field)[] LongNames =
    [
        ("lastUpdateId"u8.ToArray(), Field.SnapshotNumber),
        ("bids"u8.ToArray(), Field.Bids),
        ("asks"u8.ToArray(), Field.Asks),
        ("code"u8.ToArray(), Field.Code),
        ("msg"u8.ToArray(), Field.Message),
        ("result"u8.ToArray(), Field.Result),
        ("error"u8.ToArray(), Field.Error),
        ("symbol"u8.ToArray(), Field.Symbol),
        ("bidPrice"u8.ToArray(), Field.Bids),
        ("bidQty"u8.ToArray(), Field.BidQuantity),
        ("askPrice"u8.ToArray(), Field.Asks),
        ("askQty"u8.ToArray(), Field.AskQuantity),
        ("lastPrice"u8.ToArray(), Field.Last),
        ("openPrice"u8.ToArray(), Field.Open),
        ("highPrice"u8.ToArray(), Field.High),
        ("lowPrice"u8.ToArray(), Field.Low),
        ("volume"u8.ToArray(), Field.Volume),
        ("quoteVolume"u8.ToArray(), Field.Quantity),
        ("closeTime"u8.ToArray(), Field.EventTime),
        ("time"u8.ToArray(), Field.EventTime),
        ("serverTime"u8.ToArray(), Field.EventTime),
    ];
}
