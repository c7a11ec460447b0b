using System.Text.Json;
using StrategyHost.Market;
using StrategyHost.Simulator;
using StrategyHost.Simulator.Market;
using StrategyHost.Simulator.Wire.Bybit;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Simulator.Wire.Bybit;

/// <summary>A client that follows Bybit's procedure holds the venue's best levels, message by message.</summary>
public sealed class BybitBookTests
{
    public static TheoryData<int, int> SeedBatches => Seeds.Batches(8, 2);

    [Theory]
    [MemberData(nameof(SeedBatches))]
    public void Applying_every_delta_to_the_snapshot_gives_the_best_levels_at_each_number(int firstSeed, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            foreach (var venue in (string[])["bybit", "bybit-linear"])
                foreach (var depth in (int[])[50, 200, 1000]) Follow(new LockStep(seed), venue, depth);
        }
    }

    [Theory]
    [InlineData("bybit")]
    [InlineData("bybit-linear")]
    public void After_a_restart_the_numbers_begin_again_with_a_snapshot_and_truth_still_answers(string venue)
    {
        var run = new LockStep(new SimulatorOptions { Seed = 2, BybitRestartEvery = TimeSpan.FromSeconds(3) });
        Assert.True(Follow(run, venue, 50) > 1);
    }

    [Theory]
    [InlineData("bybit")]
    [InlineData("bybit-linear")]
    public void Level_1_comes_as_snapshots_only(string venue)
    {
        var run = new LockStep(4);
        var connection = run.Subscribe(venue, "orderbook.1.BTCUSDT");
        run.RunMs(20_000, 20);
        var books = LockStep.Take(connection).Select(Parse).Where(x => x.TryGetProperty("topic", out _)).ToArray();
        Assert.True(books.Length > 2);
        Assert.All(books, x => Assert.Equal("snapshot", x.GetProperty("type").GetString()));
        Assert.All(books, x => Assert.Equal(1, x.GetProperty("data").GetProperty("b").GetArrayLength()));
        var numbers = books.Select(Update).ToArray();
        Assert.All(numbers.Zip(numbers.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 1));
    }

    [Fact]
    public void A_level_1_that_does_not_change_for_three_seconds_is_sent_again_with_the_same_number()
    {
        var of = new SeededMarket(6).Add("bybit", pace: 1).Instruments[0];
        var book = new BybitBook(of, depth: 1, first: 10, new SeededRandom(1), restartChance: 0);
        Assert.True(book.Advance(20));
        Assert.Equal((11, true), (book.Update, book.IsSnapshot));
        Assert.False(book.Advance(3_000));
        Assert.True(book.Advance(3_020));
        Assert.Equal(11, book.Update);
        Assert.False(book.Advance(6_000));
        Assert.True(book.Advance(6_020));
        of.Book.Change(of.Book.Sequence + 1, 6_040, Side.Bid, of.Book.Bids.Best.Price + 1, 5);
        Assert.True(book.Advance(6_040));
        Assert.Equal(12, book.Update);
    }

    [Theory]
    [InlineData(50, 20)]
    [InlineData(200, 100)]
    [InlineData(1000, 200)]
    public void Books_come_at_their_documented_pace(int depth, int intervalMs)
    {
        var run = new LockStep(1);
        var connection = run.Subscribe("bybit-linear", $"orderbook.{depth}.BTCUSDT");
        run.RunMs(4000, 20);
        var times = LockStep.Take(connection).Select(Parse).Where(x => x.TryGetProperty("topic", out _)).Skip(1)
            .Select(x => x.GetProperty("ts").GetInt64()).ToArray();
        Assert.InRange(times.Length, 4000 / intervalMs * 0.6, 4000 / intervalMs + 1);
        Assert.All(times, time => Assert.Equal(0, time % intervalMs));
    }

    [Fact]
    public void Who_listens_does_not_change_the_numbers()
    {
        var (alone, crowded) = (new LockStep(6), new LockStep(6));
        alone.Venues.Advance(alone.Now);
        crowded.Subscribe("bybit", "orderbook.50.BTCUSDT", "tickers.BTCUSDT");
        alone.RunMs(3000);
        crowded.RunMs(3000);
        var late = (
            alone.Subscribe("bybit", "orderbook.50.BTCUSDT"), crowded.Subscribe("bybit", "orderbook.50.BTCUSDT"));
        alone.RunMs(1000);
        crowded.RunMs(1000);
        Assert.Equal(LockStep.Take(late.Item1).Skip(1), LockStep.Take(late.Item2).Skip(1));
    }

    /// <summary>Follows one book for some seconds; returns how many snapshots there were.</summary>
    static int Follow(LockStep run, string venue, int depth)
    {
        run.RunMs(500);
        var snapshots = 0;
        foreach (var instrument in run.Venues[venue].Instruments.Where(x => x.Base is "BTC" or "SHIB" or "DOGE"))
        {
            var connection = run.Subscribe(venue, $"orderbook.{depth}.{instrument.VenueSymbol}");
            run.RunMs(6_000, 20);
            var (bids, asks) = (new Dictionary<decimal, decimal>(), new Dictionary<decimal, decimal>());
            var last = -1L;
            foreach (var message in LockStep.Take(connection).Select(Parse))
            {
                if (!message.TryGetProperty("topic", out _)) continue;
                if (message.GetProperty("type").GetString() == "snapshot")
                {
                    if (snapshots++ > 0 && last >= 0) Assert.Equal(1, Update(message));
                    bids.Clear();
                    asks.Clear();
                }
                else
                {
                    Assert.Equal(last + 1, Update(message));
                }

                last = Update(message);
                Apply(bids, message.GetProperty("data").GetProperty("b"));
                Apply(asks, message.GetProperty("data").GetProperty("a"));
                Compare(run, instrument, message, depth, bids, asks);
            }

            connection.Leave();
        }

        return snapshots;
    }

    static void Compare(
        LockStep run, Instrument instrument, JsonElement message, int depth, Dictionary<decimal, decimal> bids,
        Dictionary<decimal, decimal> asks)
    {
        var (trueBids, trueAsks) = (new Level[depth], new Level[depth]);
        var time = DateTimeOffset.FromUnixTimeMilliseconds(message.GetProperty("ts").GetInt64());
        Assert.True(run.Venues.TryTruth(
            instrument, Update(message), time, trueBids, trueAsks, out var counts));
        Assert.Equal(trueBids.Take(counts.Bids), bids.OrderByDescending(x => x.Key).Select(Level));
        Assert.Equal(trueAsks.Take(counts.Asks), asks.OrderBy(x => x.Key).Select(Level));
    }

    static Level Level(KeyValuePair<decimal, decimal> level) => new(level.Key, level.Value);

    static void Apply(Dictionary<decimal, decimal> side, JsonElement levels)
    {
        foreach (var level in levels.EnumerateArray())
        {
            var (price, size) = (FrameBook.Number(level[0]), FrameBook.Number(level[1]));
            if (size != 0) side[price] = size;
            else Assert.True(side.Remove(price), "a level was removed that was never told");
        }
    }

    static long Update(JsonElement message) => message.GetProperty("data").GetProperty("u").GetInt64();

    static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
