using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Contracts.Strategy;

/// <summary>Books at two decimals of price and three of quantity.</summary>
static class BookMaker
{
    public static readonly Instrument Bitcoin = new()
    {
        Venue = "binance",
        Symbol = "BTC/USDT",
        VenueSymbol = "BTCUSDT",
        Base = "BTC",
        Quote = "USDT",
    };

    public static BookBuffer Make(Level[] bids, Level[] asks, TimeProvider? clock = null)
    {
        var buffer = new BookBuffer(20, clock);
        buffer.Header = new BookHeader
        {
            Instrument = Bitcoin,
            PriceScale = 2,
            QuantityScale = 3,
            Publication = 1,
            Epoch = 1,
            Sequence = 7,
            BidHorizon = long.MinValue,
            AskHorizon = long.MaxValue,
            ClockOffsetNs = long.MinValue,
            BidCount = bids.Length,
            AskCount = asks.Length,
        };
        Fill(bids, buffer.BidRoom);
        Fill(asks, buffer.AskRoom);
        return buffer;
    }

    static void Fill(Level[] levels, Span<ScaledLevel> room)
    {
        for (var i = 0; i < levels.Length; i++)
            room[i] = new ScaledLevel((long)(levels[i].Price * 100), (long)(levels[i].Quantity * 1000));
    }
}
