using StrategyHost.Market;
using StrategyHost.Simulator;
using StrategyHost.Simulator.Market;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Simulator.Market;

/// <summary>The market itself: what must hold at every step, whatever the seed.</summary>
public sealed class SeededMarketTests
{
    public static TheoryData<int, int> SeedBatches => Seeds.Batches(20, 5);

    [Theory]
    [MemberData(nameof(SeedBatches))]
    public void Books_are_never_crossed_or_locked_and_hold_more_than_a_thousand_levels(int firstSeed, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var market = Build(seed, out var venues);
            for (var step = 1; step <= 500; step++)
            {
                market.Step(step * 20);
                foreach (var of in venues.SelectMany(venue => venue.Instruments)) CheckBook(of);
            }
        }
    }

    [Fact]
    public void Every_numbered_state_of_the_last_ten_seconds_is_uncrossed_and_rebuilt_exactly()
    {
        var market = Build(11, out var venues);
        var of = venues[0].Instruments[0];
        var kept = new Dictionary<long, ScaledLevel[]>();
        for (var step = 1; step <= 700; step++)
        {
            market.Step(step * 20);
            if (step > 220) kept[of.Book.Sequence] = [.. Top(of.Book.Bids), .. Top(of.Book.Asks)];
        }

        foreach (var (sequence, levels) in kept)
        {
            Assert.True(of.Book.TryAt(sequence, out var bids, out var asks, out _));
            ScaledLevel[] rebuilt = [.. Top(bids), .. Top(asks)];
            Assert.Equal(levels, rebuilt);
        }

        for (var i = 0; i < of.Book.Journal.Count; i += 37)
        {
            Assert.True(of.Book.TryAt(of.Book.Journal[i].Sequence, out var bids, out var asks, out _));
            Assert.True(bids.Best.Price < asks.Best.Price);
        }
    }

    [Fact]
    public void Spot_numbers_every_change_by_one_and_futures_share_a_jumping_counter()
    {
        var market = Build(5, out var venues);
        for (var step = 1; step <= 100; step++) market.Step(step * 20);
        foreach (var of in venues[0].Instruments)
        {
            for (var i = 1; i < of.Book.Journal.Count; i++)
                Assert.Equal(of.Book.Journal[i - 1].Sequence + 1, of.Book.Journal[i].Sequence);
        }

        var numbers = venues[1].Instruments.SelectMany(of =>
            Enumerable.Range(0, of.Book.Journal.Count).Select(i => of.Book.Journal[i].Sequence)).ToArray();
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
    }

    [Fact]
    public void Mids_of_the_venues_move_together_with_a_small_changing_difference()
    {
        var market = Build(2, out var venues);
        var differences = new List<double>();
        for (var step = 1; step <= 3000; step++)
        {
            market.Step(step * 20);
            if (step % 50 != 0) continue;
            for (var i = 0; i < 4; i++)
            {
                var (spot, futures) = (Mid(venues[0].Instruments[i]), Mid(venues[1].Instruments[i]));
                var bps = (futures - spot) / spot * 10_000;
                Assert.InRange(bps, -40, 40);
                if (i == 0) differences.Add(bps);
            }
        }

        Assert.True(differences.Max() - differences.Min() > 0.5, "the difference never changed");
    }

    [Fact]
    public void Trades_take_liquidity_at_the_touch_and_have_their_own_numbers()
    {
        var market = Build(9, out var venues);
        var of = venues[0].Instruments[3];
        long last = 0;
        var seen = 0;
        for (var step = 1; step <= 1000; step++)
        {
            market.Step(step * 20);
            foreach (var trade in of.Trades)
            {
                Assert.True(trade.Quantity > 0);
                if (last != 0) Assert.Equal(last + 1, trade.Id);
                last = trade.Id;
                seen++;
            }
        }

        Assert.True(seen > 50, $"only {seen} trades in 20 s");
    }

    [Fact]
    public void A_busier_pace_changes_more_levels()
    {
        Assert.True(ChangesAt(pace: 10) > 2 * ChangesAt(pace: 1));

        static long ChangesAt(int pace)
        {
            var venues = new SimulatedVenues(new SimulatorOptions { Pace = pace });
            venues.Advance(LockStep.Start);
            var before = Sequence(venues);
            venues.Advance(LockStep.Start.AddSeconds(5));
            return Sequence(venues) - before;
        }
    }

    static long Sequence(SimulatedVenues venues) =>
        LockStep.Json(venues.Truth("/sim/truth?instrument=binance:BTCUSDT")).GetProperty("sequence").GetInt64();

    static SeededMarket Build(int seed, out VenueMarket[] venues)
    {
        var market = new SeededMarket(seed);
        venues =
        [
            .. ((string[])["binance", "binance-futures", "bybit", "bybit-linear", "okx", "coinbase"])
                .Select(name => market.Add(name, pace: 1)),
        ];
        return market;
    }

    static void CheckBook(SimulatedInstrument of)
    {
        var (bids, asks) = (of.Book.Bids, of.Book.Asks);
        Assert.True(bids.Best.Price < asks.Best.Price, $"{of.Instrument} is crossed or locked");
        var levels = of.Listing.Levels;
        Assert.InRange(bids.Count, levels * 0.95, levels * 1.05);
        Assert.InRange(asks.Count, levels * 0.95, levels * 1.05);
        Assert.True(bids.Worst.Price > 0);
        Assert.True(bids.Best.Quantity > 0 && asks.Best.Quantity > 0);
        foreach (var best in of.Bests) Assert.True(best.Bid.Price < best.Ask.Price);
    }

    static ScaledLevel[] Top(Ladder ladder) => [.. Enumerable.Range(0, 50).Select(ladder.At)];

    static double Mid(SimulatedInstrument of) =>
        (of.Book.Bids.Best.Price + of.Book.Asks.Best.Price) / 2.0 / Scaling.PowerOfTen(of.Listing.PriceScale);
}
