using System.Text;

namespace StrategyHost.Exchange;

/// <summary>
/// How a venue spells the fields that its decoder asks for. Several spellings may stand for one field, and what has no
/// spelling here is passed over.
/// </summary>
/// <typeparam name="TField">An enumeration over bytes, whose 0 means no field.</typeparam>
/// <remarks>Hot: a look-up allocates nothing. Made once for a venue, and never changed.</remarks>
public sealed class FieldNames<TField>
    where TField : unmanaged, Enum
{
    const int MaxLength = 32;

    readonly TField[] letters = new TField[128];
    readonly (byte[] Name, TField Field)[][] byLength = new (byte[], TField)[MaxLength][];

    /// <summary>Makes the table.</summary>
    /// <param name="names">Spellings, at most 31 ASCII characters each.</param>
    public FieldNames(params ReadOnlySpan<(string Name, TField Field)> names)
    {
        Array.Fill(byLength, []);
        foreach (var (name, field) in names)
        {
            var bytes = Encoding.ASCII.GetBytes(name);
            if (bytes.Length == 1) letters[bytes[0]] = field;
            else byLength[bytes.Length] = [.. byLength[bytes.Length], (bytes, field)];
        }
    }

    /// <summary>The field of a book's bids: an array there is read as levels.</summary>
    public required TField Bids { get; init; }

    /// <summary>The field of a book's asks: an array there is read as levels.</summary>
    public required TField Asks { get; init; }

    /// <summary>
    /// The field of a list of changes of either side, where the venue has one: an array there is read as levels of
    /// both.
    /// </summary>
    public TField Changes { get; init; }

    /// <summary>
    /// Fields that hold an object whose fields count as the message's own, one storey down and no further.
    /// </summary>
    public required IReadOnlyList<TField> Nested { get; init; }

    /// <summary>
    /// Fields that hold a list of objects. Of a list with one object its fields count as the message's own; of any
    /// other none do, and <see cref="FrameFields{TField}.TryScanItem"/> reads them one by one.
    /// </summary>
    public IReadOnlyList<TField> Listed { get; init; } = [];

    /// <summary>The field of a spelling; <c>default</c> when it has none.</summary>
    public TField Find(ReadOnlySpan<byte> name)
    {
        if (name.Length == 1) return name[0] < letters.Length ? letters[name[0]] : default;
        if (name.Length >= MaxLength) return default;
        foreach (ref readonly var known in byLength[name.Length].AsSpan())
            if (name.SequenceEqual(known.Name)) return known.Field;
        return default;
    }
}
