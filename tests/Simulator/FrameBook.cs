using System.Globalization;
using System.Text.Json;
using StrategyHost.Market;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator;

/// <summary>A client's book by the venue's documented procedure, written only for these tests.</summary>
sealed class FrameBook
{
    readonly SortedDictionary<decimal, decimal> bids = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));
    readonly SortedDictionary<decimal, decimal> asks = [];
    decimal worstBid;
    decimal worstAsk;

    public long Last { get; private set; }

    public static decimal Number(JsonElement value) =>
        decimal.Parse(value.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);

    public void Load(JsonElement snapshot)
    {
        Last = snapshot.GetProperty("lastUpdateId").GetInt64();
        Put(bids, snapshot.GetProperty("bids"));
        Put(asks, snapshot.GetProperty("asks"));
        (worstBid, worstAsk) = (bids.Keys.Last(), asks.Keys.Last());
    }

    public void Apply(JsonElement delta)
    {
        Last = delta.GetProperty("u").GetInt64();
        Put(bids, delta.GetProperty("b"));
        Put(asks, delta.GetProperty("a"));
    }

    public (Level Bid, Level Ask) Best()
    {
        var (bid, ask) = (bids.First(), asks.First());
        return (new(bid.Key, bid.Value), new(ask.Key, ask.Value));
    }

    /// <summary>Compares level by level, down to the snapshot's horizon; returns how many were compared.</summary>
    public int AssertEqualTo(SimulatedVenues venues, Instrument instrument)
    {
        var trueBids = new Level[2000];
        var trueAsks = new Level[2000];
        Assert.True(venues.TryTruth(instrument, Last, null, trueBids, trueAsks, out var counts));
        var expectedBids = trueBids.Take(counts.Bids).Where(level => level.Price >= worstBid).ToArray();
        var expectedAsks = trueAsks.Take(counts.Asks).Where(level => level.Price <= worstAsk).ToArray();
        Assert.Equal(expectedBids, Known(bids, price => price >= worstBid));
        Assert.Equal(expectedAsks, Known(asks, price => price <= worstAsk));
        return expectedBids.Length + expectedAsks.Length;
    }

    static Level[] Known(SortedDictionary<decimal, decimal> side, Func<decimal, bool> within) =>
        [.. side.Where(level => within(level.Key)).Select(level => new Level(level.Key, level.Value))];

    static void Put(SortedDictionary<decimal, decimal> side, JsonElement levels)
    {
        foreach (var level in levels.EnumerateArray())
        {
            var quantity = Number(level[1]);
            if (quantity == 0) side.Remove(Number(level[0]));
            else side[Number(level[0])] = quantity;
        }
    }
}
