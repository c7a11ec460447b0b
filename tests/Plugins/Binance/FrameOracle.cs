using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Plugins.Binance;

/// <summary>
/// What a frame means, worked out a third time with none of the product's readers: <see cref="JsonDocument"/> says what
/// is JSON, <see cref="WireRational"/> what its numbers are. It says it to a sink of its own, so that three
/// opinions are compared line by line. The rules that it states are listed in docs/testing.md.
/// </summary>
sealed class FrameOracle(string venue, string address)
{
    const int MaxLevels = 100_000;

    readonly bool isFutures = venue != "binance";
    readonly IExchangeAdapter adapter = Wire.Adapter(venue); // asked only what a symbol's instrument is
    readonly string[] addressStreams = StreamsOf(address);
    readonly Dictionary<string, OracleSymbol> symbols = [];

    // Text is kept as bytes in Latin-1 letters: what is not UTF-8 equals nothing, and stays what it is.
    Dictionary<string, JsonElement> fields = [];

    public RecordingSink Sink { get; } = new();

    public FrameKind Decode(ReadOnlyMemory<byte> frame)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(frame);
        }
        catch (JsonException)
        {
            return FrameKind.Rejected;
        }

        using (document)
        {
            fields = [];
            if (document.RootElement.ValueKind == JsonValueKind.Object) Scan(document.RootElement, isOuter: true);
            var isAnswer = !Has("e") && !Has("stream") && (Has("result") || Has("code") || Has("error"));
            if (isAnswer) return Has("code") || Has("error") ? FrameKind.Error : FrameKind.Acknowledgement;
            return DecodeEvent();
        }
    }

    /// <summary>The decimals of prices and quantities that believed frames have brought so far.</summary>
    public (byte Prices, byte Quantities) ScalesOf(Instrument instrument) =>
        symbols.TryGetValue(instrument.VenueSymbol, out var symbol)
            ? (symbol.PriceScale, symbol.QuantityScale) : (instrument.PriceScale, instrument.QuantityScale);

    // Rule: the last of several equal names counts, and the fields of data and error count as the message's own.
    void Scan(JsonElement from, bool isOuter)
    {
        foreach (var property in from.EnumerateObject())
        {
            if (OracleNames.Of(NameOf(property)) is not { } field) continue;
            fields[field] = property.Value;
            if (isOuter && (field is "data" or "error") && property.Value.ValueKind == JsonValueKind.Object)
                Scan(property.Value, isOuter: false);
        }
    }

    FrameKind DecodeEvent()
    {
        var stream = Has("stream") ? Text("stream") : addressStreams.Length == 1 ? addressStreams[0] : "";
        if (!Has("e")) return DecodeUnnamed(stream);
        switch (Text("e"))
        {
            case "depthUpdate":
                if (stream.Length == 0 && isFutures && addressStreams.Any(x => x.Contains("epth") && DepthOf(x) != 0))
                    return FrameKind.Unknown;
                var depth = stream.Length == 0 ? 0 : DepthOf(stream);
                if (depth < 0 || SymbolOf(stream) is not { } symbol) return FrameKind.Unknown;
                return depth > 0 ? Snapshot(symbol, depth) : Delta(symbol);
            case "serverShutdown":
                return FrameKind.Notice;
            case "bookTicker":
                return SymbolOf(stream) is { } quoted ? Quote(quoted) : FrameKind.Unknown;
            case "trade":
                return SymbolOf(stream) is { } traded ? Trade(traded) : FrameKind.Unknown;
            case "24hrTicker":
                return SymbolOf(stream) is { } told ? Ticker(told) : FrameKind.Unknown;
            default:
                return FrameKind.Unknown;
        }
    }

    FrameKind DecodeUnnamed(string stream)
    {
        if (Has("lastUpdateId"))
        {
            var depth = DepthOf(stream);
            return depth > 0 && SymbolOf(stream) is { } partial ? Snapshot(partial, depth) : FrameKind.Unknown;
        }

        string[] needed = ["u", "s", "b", "B", "a", "A"];
        return Array.TrueForAll(needed, Has) && SymbolOf(stream) is { } quoted ? Quote(quoted) : FrameKind.Unknown;
    }

    FrameKind Snapshot(OracleSymbol symbol, int depth)
    {
        if (Levels("b") is not { } bids || Levels("a") is not { } asks) return FrameKind.Rejected;
        if (Whole(Has("lastUpdateId") ? "lastUpdateId" : "u") is not (>= 0 and { } number)) return FrameKind.Rejected;
        return Time("E") is { } time
            ? Book(symbol, bids, asks, SequenceSpan.At(number), depth, time)
            : FrameKind.Rejected;
    }

    FrameKind Delta(OracleSymbol symbol)
    {
        if (Levels("b") is not { } bids || Levels("a") is not { } asks) return FrameKind.Rejected;
        if (Whole("U") is not (>= 0 and { } first) || Whole("u") is not { } last || last < first)
            return FrameKind.Rejected;
        if ((isFutures ? Whole("pu") : first - 1) is not { } previous) return FrameKind.Rejected;
        return Time("E") is { } time
            ? Book(symbol, bids, asks, new SequenceSpan(previous, first, last), 0, time)
            : FrameKind.Rejected;
    }

    FrameKind Book(
        OracleSymbol symbol, List<WireRational> bids, List<WireRational> asks, SequenceSpan span, int depth, long time)
    {
        if (!symbol.TryWiden([.. bids, .. asks])) return FrameKind.Rejected;
        Sink.Book(new BookUpdate
        {
            Instrument = symbol.Instrument,
            IsSnapshot = depth > 0,
            Depth = (Depth)depth,
            LevelLimit = depth,
            Sequence = span,
            Bids = symbol.Scaled(bids),
            Asks = symbol.Scaled(asks),
            PriceScale = symbol.PriceScale,
            QuantityScale = symbol.QuantityScale,
            VenueTimeNs = time,
            Received = Wire.Received,
        });
        return FrameKind.Data;
    }

    FrameKind Quote(OracleSymbol symbol)
    {
        WireRational?[] read = [Number("b"), Number("B"), Number("a"), Number("A")];
        if (Array.Exists(read, x => x is null)) return FrameKind.Rejected;
        var number = Has("u") ? Whole("u") : -1;
        if (number is null || Time("E") is not { } time) return FrameKind.Rejected;
        List<WireRational> numbers = [.. read.Select(x => x!.Value)];
        if (!symbol.TryWiden(numbers)) return FrameKind.Rejected;
        var levels = symbol.Scaled(numbers);
        Sink.Quote(new Quote
        {
            Instrument = symbol.Instrument,
            Bid = levels[0],
            Ask = levels[1],
            PriceScale = symbol.PriceScale,
            QuantityScale = symbol.QuantityScale,
            Number = number.Value,
            VenueTimeNs = time,
            Received = Wire.Received,
        });
        return FrameKind.Data;
    }

    FrameKind Trade(OracleSymbol symbol)
    {
        if (Number("p") is not { } price || Number("q") is not { } quantity) return FrameKind.Rejected;
        if (!Has("m") || fields["m"].ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return FrameKind.Rejected;
        if (Whole("t") is not { } id || Time("T") is not { } time) return FrameKind.Rejected;
        List<WireRational> numbers = [price, quantity];
        var isNone = price.IsZero || quantity.IsZero;
        if (!symbol.TryWiden(numbers, keeps: !isNone)) return FrameKind.Rejected;
        if (isNone) return FrameKind.Unknown;
        Sink.Trade(new Trade
        {
            Instrument = symbol.Instrument,
            Id = id,
            Scaled = symbol.Scaled(numbers)[0],
            PriceScale = symbol.PriceScale,
            QuantityScale = symbol.QuantityScale,
            TakerSide = fields["m"].ValueKind == JsonValueKind.True ? Side.Ask : Side.Bid,
            VenueTimeNs = time,
            Received = Wire.Received,
        });
        return FrameKind.Data;
    }

    FrameKind Ticker(OracleSymbol symbol)
    {
        string[] optional = ["o", "h", "l", "v", "q", "b", "B", "a", "A"];
        if (Decimal("c") is not { } last || Time("E") is not { } time) return FrameKind.Rejected;
        if (Array.Exists(optional, x => Has(x) && Decimal(x) is null)) return FrameKind.Rejected;
        if (!IsWhole("b", "B") || !IsWhole("a", "A")) return FrameKind.Rejected;
        var (bid, ask) = (LevelOf("b", "B"), LevelOf("a", "A"));
        Sink.Ticker(new Ticker
        {
            Instrument = symbol.Instrument,
            Last = last,
            Open = Decimal("o"),
            High = Decimal("h"),
            Low = Decimal("l"),
            Volume = Decimal("v"),
            QuoteVolume = Decimal("q"),
            BestBid = bid,
            BestAsk = ask,
            QuoteSource = bid is null && ask is null ? QuoteSource.None : QuoteSource.Ticker,
            VenueTimeNs = time,
            Received = Wire.Received,
        });
        return FrameKind.Data;
    }

    // A price and a quantity come together, and neither is below zero.
    bool IsWhole(string price, string quantity) =>
        (!Has(price) && !Has(quantity)) || (Decimal(price) >= 0 && Decimal(quantity) >= 0);

    Level? LevelOf(string price, string quantity) =>
        Decimal(price) is { } p and not 0 ? new Level(p, Decimal(quantity)!.Value) : null;

    bool Has(string field) => fields.ContainsKey(field);

    string Text(string field) => fields.TryGetValue(field, out var value) ? TextOf(value) : "";

    long? Whole(string field) => WireRational.Parse(Text(field))?.ToInt64();

    decimal? Decimal(string field) => WireRational.Parse(Text(field))?.ToDecimal();

    WireRational? Number(string field) =>
        WireRational.Parse(Text(field)) is { IsNegative: false } number ? number : null;

    // 0 where the message has none. From 10^14 on it is in microseconds.
    long? Time(string field)
    {
        if (!Has(field)) return 0;
        if (Whole(field) is not (>= 0 and { } value)) return null;
        var ns = (BigInteger)value * (value >= 100_000_000_000_000 ? 1_000 : 1_000_000);
        return ns <= long.MaxValue ? (long)ns : null;
    }

    /// <summary>Prices and quantities in turn; null where it is no array of levels.</summary>
    List<WireRational>? Levels(string field)
    {
        if (!Has(field) || fields[field].ValueKind != JsonValueKind.Array) return null;
        var numbers = new List<WireRational>();
        foreach (var level in fields[field].EnumerateArray())
        {
            if (level.ValueKind != JsonValueKind.Array || level.GetArrayLength() < 2) return null;
            for (var i = 0; i < 2; i++)
            {
                if (WireRational.Parse(TextOf(level[i])) is not { IsNegative: false } number) return null;
                numbers.Add(number);
            }
        }

        return numbers.Count <= MaxLevels * 2 ? numbers : null;
    }

    OracleSymbol? SymbolOf(string stream)
    {
        var at = stream.IndexOf('@', StringComparison.Ordinal);
        var symbol = Has("s") ? Text("s") : at < 0 ? "" : stream[..at];
        if (symbol.Length is 0 or > 64) return null;
        var spelling = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(symbol));
        if (adapter.Infer(spelling) is not { } instrument) return null;
        return symbols.TryGetValue(instrument.VenueSymbol, out var found)
            ? found : symbols[instrument.VenueSymbol] = new OracleSymbol(instrument);
    }

    static int DepthOf(string stream)
    {
        var parts = stream[(stream.IndexOf('@', StringComparison.Ordinal) + 1)..].Split('@');
        return parts[0] switch { "depth" => 0, "depth5" => 5, "depth10" => 10, "depth20" => 20, _ => -1 };
    }

    static string[] StreamsOf(string address)
    {
        var at = address.IndexOf("/ws/", StringComparison.Ordinal);
        return at < 0 ? [] : address[(at + 4)..].Split('/');
    }

    static string TextOf(JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)) return "";
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (value.ValueKind == JsonValueKind.String) raw = raw[1..^1];
        if (!raw.Contains((byte)'\\')) return Encoding.Latin1.GetString(raw);
        try
        {
            return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value.GetString()!));
        }
        catch (InvalidOperationException)
        {
            return ""; // escaped into something that is not text
        }
    }

    static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
