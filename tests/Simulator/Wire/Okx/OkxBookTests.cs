using System.Text.Json;
using StrategyHost.Market;
using StrategyHost.Simulator;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Simulator.Wire.Okx;

/// <summary>A client that follows OKX's documented procedure ends with the venue's best 400 levels.</summary>
public sealed class OkxBookTests
{
    const int Depth = 400;

    public static TheoryData<int, int> SeedBatches => Seeds.Batches(4, 2);

    [Theory]
    [MemberData(nameof(SeedBatches))]
    public void A_snapshot_and_linked_changes_give_the_best_400_levels_at_each_message(int firstSeed, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var run = new LockStep(seed);
            run.RunMs(1_040, 20);
            foreach (var instrument in run.Venues["okx"].Instruments) Follow(run, instrument, seconds: 3);
        }
    }

    [Fact]
    public void Numbers_jump_and_are_linked_only_by_the_number_before()
    {
        var run = new LockStep(3);
        var messages = BooksOf(run, "BTC-USDT", seconds: 20);
        var updates = messages.Skip(1).Select(Datum).ToArray();
        Assert.InRange(updates.Length, 195, 201);
        Assert.True(updates.Count(x => OkxClient.Number(x) == OkxClient.Number(x, "prevSeqId") + 1) < 20);
    }

    [Fact]
    public void Each_minute_a_message_without_levels_repeats_the_number()
    {
        var run = new LockStep(new SimulatorOptions { OkxResetEvery = null });
        var messages = BooksOf(run, "XRP-USDT", seconds: 130);
        var still = messages.Skip(1).Select(Datum).Where(x => x.GetProperty("bids").GetArrayLength() == 0
            && x.GetProperty("asks").GetArrayLength() == 0).ToArray();
        Assert.Equal(2, still.Length);
        Assert.All(still, x => Assert.Equal(OkxClient.Number(x), OkxClient.Number(x, "prevSeqId")));
        AssertLinked(messages);
    }

    [Fact]
    public void A_reset_goes_on_under_a_smaller_number_and_the_book_stays_true()
    {
        var run = new LockStep(new SimulatorOptions { OkxResetEvery = TimeSpan.FromSeconds(5) });
        var client = new OkxClient(run);
        client.Say(OkxClient.Subscribe("books", "ETH-USDT-SWAP"));
        var instrument = run.Venues["okx"].Instruments.Single(x => x.VenueSymbol == "ETH-USDT-SWAP");
        var book = new LevelBook();
        var (last, resets) = (-1L, 0);
        for (var i = 0; i < 160; i++)
        {
            run.RunMs(100);
            foreach (var datum in client.Data().Select(Datum))
            {
                Assert.Equal(last, OkxClient.Number(datum, "prevSeqId"));
                if (OkxClient.Number(datum) < last) resets++;
                last = OkxClient.Number(datum);
                OkxClient.Put(book, datum);
                book.AssertEqualTo(run.Venues, instrument, last, OkxClient.TimeOf(datum), Depth);
            }
        }

        Assert.InRange(resets, 3, 4);
    }

    [Fact]
    public void Without_a_snapshot_in_the_stream_the_rest_book_joins_by_its_number()
    {
        var run = new LockStep(new SimulatorOptions { OkxStreamSnapshots = false });
        run.RunMs(1_000);
        var client = new OkxClient(run);
        client.Say(OkxClient.Subscribe("books", "SOL-USDT"));
        run.RunMs(500);
        var snapshot = OkxClient.Parse(run.Rest(
            run.Venues["okx"], "/api/v5/market/books?instId=SOL-USDT&sz=400&source=0")).GetProperty("data")[0];
        run.RunMs(2_000);
        var messages = client.Data();
        Assert.All(messages, x => Assert.Equal("update", x.GetProperty("action").GetString()));
        var book = new LevelBook();
        OkxClient.Put(book, snapshot);
        var joined = OkxClient.Number(snapshot);
        var kept = messages.Select(Datum).SkipWhile(x => OkxClient.Number(x) <= joined).ToArray();
        Assert.InRange(kept.Length, 15, 21);
        Assert.InRange(joined, OkxClient.Number(kept[0], "prevSeqId"), OkxClient.Number(kept[0]) - 1);
        foreach (var datum in kept) OkxClient.Put(book, datum);
        var instrument = run.Venues["okx"].Instruments.Single(x => x.VenueSymbol == "SOL-USDT");
        book.AssertEqualTo(
            run.Venues, instrument, OkxClient.Number(kept[^1]), OkxClient.TimeOf(kept[^1]), Depth);
    }

    [Theory]
    [InlineData("bbo-tbt", 1)]
    [InlineData("books5", 5)]
    public void Partial_books_are_whole_and_true_at_their_number(string channel, int depth)
    {
        var run = new LockStep(2);
        run.RunMs(1_000);
        var client = new OkxClient(run);
        client.Say(OkxClient.Subscribe(channel, "DOGE-USDT"));
        var instrument = run.Venues["okx"].Instruments.Single(x => x.VenueSymbol == "DOGE-USDT");
        client.Data();
        run.RunMs(5_000, 20);
        var messages = client.Data();
        Assert.True(messages.Count >= 40, $"only {messages.Count} messages");
        foreach (var datum in messages.Select(Datum))
        {
            var book = new LevelBook();
            OkxClient.Put(book, datum);
            book.AssertEqualTo(run.Venues, instrument, OkxClient.Number(datum), OkxClient.TimeOf(datum), depth);
        }
    }

    static void Follow(LockStep run, Instrument instrument, int seconds)
    {
        var client = new OkxClient(run);
        client.Say(OkxClient.Subscribe("books", instrument.VenueSymbol));
        run.RunMs(seconds * 1_000);
        var messages = client.Data();
        Assert.InRange(messages.Count, 25, 10 * seconds + 3);
        Assert.Equal("snapshot", messages[0].GetProperty("action").GetString());
        AssertLinked(messages);
        var book = new LevelBook();
        foreach (var datum in messages.Select(Datum))
        {
            OkxClient.Put(book, datum);
            book.AssertEqualTo(run.Venues, instrument, OkxClient.Number(datum), OkxClient.TimeOf(datum), Depth);
        }

        client.Connection.Leave();
    }

    static List<JsonElement> BooksOf(LockStep run, string instrument, int seconds)
    {
        var client = new OkxClient(run);
        client.Say(OkxClient.Subscribe("books", instrument));
        run.RunMs(seconds * 1_000);
        return client.Data();
    }

    static void AssertLinked(List<JsonElement> messages)
    {
        var last = -1L;
        foreach (var datum in messages.Select(Datum))
        {
            Assert.Equal(last, OkxClient.Number(datum, "prevSeqId"));
            last = OkxClient.Number(datum);
        }
    }

    static JsonElement Datum(JsonElement message) => message.GetProperty("data")[0];
}
