using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>
/// Where in one message the fields stand that a decoder may ask for. It is read to its end before any of it is
/// believed, in whatever order its fields come; of a field that comes twice the last counts, as in any JSON.
/// </summary>
/// <typeparam name="TField">An enumeration over bytes, whose 0 means no field.</typeparam>
/// <remarks>
/// Hot: reused from message to message, without allocation for data; a field is present when its token bears the
/// message's number. A message spelt as venues spell them takes the fast path (<see cref="CompactReader"/>), any other
/// the general one, with the same result.
/// </remarks>
public abstract class FrameFields<TField>
    where TField : unmanaged, Enum
{
    // Only words for people are ever escaped, and those are cut far shorter than this.
    const int MaxUnescapedBytes = 64 << 10;

    readonly record struct Token(long Message, int Start, int Length, JsonTokenType Type, bool IsUnescaped);

    readonly FieldNames<TField> names;
    readonly int bids;
    readonly int asks;
    readonly int changes;
    readonly bool[] isNested = new bool[256];
    readonly bool[] isListed = new bool[256];
    readonly Token[] tokens = new Token[256];
    byte[] unescaped = new byte[1024];
    SymbolEntry? levelsReadFor;
    bool areChanges;
    WireFault levelFault;
    int levelArrays;
    int levelArraysRead;
    int unescapedCount;
    int origin;
    long message;

    /// <summary>Makes one for a connection or an answer.</summary>
    protected FrameFields(FieldNames<TField> names)
    {
        Debug.Assert(Unsafe.SizeOf<TField>() == 1, "Fields are numbered by bytes.");
        this.names = names;
        bids = IndexOf(names.Bids);
        asks = IndexOf(names.Asks);
        changes = IndexOf(names.Changes);
        foreach (var field in names.Nested) isNested[IndexOf(field)] = true;
        foreach (var field in names.Listed) isListed[IndexOf(field)] = true;
    }

    /// <summary>The message's levels, once one of the methods that read them said so.</summary>
    public LevelBuffer Levels { get; } = new();

    /// <summary>Finds a message's fields; false, with why, where the bytes are no JSON.</summary>
    public bool TryScan(ReadOnlySpan<byte> bytes, out string? fault)
    {
        fault = null;
        if (TryScanCompact(bytes)) return true;
        try
        {
            Scan(bytes);
            return true;
        }
        catch (JsonException exception)
        {
            fault = $"malformed JSON near byte {exception.BytePositionInLine}";
            return false;
        }
    }

    /// <summary>
    /// Finds the fields of the next object in an array of a message that <see cref="TryScan"/> has read; false at the
    /// array's end, where <paramref name="position"/> is at its bracket, and at an element that is no object.
    /// </summary>
    /// <param name="bytes">The whole message.</param>
    /// <param name="position">
    /// <see cref="PositionOf"/> of the array, as other fields than these told it, and then where the last call left it.
    /// </param>
    public bool TryScanItem(ReadOnlySpan<byte> bytes, ref int position)
    {
        Begin();
        if (bytes[position] == ']') return false;
        position++; // over the bracket or the comma
        PassSpace(bytes, ref position);
        if (bytes[position] != '{') return false;
        origin = position;
        var reader = new Utf8JsonReader(bytes[position..]);
        reader.Read();
        ScanObject(ref reader, bytes, depth: 1);
        position += (int)reader.BytesConsumed;
        PassSpace(bytes, ref position);
        return true;
    }

    /// <summary>True when the message has the field, whatever its value.</summary>
    public bool Has(TField field) => tokens[IndexOf(field)].Message == message;

    /// <summary>True when the field is the empty text.</summary>
    public bool IsEmpty(TField field) =>
        Has(field) && tokens[IndexOf(field)] is { Type: JsonTokenType.String, Length: 0 };

    /// <summary>True when the field is an array.</summary>
    public bool IsArray(TField field) => Has(field) && tokens[IndexOf(field)].Type == JsonTokenType.StartArray;

    /// <summary>Where the value of a field that the message has begins.</summary>
    public int PositionOf(TField field) => tokens[IndexOf(field)].Start;

    /// <summary>The text of a string or number; empty where there is none.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes, TField field)
    {
        ref readonly var token = ref tokens[IndexOf(field)];
        var isText = token.Type is JsonTokenType.String or JsonTokenType.Number;
        if (token.Message != message || !isText) return default;
        return (token.IsUnescaped ? unescaped : bytes).Slice(token.Start, token.Length);
    }

    /// <summary>A field's whole number; false where it is none.</summary>
    public bool TryInt64(ReadOnlySpan<byte> bytes, TField field, out long value) =>
        JsonWire.TryParseInt64(Text(bytes, field), out value);

    /// <summary>A field's number as a decimal; false where it is none.</summary>
    public bool TryDecimal(ReadOnlySpan<byte> bytes, TField field, out decimal value) =>
        JsonWire.TryParseDecimal(Text(bytes, field), out value);

    /// <summary>True or false; null for any other value, and where the message has none.</summary>
    public bool? Bool(TField field) => !Has(field) ? null : tokens[IndexOf(field)].Type switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    /// <summary>The levels of both sides at the symbol's scales or finer ones.</summary>
    public bool TryReadLevels(ReadOnlySpan<byte> bytes, SymbolEntry entry, out WireFault fault)
    {
        fault = WireFault.NotALevel;
        if (!IsArray(names.Bids) || !IsArray(names.Asks)) return false;
        // Only a message whose two arrays were both read in place, and none twice, needs no second reading.
        if (levelsReadFor != entry || areChanges || levelArrays != 2 || levelArraysRead != 2)
        {
            BeginLevels(entry);
            ReadLevelsAgain(bytes, bids);
            ReadLevelsAgain(bytes, asks);
        }

        fault = levelFault;
        return fault == WireFault.None;
    }

    /// <summary>The levels of a list of changes, at the symbol's scales or finer ones.</summary>
    public bool TryReadChanges(ReadOnlySpan<byte> bytes, SymbolEntry entry, out WireFault fault)
    {
        fault = WireFault.NotALevel;
        if (!IsArray(names.Changes)) return false;
        if (levelsReadFor != entry || !areChanges || levelArrays != 1 || levelArraysRead != 1)
        {
            BeginLevels(entry);
            areChanges = true;
            ReadLevelsAgain(bytes, changes);
        }

        fault = levelFault;
        return fault == WireFault.None;
    }

    /// <summary>Empties <see cref="Levels"/> for levels that are single fields.</summary>
    public void BeginLevels(SymbolEntry entry)
    {
        Levels.Begin(entry.PriceScale, entry.QuantityScale);
        levelsReadFor = entry;
        areChanges = false;
        levelFault = WireFault.None;
    }

    /// <summary>Adds a level of two fields to <see cref="Levels"/>, which says why it was refused.</summary>
    public bool TryAddLevel(ReadOnlySpan<byte> bytes, Side side, TField price, TField quantity) =>
        Levels.TryAdd(side, Text(bytes, price), Text(bytes, quantity));

    /// <summary>The levels of a message that is believed: only now their scales become the symbol's.</summary>
    public LevelBuffer Believe(SymbolEntry entry)
    {
        if (Levels.PriceScale > entry.PriceScale) entry.PriceScale = Levels.PriceScale;
        if (Levels.QuantityScale > entry.QuantityScale) entry.QuantityScale = Levels.QuantityScale;
        return Levels;
    }

    /// <summary>
    /// The symbol that the fields found so far name; null when they name none that is known. Asked at the first levels,
    /// so that those are read where they stand.
    /// </summary>
    protected abstract SymbolEntry? FindSymbol(ReadOnlySpan<byte> bytes);

    void Begin()
    {
        message++;
        origin = 0;
        unescapedCount = 0;
        levelsReadFor = null;
        levelFault = WireFault.None;
        levelArrays = levelArraysRead = 0;
    }

    bool TryScanCompact(ReadOnlySpan<byte> bytes)
    {
        Begin();
        var reader = new CompactReader(bytes);
        return TryObject(ref reader, bytes, depth: 0) && reader.IsAtEnd;
    }

    bool TryObject(ref CompactReader reader, ReadOnlySpan<byte> bytes, int depth)
    {
        if (!reader.TryPass((byte)'{')) return false;
        do
        {
            if (!reader.TryText(out var start, out var length) || !reader.TryPass((byte)':')) return false;
            if (!TryValue(ref reader, bytes, IndexOf(names.Find(bytes.Slice(start, length))), depth)) return false;
        }
        while (reader.TryPass((byte)','));
        return reader.TryPass((byte)'}');
    }

    bool TryValue(ref CompactReader reader, ReadOnlySpan<byte> bytes, int field, int depth)
    {
        var at = reader.Position;
        switch (reader.Next)
        {
            case (byte)'"':
                if (!reader.TryText(out var text, out var textLength)) return false;
                return Note(field, new Token(message, text, textLength, JsonTokenType.String, false));
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                reader.TryPass((byte)'-');
                if (!reader.TryWhole(out _, out _)) return false;
                return Note(field, new Token(message, at, reader.Position - at, JsonTokenType.Number, false));
            case (byte)'[' when isListed[field]:
                return depth == 0 && Note(field, new Token(message, at, 1, JsonTokenType.StartArray, false))
                    && reader.TryPass((byte)'[') && TryObject(ref reader, bytes, depth: 1) && reader.TryPass((byte)']');
            case (byte)'[':
                if (!AreLevels(field) || !IsReadyForLevels(bytes, field)) return false;
                Note(field, new Token(message, at, 1, JsonTokenType.StartArray, false));
                levelArrays++;
                levelArraysRead++;
                return areChanges ? reader.TryChanges(Levels) : reader.TryLevels(Levels, SideOf(field));
            case (byte)'{':
                return isNested[field] && depth == 0
                    && Note(field, new Token(message, at, 0, JsonTokenType.StartObject, false))
                    && TryObject(ref reader, bytes, depth: 1);
            default:
                if (!reader.TryWord(out var first)) return false;
                var type = first == 't' ? JsonTokenType.True : first == 'f' ? JsonTokenType.False : JsonTokenType.Null;
                return Note(field, new Token(message, at, 0, type, false));
        }
    }

    bool Note(int field, Token token)
    {
        if (field != 0) tokens[field] = token;
        return true;
    }

    void Scan(ReadOnlySpan<byte> bytes)
    {
        Begin();
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject) ScanObject(ref reader, bytes, depth: 0);
        else reader.Skip();
        reader.Read(); // it throws when anything follows
    }

    void ScanObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, int depth)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            reader.Read();
            if (field == 0) reader.Skip();
            else if (depth == 0 && isNested[field]) ScanNested(ref reader, bytes, field);
            else if (depth == 0 && isListed[field] && HoldsOneObject(reader)) ScanOnly(ref reader, bytes, field);
            else Keep(ref reader, bytes, field);
        }
    }

    void ScanOnly(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, int field)
    {
        tokens[field] = new Token(message, origin + (int)reader.TokenStartIndex, 1, reader.TokenType, false);
        reader.Read();
        ScanObject(ref reader, bytes, depth: 1);
        reader.Read();
    }

    static bool HoldsOneObject(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        reader.Skip();
        reader.Read();
        return reader.TokenType == JsonTokenType.EndArray;
    }

    void ScanNested(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, int field)
    {
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        tokens[field] = new Token(message, origin + (int)reader.TokenStartIndex, 0, reader.TokenType, false);
        if (isObject) ScanObject(ref reader, bytes, depth: 1);
        else reader.Skip();
    }

    void Keep(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, int field)
    {
        var start = origin + (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0);
        var length = reader.ValueSpan.Length;
        if (reader.ValueIsEscaped && reader.TokenType == JsonTokenType.String)
        {
            KeepUnescaped(ref reader, field);
            return;
        }

        tokens[field] = new Token(message, start, length, reader.TokenType, false);
        if (reader.TokenType == JsonTokenType.StartArray) ReadArray(ref reader, bytes, field);
        else reader.Skip();
    }

    void KeepUnescaped(ref Utf8JsonReader reader, int field)
    {
        var needed = unescapedCount + reader.ValueSpan.Length;
        if (needed > unescaped.Length && needed <= MaxUnescapedBytes) Array.Resize(ref unescaped, MaxUnescapedBytes);
        var isText = JsonWire.TryReadText(in reader, unescaped.AsSpan(unescapedCount), out var text);
        var length = isText ? text.Length : 0;
        tokens[field] = new Token(message, unescapedCount, length, JsonTokenType.String, true);
        unescapedCount += length;
    }

    // Levels are read where they stand when the symbol, and so the scale, came before them, as it does in every frame
    // that venues send; else they are read again once the whole message is known.
    void ReadArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, int field)
    {
        var areLevels = AreLevels(field);
        if (areLevels) levelArrays++;
        if (!areLevels || !IsReadyForLevels(bytes, field))
        {
            reader.Skip();
            return;
        }

        levelArraysRead++;
        var ahead = reader;
        if (TryRead(ref ahead, field))
        {
            reader = ahead;
            return;
        }

        levelFault = Levels.Fault;
        reader.Skip();
    }

    bool AreLevels(int field) => field != 0 && (field == bids || field == asks || field == changes);

    // Of a message that has both sides and changes only what came first is read where it stands.
    bool IsReadyForLevels(ReadOnlySpan<byte> bytes, int field)
    {
        if (levelsReadFor is not null) return areChanges == (field == changes);
        if (FindSymbol(bytes) is not { } entry) return false;
        BeginLevels(entry);
        areChanges = field == changes;
        return true;
    }

    void ReadLevelsAgain(ReadOnlySpan<byte> bytes, int field)
    {
        var reader = new Utf8JsonReader(bytes[tokens[field].Start..]);
        reader.Read();
        if (!TryRead(ref reader, field)) levelFault = Levels.Fault;
    }

    bool TryRead(ref Utf8JsonReader reader, int field) =>
        field == changes ? Levels.TryReadChanges(ref reader) : Levels.TryRead(ref reader, SideOf(field));

    int FieldOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return IndexOf(names.Find(reader.ValueSpan));
        Span<byte> scratch = stackalloc byte[128];
        return JsonWire.TryReadText(in reader, scratch, out var name) ? IndexOf(names.Find(name)) : 0;
    }

    Side SideOf(int field) => field == bids ? Side.Bid : Side.Ask;

    static void PassSpace(ReadOnlySpan<byte> bytes, ref int position)
    {
        while (bytes[position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') position++;
    }

    static int IndexOf(TField field) => Unsafe.As<TField, byte>(ref field);
}
