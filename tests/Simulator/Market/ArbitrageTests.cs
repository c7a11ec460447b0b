using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Tests.Simulator.Market;

/// <summary>
/// How often one venue bids above another's ask for the same thing in the same currency: now and then, never all the
/// time, and rarely by more than fees of some basis points.
/// </summary>
public sealed class ArbitrageTests
{
    const int Steps = 30_000;

    static readonly string[] Venues =
        ["binance", "binance-futures", "bybit", "bybit-linear", "okx", "coinbase"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Edges_between_venues_come_and_go(int seed)
    {
        var market = new SeededMarket(seed);
        var groups = Venues.SelectMany(name => market.Add(name, pace: 1).Instruments)
            .GroupBy(of => (of.Listing.Asset, of.Instrument.Quote, of.Instrument.Kind))
            .Where(group => group.Count() > 1).Select(group => group.ToArray()).ToArray();
        var (moments, positive, large) = (0, 0, 0);
        for (var step = 1; step <= Steps; step++)
        {
            market.Step(step * 20);
            if (step % 5 != 0) continue;
            foreach (var group in groups)
            {
                var edge = BestEdgeBps(group);
                moments++;
                if (edge > 0) positive++;
                if (edge > 10) large++;
            }
        }

        Assert.Equal(12, groups.Length);
        Assert.InRange((double)positive / moments, 0.6, 0.9);
        Assert.InRange((double)large / moments, 0.003, 0.05);
    }

    static double BestEdgeBps(SimulatedInstrument[] group)
    {
        var (bid, ask) = (group.Max(of => Price(of, of.Book.Bids)), group.Min(of => Price(of, of.Book.Asks)));
        return (bid - ask) / ask * 10_000;
    }

    static double Price(SimulatedInstrument of, Ladder ladder) =>
        ladder.Best.Price / (double)Scaling.PowerOfTen(of.Listing.PriceScale) / of.Listing.Units;
}
