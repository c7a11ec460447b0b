namespace StrategyHost.Market;

/// <summary>Where a ticker's best bid and ask come from.</summary>
public enum QuoteSource : byte
{
    /// <summary>Nowhere: there was no quote yet.</summary>
    None,

    /// <summary>The venue put them into its ticker.</summary>
    Ticker,

    /// <summary>The venue's ticker has none (Binance futures, Bybit spot): the newest quote stands in.</summary>
    NewestQuote,
}

/// <summary>The venue's rolling 24-hour statistics of one instrument. Null means that the venue does not say.</summary>
public readonly record struct Ticker
{
    /// <summary>Whose.</summary>
    public required Instrument Instrument { get; init; }

    /// <summary>Price of the last trade.</summary>
    public required decimal Last { get; init; }

    /// <summary>First price of the window.</summary>
    public decimal? Open { get; init; }

    /// <summary>Highest price of the window.</summary>
    public decimal? High { get; init; }

    /// <summary>Lowest price of the window.</summary>
    public decimal? Low { get; init; }

    /// <summary>Traded quantity of the window, in the instrument's unit of quantity.</summary>
    public decimal? Volume { get; init; }

    /// <summary>Traded value of the window, in the quote currency.</summary>
    public decimal? QuoteVolume { get; init; }

    /// <summary>Best bid; null while <see cref="QuoteSource"/> is none.</summary>
    public Level? BestBid { get; init; }

    /// <summary>Best ask; null while <see cref="QuoteSource"/> is none.</summary>
    public Level? BestAsk { get; init; }

    /// <summary>Where the best bid and ask come from.</summary>
    public QuoteSource QuoteSource { get; init; }

    /// <summary>The venue's time, nanoseconds since the Unix epoch; 0 when it gives none.</summary>
    public long VenueTimeNs { get; init; }

    /// <summary>When this host received it.</summary>
    public required Stamp Received { get; init; }

    /// <summary>Last against open, in per cent; null when the venue gives no open.</summary>
    public decimal? ChangePercent => Open is { } open && open != 0 ? (Last - open) / open * 100 : null;

    /// <summary>The venue's time; null when it gives none.</summary>
    public DateTimeOffset? VenueTime => VenueTimeNs == 0 ? null : Stamp.FromUnixNs(VenueTimeNs);
}
