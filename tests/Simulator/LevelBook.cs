using System.Globalization;
using System.Text.Json;
using StrategyHost.Market;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator;

/// <summary>A client's book by price, written only for these tests: what a venue says is put, and 0 removes.</summary>
sealed class LevelBook
{
    readonly SortedDictionary<decimal, decimal> bids = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));
    readonly SortedDictionary<decimal, decimal> asks = [];

    public Level BestBid => new(bids.First().Key, bids.First().Value);

    public Level BestAsk => new(asks.First().Key, asks.First().Value);

    public int Count => bids.Count + asks.Count;

    /// <summary>Removals that named a level that was not there.</summary>
    public int UnknownRemovals { get; private set; }

    public static decimal Number(JsonElement value) =>
        decimal.Parse(value.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);

    public void Clear()
    {
        bids.Clear();
        asks.Clear();
    }

    /// <summary>Puts levels of which the first two elements are price and quantity.</summary>
    public void Put(Side side, JsonElement levels)
    {
        foreach (var level in levels.EnumerateArray()) Put(side, Number(level[0]), Number(level[1]));
    }

    public void Put(Side side, decimal price, decimal quantity)
    {
        var levels = side == Side.Bid ? bids : asks;
        if (quantity != 0) levels[price] = quantity;
        else if (!levels.Remove(price)) UnknownRemovals++;
    }

    /// <summary>This whole book is the venue's to a depth; returns how many levels were compared.</summary>
    public int AssertEqualTo(
        SimulatedVenues venues, Instrument instrument, long? sequence, DateTimeOffset? time, int depth)
    {
        var trueBids = new Level[depth];
        var trueAsks = new Level[depth];
        Assert.True(
            venues.TryTruth(instrument, sequence, time, trueBids, trueAsks, out var counts),
            $"no truth of {instrument} at {sequence}, {time:O}");
        Assert.Equal(trueBids[..counts.Bids], bids.Select(level => new Level(level.Key, level.Value)));
        Assert.Equal(trueAsks[..counts.Asks], asks.Select(level => new Level(level.Key, level.Value)));
        return counts.Bids + counts.Asks;
    }
}
