using StrategyHost.Engine.Books;
using StrategyHost.Engine.Dispatch;
using StrategyHost.Market;
using StrategyHost.Strategy;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Books;

/// <summary>What is done to a book and asked of it, one thing at a time: the steady state allocates nothing.</summary>
public sealed class BookAllocationTests
{
    const int Middle = 6_193_000;

    readonly OrderBook book = new();
    readonly BookRing ring = new(20);
    readonly BookBuffer buffer = new(20);
    readonly ScaledLevel[] room = new ScaledLevel[100];

    // Made beforehand: only what the book does with them is measured.
    readonly ScaledLevel[][] near = Made(200, 40);
    readonly ScaledLevel[][] far = Made(200, 300_000);
    readonly ScaledLevel[] many = [.. Enumerable.Range(1, 1_000).Select(x => new ScaledLevel(Middle - x, x))];
    int turn;
    decimal sum;

    [Theory]
    [InlineData("near changes")]
    [InlineData("far changes")]
    [InlineData("jumps of the middle")]
    [InlineData("snapshots")]
    [InlineData("finer frames")]
    [InlineData("publication")]
    [InlineData("best")]
    [InlineData("top of the book")]
    [InlineData("known levels")]
    [InlineData("cost to fill")]
    [InlineData("cumulative depth")]
    [InlineData("imbalance")]
    public void A_books_steady_state_allocates_nothing(string what)
    {
        book.TryReplace(Updates.Snapshot(1, many, near[0], limit: 1_000));
        for (var i = 0; i < 3_000; i++) Amend(i % 5 == 0 ? far : near, 0);
        Publish();
        Assert.True(ring.TryRead(ring.Latest, buffer));
        for (var i = 0; i < 300; i++) Do(what);

        Assert.Equal(0, Allocations.Steady(() =>
        {
            for (var i = 0; i < 300; i++) Do(what);
        }));
        Assert.True(sum >= 0); // what was asked is used
    }

    void Do(string what)
    {
        switch (what)
        {
            case "near changes": Amend(near, 0); break;
            case "far changes": Amend(far, 0); break;
            case "jumps of the middle": Amend(near, turn % 20 * 7_000); break;
            case "snapshots": book.TryReplace(Updates.Snapshot(1, many, near[0], limit: 1_000)); break;
            case "finer frames": Amend(near, 0, prices: 4); break;
            case "publication": Publish(); break;
            case "best": sum += book.Bids.Best.Price + book.Asks.Best.Price; break;
            case "top of the book": sum += book.Bids.CopyTo(room) + book.Asks.CopyTo(room); break;
            case "known levels": sum += book.KnownBids + book.KnownAsks; break;
            case "cost to fill": sum += buffer.View.CostToBuy(100).Cost + buffer.View.CostToSell(100).Cost; break;
            case "cumulative depth": sum += buffer.View.Bids.TotalQuantity(10); break;
            default: sum += 1 + buffer.View.Imbalance(10); break;
        }
    }

    void Amend(ScaledLevel[][] from, int shift, byte prices = 2)
    {
        var levels = from[turn++ % from.Length];
        if (shift > 0)
        {
            levels.CopyTo(room, 0);
            for (var i = 0; i < levels.Length; i++)
                room[i] = new ScaledLevel(levels[i].Price + shift, levels[i].Quantity);
        }

        var changed = shift > 0 ? room.AsSpan(0, levels.Length) : levels;
        var update = new BookUpdate
        {
            Instrument = Updates.Btc,
            IsSnapshot = false,
            Sequence = default,
            Bids = changed,
            Asks = changed,
            PriceScale = prices,
            QuantityScale = 3,
            Received = default,
        };
        Assert.True(book.TryAmend(in update));
    }

    void Publish()
    {
        var header = new BookHeader
        {
            Instrument = Updates.Btc, PriceScale = book.PriceScale, QuantityScale = book.QuantityScale,
            BidHorizon = long.MinValue, AskHorizon = long.MaxValue,
        };
        ring.Publish(in header, book);
    }

    static ScaledLevel[][] Made(int count, int reach)
    {
        var random = new Random(reach);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 4)
            .Select(_ => new ScaledLevel(Middle + random.Next(-reach, reach), random.Next(3) * 1_000)).ToArray())];
    }
}
