using System.Diagnostics.CodeAnalysis;
using System.Text;
using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>One symbol on one connection: its instrument, and the scales its decoder works in.</summary>
public sealed class SymbolEntry
{
    internal SymbolEntry(Instrument instrument)
    {
        Instrument = instrument;
        PriceScale = instrument.PriceScale;
        QuantityScale = instrument.QuantityScale;
    }

    /// <summary>The instrument as the venue last described it.</summary>
    public Instrument Instrument { get; internal set; }

    /// <summary>Decimals that prices are decoded to: the tick size's, or more where a frame brought more.</summary>
    public byte PriceScale { get; set; }

    /// <summary>Decimals that quantities are decoded to: the lot size's, or more where a frame brought more.</summary>
    public byte QuantityScale { get; set; }
}

/// <summary>
/// The venue's spellings of the instruments that one connection may meet. ASCII case is ignored, since venues spell
/// one symbol <c>BTCUSDT</c> in a message and <c>btcusdt</c> in a stream's name.
/// </summary>
/// <remarks>Hot: a look-up allocates nothing. Used by one thread at a time, under the connection's gate.</remarks>
public sealed class SymbolTable
{
    readonly Dictionary<byte[], SymbolEntry> entries = new(SymbolBytes.IgnoreCase);
    readonly Dictionary<byte[], SymbolEntry>.AlternateLookup<ReadOnlySpan<byte>> lookup;
    readonly Func<string, Instrument?>? infer;

    /// <summary>Makes a table.</summary>
    /// <param name="instruments">What is known.</param>
    /// <param name="infer">
    /// Asked for a spelling that is unknown, until it makes an instrument of it; a recording without instruments makes
    /// its own this way. Null: an unknown symbol stays unknown.
    /// </param>
    public SymbolTable(IEnumerable<Instrument> instruments, Func<string, Instrument?>? infer = null)
    {
        this.infer = infer;
        lookup = entries.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (var instrument in instruments) Set(instrument);
    }

    /// <summary>Every symbol known so far.</summary>
    public IEnumerable<SymbolEntry> Entries => entries.Values;

    /// <summary>Finds a symbol by the venue's spelling, in UTF-8.</summary>
    public bool TryFind(ReadOnlySpan<byte> venueSymbol, [NotNullWhen(true)] out SymbolEntry? entry) =>
        lookup.TryGetValue(venueSymbol, out entry) || TryInfer(venueSymbol, out entry);

    /// <summary>Adds an instrument, or puts its newer description in the old one's place.</summary>
    public SymbolEntry Set(Instrument instrument)
    {
        var key = Encoding.UTF8.GetBytes(instrument.VenueSymbol);
        if (!entries.TryGetValue(key, out var entry)) return entries[key] = new SymbolEntry(instrument);
        entry.Instrument = instrument;
        entry.PriceScale = Math.Max(entry.PriceScale, instrument.PriceScale);
        entry.QuantityScale = Math.Max(entry.QuantityScale, instrument.QuantityScale);
        return entry;
    }

    bool TryInfer(ReadOnlySpan<byte> venueSymbol, [NotNullWhen(true)] out SymbolEntry? entry)
    {
        entry = null;
        if (infer is null || venueSymbol.Length is 0 or > 64) return false;
        if (infer(Encoding.UTF8.GetString(venueSymbol)) is not { } instrument) return false;
        entry = Set(instrument);
        return true;
    }

    /// <summary>Equality of byte strings that ignores ASCII case.</summary>
    sealed class SymbolBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly SymbolBytes IgnoreCase = new();

        public bool Equals(byte[]? x, byte[]? y) => Ascii.EqualsIgnoreCase(x ?? [], y ?? []) || Same(x, y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) =>
            Ascii.EqualsIgnoreCase(alternate, other) || Same(alternate, other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = 2166136261u;
            foreach (var value in alternate) hash = (hash ^ (uint)(value | 0x20)) * 16777619;
            return (int)hash;
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        // Some venues list symbols that are not ASCII: those are compared as they are.
        static bool Same(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) => x.SequenceEqual(y);
    }
}
