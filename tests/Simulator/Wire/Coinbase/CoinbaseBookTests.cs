using System.Text;
using StrategyHost.Market;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Simulator.Wire.Coinbase;

/// <summary>A client that applies what comes, in the order in which it comes, holds the venue's whole book.</summary>
public sealed class CoinbaseBookTests
{
    const int WholeBook = 30_000;

    public static TheoryData<int, int> SeedBatches => Seeds.Batches(4, 2);

    [Theory]
    [MemberData(nameof(SeedBatches))]
    public void A_snapshot_and_batches_give_the_whole_book_at_the_time_of_each_message(int firstSeed, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var run = new LockStep(seed);
            run.RunMs(1_040, 20);
            foreach (var instrument in run.Venues["coinbase"].Instruments) Follow(run, instrument);
        }
    }

    [Fact]
    public void Batches_come_each_50_ms_and_never_remove_what_was_not_there()
    {
        var run = new LockStep(3);
        var client = new CoinbaseClient(run);
        client.Say(CoinbaseClient.Subscribe("level2_batch", "ETH-USD"));
        run.RunMs(10_000);
        var messages = client.Of("snapshot", "l2update");
        Assert.InRange(messages.Count, 195, 202);
        var book = new LevelBook();
        foreach (var message in messages) CoinbaseClient.Apply(book, message);
        Assert.Equal(0, book.UnknownRemovals);
        foreach (var time in messages.Select(x => x.GetProperty("time").GetString()))
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", time);
    }

    [Fact]
    public void The_whole_book_of_the_first_product_is_one_message_of_more_than_a_megabyte()
    {
        var run = new LockStep(1);
        run.RunMs(100);
        var snapshot = new CoinbaseClient(run).Ask(CoinbaseClient.Subscribe("level2_batch", "BTC-USD"))[1];
        Assert.StartsWith("{\"type\":\"snapshot\"", snapshot, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(snapshot) > 1 << 20, $"{snapshot.Length} bytes");
    }

    [Fact]
    public void A_ticker_at_the_time_of_a_batch_has_the_books_best_prices()
    {
        var run = new LockStep(5);
        var client = new CoinbaseClient(run);
        client.Say(CoinbaseClient.Subscribe("level2_batch", "SOL-USD"));
        client.Say(CoinbaseClient.Subscribe("ticker", "SOL-USD"));
        run.RunMs(120_000);
        var book = new LevelBook();
        var (time, compared) = (default(DateTimeOffset), 0);
        foreach (var message in client.Of("snapshot", "l2update", "ticker").Skip(2))
        {
            if (CoinbaseClient.TypeOf(message) != "ticker")
            {
                CoinbaseClient.Apply(book, message);
                time = CoinbaseClient.TimeOf(message);
                continue;
            }

            if (CoinbaseClient.TimeOf(message) != time || book.Count == 0) continue;
            Assert.Equal(book.BestBid.Price, LevelBook.Number(message.GetProperty("best_bid")));
            Assert.Equal(book.BestBid.Quantity, LevelBook.Number(message.GetProperty("best_bid_size")));
            Assert.Equal(book.BestAsk.Price, LevelBook.Number(message.GetProperty("best_ask")));
            Assert.Equal(book.BestAsk.Quantity, LevelBook.Number(message.GetProperty("best_ask_size")));
            compared++;
        }

        Assert.True(compared > 30, $"only {compared} tickers could be compared");
    }

    static void Follow(LockStep run, Instrument instrument)
    {
        var client = new CoinbaseClient(run);
        client.Say(CoinbaseClient.Subscribe("level2_batch", instrument.VenueSymbol));
        var book = new LevelBook();
        var compared = 0;
        for (var i = 0; i < 15; i++)
        {
            run.RunMs(140, 20);
            var messages = client.Of("snapshot", "l2update");
            foreach (var message in messages) CoinbaseClient.Apply(book, message);
            compared += book.AssertEqualTo(
                run.Venues, instrument, null, CoinbaseClient.TimeOf(messages[^1]), WholeBook);
        }

        Assert.True(compared > 15 * 700);
        Assert.Equal(0, book.UnknownRemovals);
        client.Connection.Leave();
    }
}
