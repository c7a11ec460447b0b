using StrategyHost.Market;

namespace StrategyHost.Simulator.Market;

/// <summary>One instrument's rolling day: plausible before the first trade, kept up by each trade.</summary>
sealed class DayStatistics
{
    public const long DayMs = 86_400_000;

    public DayStatistics(Listing listing, long price, SeededRandom random)
    {
        Open = price - price * (random.Below(300) - 120) / 10_000;
        High = Math.Max(Open, price) * 1_006 / 1_000;
        Low = Math.Min(Open, price) * 994 / 1_000;
        (Last, PreviousLast) = (price, price);
        LastQuantity = 1 + random.Below(listing.UsualLots);
        Count = 400_000 + random.Below(600_000);
        Volume = Count * Math.Max(1, listing.UsualLots / 4);
        Turnover = (Int128)Volume * ((Open + price) / 2);
        LastId = 3_000_000_000 + random.Below(900_000_000);
    }

    public long Open { get; }

    public long High { get; private set; }

    public long Low { get; private set; }

    public long Last { get; private set; }

    public long PreviousLast { get; }

    public long LastQuantity { get; private set; }

    /// <summary>Lots traded in the day.</summary>
    public long Volume { get; private set; }

    /// <summary>Ticks times lots traded in the day.</summary>
    public Int128 Turnover { get; private set; }

    public long Count { get; private set; }

    public long LastId { get; private set; }

    public long FirstId => LastId - Count + 1;

    /// <summary>The volume-weighted mean price, in the same units as the turnover per lot, times 10^digits.</summary>
    public long WeightedPrice(int digits) => (long)(Turnover * Scaling.PowerOfTen(digits) / Volume);

    public long Add(long price, long quantity)
    {
        (Last, LastQuantity) = (price, quantity);
        High = Math.Max(High, price);
        Low = Math.Min(Low, price);
        Volume += quantity;
        Turnover += (Int128)price * quantity;
        Count++;
        return ++LastId;
    }
}
