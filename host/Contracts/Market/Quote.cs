namespace StrategyHost.Market;

/// <summary>The best bid and offer with their sizes, from the venue's own best-bid-and-offer stream.</summary>
public readonly struct Quote
{
    /// <summary>Whose.</summary>
    public required Instrument Instrument { get; init; }

    /// <summary>Best bid, scaled.</summary>
    public required ScaledLevel Bid { get; init; }

    /// <summary>Best ask, scaled.</summary>
    public required ScaledLevel Ask { get; init; }

    /// <summary>Decimals of the prices here.</summary>
    public required byte PriceScale { get; init; }

    /// <summary>Decimals of the quantities here.</summary>
    public required byte QuantityScale { get; init; }

    /// <summary>
    /// The venue's number of this state, -1 when it gives none. Where
    /// <see cref="Exchange.VenueProfile.QuoteNumbersMatchBook"/> holds it counts with the book's numbers.
    /// </summary>
    public long Number { get; init; }

    /// <summary>The venue's time, nanoseconds since the Unix epoch; 0 when it gives none (Binance spot).</summary>
    public long VenueTimeNs { get; init; }

    /// <summary>When this host received it.</summary>
    public required Stamp Received { get; init; }

    /// <summary>Best bid, exact.</summary>
    public Level BestBid => ToLevel(Bid);

    /// <summary>Best ask, exact.</summary>
    public Level BestAsk => ToLevel(Ask);

    /// <summary>Halfway between best bid and best ask.</summary>
    public decimal Mid => (BestBid.Price + BestAsk.Price) / 2;

    /// <summary>Best ask less best bid, in the quote currency.</summary>
    public decimal Spread => BestAsk.Price - BestBid.Price;

    /// <summary>The venue's time; null when it gives none.</summary>
    public DateTimeOffset? VenueTime => VenueTimeNs == 0 ? null : Stamp.FromUnixNs(VenueTimeNs);

    Level ToLevel(ScaledLevel level) => new(
        Scaling.ToDecimal(level.Price, PriceScale), Scaling.ToDecimal(level.Quantity, QuantityScale));
}
