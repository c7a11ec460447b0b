namespace StrategyHost.Market;

/// <summary>One trade, as the venue's public tape tells it.</summary>
public readonly struct Trade
{
    /// <summary>Whose.</summary>
    public required Instrument Instrument { get; init; }

    /// <summary>The venue's number of the trade; 0 when it has none or not a number.</summary>
    public long Id { get; init; }

    /// <summary>Price and quantity, scaled.</summary>
    public required ScaledLevel Scaled { get; init; }

    /// <summary>Decimals of the price here.</summary>
    public required byte PriceScale { get; init; }

    /// <summary>Decimals of the quantity here.</summary>
    public required byte QuantityScale { get; init; }

    /// <summary>The side that took liquidity: <see cref="Side.Bid"/> when a buyer did.</summary>
    public required Side TakerSide { get; init; }

    /// <summary>The venue's time of the trade, nanoseconds since the Unix epoch; 0 when it gives none.</summary>
    public long VenueTimeNs { get; init; }

    /// <summary>When this host received it.</summary>
    public required Stamp Received { get; init; }

    /// <summary>Price, exact.</summary>
    public decimal Price => Scaling.ToDecimal(Scaled.Price, PriceScale);

    /// <summary>Quantity, exact, in the instrument's unit of quantity.</summary>
    public decimal Quantity => Scaling.ToDecimal(Scaled.Quantity, QuantityScale);

    /// <summary>The venue's time; null when it gives none.</summary>
    public DateTimeOffset? VenueTime => VenueTimeNs == 0 ? null : Stamp.FromUnixNs(VenueTimeNs);
}
