using System.Text.Json;
using StrategyHost.Market;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Simulator.Wire;

/// <summary>A client that follows the venue's documented procedure ends with the venue's book.</summary>
public sealed class BookProcedureTests
{
    public static TheoryData<int, int> SeedBatches => Seeds.Batches(20, 5);

    [Theory]
    [MemberData(nameof(SeedBatches))]
    public void Spot_deltas_on_an_older_snapshot_give_the_venues_book_level_by_level(int firstSeed, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var run = new LockStep(seed);
            foreach (var instrument in run.Spot.Instruments) FollowSpot(run, instrument);
        }
    }

    [Theory]
    [MemberData(nameof(SeedBatches))]
    public void Futures_deltas_on_an_older_snapshot_give_the_venues_book_level_by_level(int firstSeed, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var run = new LockStep(seed);
            foreach (var instrument in run.Futures.Instruments) FollowFutures(run, instrument);
        }
    }

    [Fact]
    public void Futures_numbers_almost_never_continue_by_one()
    {
        var run = new LockStep(3);
        var connection = run.Open(run.Futures, "/public/ws/btcusdt@depth@100ms");
        run.RunMs(30_000);
        var events = LockStep.Take(connection).Select(Parse).ToArray();
        var contiguous = events.Count(e => Number(e, "U") == Number(e, "pu") + 1);
        Assert.True(contiguous * 10 < events.Length, $"{contiguous} of {events.Length}");
    }

    [Theory]
    [InlineData("binance", "/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker")]
    [InlineData("binance-futures", "/public/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker")]
    public void When_a_delta_ends_at_a_best_prices_number_they_agree(string venue, string path)
    {
        var run = new LockStep(7);
        run.RunMs(200);
        var connection = run.Open(run.Venues[venue], path);
        var book = new FrameBook();
        book.Load(Parse(run.Rest(run.Venues[venue], venue == "binance"
            ? "/api/v3/depth?symbol=BTCUSDT&limit=1000" : "/fapi/v1/depth?symbol=BTCUSDT&limit=1000")));
        run.RunMs(20_000);
        var quotes = new Dictionary<long, JsonElement>();
        var compared = 0;
        foreach (var frame in LockStep.Take(connection).Select(Parse))
        {
            var data = frame.GetProperty("data");
            if (frame.GetProperty("stream").GetString()!.EndsWith("bookTicker", StringComparison.Ordinal))
            {
                quotes[Number(data, "u")] = data;
                continue;
            }

            book.Apply(data);
            if (!quotes.TryGetValue(book.Last, out var quote)) continue;
            var (bid, ask) = book.Best();
            Assert.Equal(FrameBook.Number(quote.GetProperty("b")), bid.Price);
            Assert.Equal(FrameBook.Number(quote.GetProperty("B")), bid.Quantity);
            Assert.Equal(FrameBook.Number(quote.GetProperty("a")), ask.Price);
            Assert.Equal(FrameBook.Number(quote.GetProperty("A")), ask.Quantity);
            compared++;
        }

        Assert.True(compared > 50, $"only {compared} of 200 deltas could be compared");
    }

    static void FollowSpot(LockStep run, Instrument instrument)
    {
        var stream = instrument.VenueSymbol.ToLowerInvariant();
        var connection = run.Open(run.Spot, $"/ws/{stream}@depth@100ms");
        run.RunMs(1050, 50);
        var book = new FrameBook();
        book.Load(Parse(run.Rest(run.Spot, $"/api/v3/depth?symbol={instrument.VenueSymbol}&limit=1000")));
        var snapshot = book.Last;
        run.RunMs(3000);
        var applied = 0;
        foreach (var delta in LockStep.Take(connection).Select(Parse).Where(e => Number(e, "u") > snapshot))
        {
            var first = Number(delta, "U");
            if (applied++ == 0) Assert.InRange(snapshot + 1, first, Number(delta, "u"));
            else Assert.Equal(book.Last + 1, first);
            book.Apply(delta);
        }

        Assert.InRange(applied, 25, 31);
        Assert.True(book.AssertEqualTo(run.Venues, instrument) > (instrument.VenueSymbol == "SHIBUSDT" ? 700 : 1000));
        connection.Leave();
    }

    static void FollowFutures(LockStep run, Instrument instrument)
    {
        var stream = instrument.VenueSymbol.ToLowerInvariant();
        var connection = run.Open(run.Futures, $"/public/ws/{stream}@depth@100ms");
        run.RunMs(1050, 50);
        var book = new FrameBook();
        book.Load(Parse(run.Rest(run.Futures, $"/fapi/v1/depth?symbol={instrument.VenueSymbol}&limit=1000")));
        var snapshot = book.Last;
        run.RunMs(3000);
        var applied = 0;
        foreach (var delta in LockStep.Take(connection).Select(Parse).Where(e => Number(e, "u") >= snapshot))
        {
            if (applied++ == 0) Assert.InRange(snapshot, Number(delta, "U"), Number(delta, "u"));
            else Assert.Equal(book.Last, Number(delta, "pu"));
            book.Apply(delta);
        }

        Assert.InRange(applied, 25, 31);
        Assert.True(book.AssertEqualTo(run.Venues, instrument) > (instrument.VenueSymbol == "SHIBUSDT" ? 700 : 1000));
        connection.Leave();
    }

    static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    static long Number(JsonElement e, string name) => e.GetProperty(name).GetInt64();
}
