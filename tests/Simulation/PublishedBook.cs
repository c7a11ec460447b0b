using StrategyHost.Engine.Dispatch;
using StrategyHost.Market;
using StrategyHost.Simulator;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Simulation;

/// <summary>Compares every publication of one book with what the venue's book was at its number.</summary>
sealed class PublishedBook(Instrument instrument, BookRing ring, int levels)
{
    readonly BookBuffer buffer = new(levels);
    readonly Level[] bids = new Level[levels];
    readonly Level[] asks = new Level[levels];
    long seen;

    public long Compared { get; private set; }

    public bool IsPublished => ring.IsPublished;

    public void CompareNew(SimulatedVenues venues)
    {
        for (; seen < ring.Latest; seen++)
        {
            Assert.True(ring.TryRead(seen + 1, buffer), "more publications at once than the ring holds");
            var view = buffer.View;
            var number = view.Sequence;
            var isKnown = venues.TryTruth(instrument, number, view.VenueTime, bids, asks, out var counts);
            Assert.True(isKnown, $"{instrument}: there was no state {number}");
            Compare(view.Bids, bids.AsSpan(0, counts.Bids), view.IsBeyondHorizon, number);
            Compare(view.Asks, asks.AsSpan(0, counts.Asks), view.IsBeyondHorizon, number);
            Compared++;
        }
    }

    void Compare(LevelList published, ReadOnlySpan<Level> truth, bool isBeyondHorizon, long? number)
    {
        // Past the horizon only the best price is confirmed.
        if (isBeyondHorizon) Assert.Equal(truth[0].Price, published[0].Price);
        else Assert.True(truth.SequenceEqual(published.ToArray()), $"{instrument} differs at {number}");
    }
}
