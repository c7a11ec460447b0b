using StrategyHost.Market;

namespace StrategyHost.Simulator.Market;

/// <summary>One instrument as its venue lists it. Prices count ticks, quantities count lots.</summary>
sealed record Listing
{
    public required Instrument Instrument { get; init; }

    /// <summary>Whose fair price it follows: an index of <see cref="Listings.Assets"/>.</summary>
    public required int Asset { get; init; }

    /// <summary>Units of the asset in one that is quoted: 1,000 for <c>1000SHIB</c>.</summary>
    public double Units { get; init; } = 1;

    /// <summary>What it is quoted above the asset's fair price, in basis points: a dated future's premium.</summary>
    public double PremiumBps { get; init; }

    /// <summary>Decimals of a price on the wire, trailing zeros included; at least those of the tick.</summary>
    public required int PriceDecimals { get; init; }

    /// <summary>Decimals of a quantity on the wire, trailing zeros included; at least those of the lot.</summary>
    public required int QuantityDecimals { get; init; }

    /// <summary>A common size at one level, in lots.</summary>
    public required long UsualLots { get; init; }

    /// <summary>Levels that the book usually holds, a side.</summary>
    public int Levels { get; init; } = 1_220;

    /// <summary>The first sequence number, so that numbers look like the venue's.</summary>
    public required long FirstSequence { get; init; }

    /// <summary>Decimals of the tick: a price in ticks is a scaled price, since every tick is a power of ten.</summary>
    public int PriceScale => Instrument.PriceScale;

    /// <summary>Decimals of the lot.</summary>
    public int QuantityScale => Instrument.QuantityScale;
}
