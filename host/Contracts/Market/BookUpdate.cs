namespace StrategyHost.Market;

/// <summary>
/// The venue's numbers that a delta covers: it takes a book that stands at <see cref="Previous"/> to
/// <see cref="Last"/>. Every decoder states its venue's own numbering in these terms, so that one synchroniser
/// serves them all.
/// </summary>
/// <param name="Previous">The number of the state that the delta continues.</param>
/// <param name="First">The first number the delta covers.</param>
/// <param name="Last">The number of the state that the delta leads to; of a snapshot, the number it stands at.</param>
public readonly record struct SequenceSpan(long Previous, long First, long Last)
{
    /// <summary>What a venue that numbers nothing gives: order of arrival is all there is.</summary>
    public static SequenceSpan Unnumbered => new(-1, -1, -1);

    /// <summary>True when the venue numbered the update.</summary>
    public bool IsNumbered => Last >= 0;

    /// <summary>The span of a snapshot that stands at one number.</summary>
    public static SequenceSpan At(long number) => new(number, number, number);
}

/// <summary>Levels that replace (snapshot) or amend (delta) one instrument's book; quantities are absolute.</summary>
/// <remarks>The spans are borrowed: they are valid only while the sink is called; copy what must outlive it.</remarks>
public readonly ref struct BookUpdate
{
    /// <summary>Whose book.</summary>
    public required Instrument Instrument { get; init; }

    /// <summary>True when the levels are the book (up to <see cref="LevelLimit"/>), false when they amend it.</summary>
    public required bool IsSnapshot { get; init; }

    /// <summary>Which subscription this is: the kept book, or one of the venue's partial books.</summary>
    public Depth Depth { get; init; }

    /// <summary>What the venue's numbers say.</summary>
    public required SequenceSpan Sequence { get; init; }

    /// <summary>Bids in any order, scaled.</summary>
    public required ReadOnlySpan<ScaledLevel> Bids { get; init; }

    /// <summary>Asks in any order, scaled.</summary>
    public required ReadOnlySpan<ScaledLevel> Asks { get; init; }

    /// <summary>Decimals of the prices here.</summary>
    public required byte PriceScale { get; init; }

    /// <summary>Decimals of the quantities here.</summary>
    public required byte QuantityScale { get; init; }

    /// <summary>
    /// Of a snapshot: the most levels a side that were asked for, or 0 when it is known to be the whole book. A side
    /// that is full to the limit is known only up to its worst price.
    /// </summary>
    public int LevelLimit { get; init; }

    /// <summary>
    /// The most levels a side that the venue keeps in this stream, or 0 when it keeps them all. Within them a book is
    /// known whole; what an update pushes past them is no longer the venue's to tell and leaves the book.
    /// </summary>
    public int LevelBound { get; init; }

    /// <summary>
    /// What the venue says the book sums up to after this update, by <see cref="Exchange.VenueProfile.Checksum"/>;
    /// null when it does not say.
    /// </summary>
    public long? Checksum { get; init; }

    /// <summary>The venue's time of this state, nanoseconds since the Unix epoch; 0 when it gives none.</summary>
    public long VenueTimeNs { get; init; }

    /// <summary>When this host received it.</summary>
    public required Stamp Received { get; init; }
}
