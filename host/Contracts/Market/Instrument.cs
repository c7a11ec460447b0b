namespace StrategyHost.Market;

/// <summary>What kind of thing is traded.</summary>
public enum InstrumentKind : byte
{
    /// <summary>Delivery at once: <c>BTC/USDT</c>.</summary>
    Spot,

    /// <summary>A swap without expiry: <c>BTC/USDT-PERP</c>.</summary>
    Perpetual,

    /// <summary>A future with a delivery date: <c>BTC/USDT-260327</c>.</summary>
    Future,
}

/// <summary>Whether an instrument trades now.</summary>
public enum InstrumentStatus : byte
{
    /// <summary>The venue has not said; instruments inferred from a recording are like this.</summary>
    Unknown,

    /// <summary>Trades.</summary>
    Trading,

    /// <summary>Halted, in a break, in auction, or open for cancellations only.</summary>
    Halted,

    /// <summary>Announced, not trading yet.</summary>
    Pending,

    /// <summary>Settling or delisted.</summary>
    Closed,
}

/// <summary>
/// One tradable thing on one venue, named the way we name it and the way the venue does. Immutable: when the venue
/// changes a tick size, a lot size or a status, a new <see cref="Instrument"/> takes its place.
/// </summary>
public sealed record Instrument
{
    /// <summary>The venue's name in lower case: <c>binance</c>, <c>binance-futures</c>.</summary>
    public required string Venue { get; init; }

    /// <summary>Our spelling: <c>BTC/USDT</c>, <c>BTC/USDT-PERP</c>, <c>BTC/USDT-260327</c>.</summary>
    public required string Symbol { get; init; }

    /// <summary>The venue's spelling on the wire: <c>BTCUSDT</c>.</summary>
    public required string VenueSymbol { get; init; }

    /// <summary>Currency that is bought and sold: <c>BTC</c>.</summary>
    public required string Base { get; init; }

    /// <summary>Currency that prices are in: <c>USDT</c>.</summary>
    public required string Quote { get; init; }

    /// <summary>Spot, perpetual or dated future.</summary>
    public InstrumentKind Kind { get; init; }

    /// <summary>Whether it trades now.</summary>
    public InstrumentStatus Status { get; init; }

    /// <summary>Smallest price step in the quote currency; null while unknown.</summary>
    public decimal? TickSize { get; init; }

    /// <summary>Smallest quantity step; null while unknown.</summary>
    public decimal? LotSize { get; init; }

    /// <summary>
    /// <see cref="ContractCurrency"/> per unit of quantity: 1 where the venue counts in the base currency itself.
    /// </summary>
    public decimal ContractSize { get; init; } = 1;

    /// <summary>
    /// True for an inverse contract: a unit of quantity is worth a fixed amount of the quote currency, and an amount of
    /// the base currency that changes with the price.
    /// </summary>
    public bool IsInverse { get; init; }

    /// <summary>The currency that <see cref="ContractSize"/> is an amount of.</summary>
    public string ContractCurrency => IsInverse ? Quote : Base;

    /// <summary>Decimals of a price, from the tick size; 0 while that is unknown (frames widen it).</summary>
    public byte PriceScale => TickSize is { } tick ? Scaling.ScaleOf(tick) : (byte)0;

    /// <summary>Decimals of a quantity, from the lot size; 0 while that is unknown (frames widen it).</summary>
    public byte QuantityScale => LotSize is { } lot ? Scaling.ScaleOf(lot) : (byte)0;

    /// <summary>The name users type: <c>binance:BTC/USDT</c>.</summary>
    public string Name => $"{Venue}:{Symbol}";

    /// <inheritdoc/>
    public override string ToString() => Name;
}
