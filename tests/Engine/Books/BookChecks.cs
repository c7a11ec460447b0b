using System.Numerics;
using StrategyHost.Engine.Books;
using StrategyHost.Engine.Dispatch;
using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Engine.Books;

/// <summary>A book under test, and what it and its published view must say of a model; null where they agree.</summary>
sealed class BookChecks
{
    static readonly decimal Unit = Scaling.PowerOfTen(18);
    static readonly Int128 OneExact = Scaling.PowerOfTen(18);

    readonly BookRing ring = new(20);
    readonly BookBuffer buffer = new(20);
    ScaledLevel[] levels = new ScaledLevel[256];

    public OrderBook Book { get; } = new();

    public string? CompareTouch(BookModel model)
    {
        if ((Book.PriceScale, Book.QuantityScale) != (model.PriceScale, model.QuantityScale))
            return $"scales {Book.PriceScale}, {Book.QuantityScale}";
        if (Book.IsBeyondHorizon != model.IsBeyondHorizon) return $"beyond the horizon: {Book.IsBeyondHorizon}";
        return CompareTouch(Book.Bids, model.Bids) ?? CompareTouch(Book.Asks, model.Asks);
    }

    /// <summary>Every level of both sides, and how many of them are known.</summary>
    public string? CompareAll(BookModel model) =>
        Compare(Book.Bids, model.Bids.Levels, Book.Bids.Count)
        ?? Compare(Book.Asks, model.Asks.Levels, Book.Asks.Count)
        ?? CompareCounts(model)
        ?? CompareWorst(Book.Bids, model.Bids) ?? CompareWorst(Book.Asks, model.Asks);

    /// <summary>The levels within the horizon alone.</summary>
    public string? CompareKnown(BookModel model) =>
        CompareCounts(model)
        ?? Compare(Book.Bids, model.Bids.Known, Book.KnownBids) ?? Compare(Book.Asks, model.Asks.Known, Book.KnownAsks);

    /// <summary>Takes over how far the book says that it is known: it decides alone what it lets go.</summary>
    public void AdoptHorizon(BookModel model)
    {
        model.Bids.Horizon = Book.BidHorizon == long.MinValue ? null : Price(Book.BidHorizon);
        model.Asks.Horizon = Book.AskHorizon == long.MaxValue ? null : Price(Book.AskHorizon);
    }

    /// <summary>Publishes the book and compares what a strategy sees.</summary>
    public string? CompareView(BookModel model, Random random)
    {
        var header = new BookHeader
        {
            Instrument = Updates.Btc,
            PriceScale = Book.PriceScale,
            QuantityScale = Book.QuantityScale,
            BidHorizon = Book.BidHorizon,
            AskHorizon = Book.AskHorizon,
            IsBeyondHorizon = Book.IsBeyondHorizon,
        };
        ring.Publish(in header, Book);
        if (!ring.TryRead(ring.Latest, buffer)) return "what was published cannot be read";
        var view = buffer.View;
        var (bids, asks) = (Seen(model, model.Bids), Seen(model, model.Asks));
        if (!Same(view.Bids, bids) || !Same(view.Asks, asks)) return "the levels in view";
        var isCut = bids.Length < model.Bids.Count || asks.Length < model.Asks.Count
            || model.Bids.Horizon is not null || model.Asks.Horizon is not null;
        if (view.IsTruncated != isCut) return $"truncated: {view.IsTruncated}";
        return CompareMeasures(view, bids, asks, random);
    }

    static string? CompareMeasures(
        BookView view, KeyValuePair<Int128, Int128>[] bids, KeyValuePair<Int128, Int128>[] asks, Random random)
    {
        var some = random.Next(0, 25);
        var (bidSum, askSum) = (Sum(bids, some), Sum(asks, some));
        var imbalance = bidSum + askSum == 0 ? 0 : Decimal(bidSum - askSum) / Decimal(bidSum + askSum);
        if (view.Imbalance(some) != imbalance) return $"imbalance over {some}: {view.Imbalance(some)}, not {imbalance}";
        if (view.Bids.TotalQuantity(some) != Decimal(bidSum)) return $"depth of {some} bids";
        if (view.Asks.TotalQuantity(some) != Decimal(askSum)) return $"depth of {some} asks";
        var wanted = (Sum(asks, 20) + Sum(bids, 20)) * random.Next(0, 100) / 100;
        return CompareFill(view.CostToBuy(Decimal(wanted)), asks, wanted)
            ?? CompareFill(view.CostToSell(Decimal(wanted)), bids, wanted);
    }

    static string? CompareFill(FillCost fill, KeyValuePair<Int128, Int128>[] levels, Int128 wanted)
    {
        var (left, cost, worst) = (wanted, BigInteger.Zero, Int128.Zero);
        foreach (var (price, quantity) in levels)
        {
            if (left == 0) break;
            var part = Int128.Min(left, quantity);
            left -= part;
            cost += (BigInteger)price * part;
            worst = price;
        }

        if (fill.Quantity != Decimal(wanted - left)) return $"filled {fill.Quantity}";
        if (fill.WorstPrice != Decimal(worst)) return $"worst price {fill.WorstPrice}";
        if (fill.IsComplete != (left == 0)) return $"complete: {fill.IsComplete}";
        // A decimal has 28 digits: past them the sum is the nearest that it can be.
        var exact = (double)cost / 1e36;
        var isWrong = Math.Abs((double)fill.Cost - exact) > exact * 1e-12
            || (IsShort(cost) && fill.Cost != Decimal((Int128)(cost / BigInteger.Pow(10, 18))));
        return isWrong ? $"cost {fill.Cost}, not {exact}" : null;
    }

    static bool IsShort(BigInteger cost) => cost % BigInteger.Pow(10, 18) == 0 && cost < BigInteger.Pow(10, 45);

    static decimal Decimal(Int128 exact) => (decimal)(exact / OneExact) + ((decimal)(exact % OneExact) / Unit);

    static KeyValuePair<Int128, Int128>[] Seen(BookModel model, ModelSide side) =>
        [.. model.IsBeyondHorizon ? side.Levels.Take(1) : side.Known.Take(20)];

    static Int128 Sum(KeyValuePair<Int128, Int128>[] levels, int count)
    {
        Int128 sum = 0;
        for (var i = 0; i < Math.Min(count, levels.Length); i++) sum += levels[i].Value;
        return sum;
    }

    static bool Same(LevelList seen, KeyValuePair<Int128, Int128>[] levels)
    {
        if (seen.Count != levels.Length) return false;
        for (var i = 0; i < levels.Length; i++)
        {
            if (seen[i] != new Level(Decimal(levels[i].Key), Decimal(levels[i].Value))) return false;
        }

        return true;
    }

    string? CompareTouch(Ladder ladder, ModelSide side)
    {
        if (ladder.Count != side.Count) return $"{ladder.Count} levels, should be {side.Count}";
        if (side.Count == 0) return ladder.Best == default ? null : $"best {ladder.Best} of nothing";
        var (price, quantity) = side.Levels.First();
        return IsSame(ladder.Best, price, quantity) ? null : $"best {ladder.Best}";
    }

    string? CompareCounts(BookModel model)
    {
        var (bids, asks) = (model.Bids.Known.Count(), model.Asks.Known.Count());
        return (Book.KnownBids, Book.KnownAsks) == (bids, asks)
            ? null : $"{Book.KnownBids} and {Book.KnownAsks} known, should be {bids} and {asks}";
    }

    string? CompareWorst(Ladder ladder, ModelSide side) =>
        side.Count == 0 || Price(ladder.WorstPrice) == side.Levels.Last().Key ? null : $"worst {ladder.WorstPrice}";

    string? Compare(Ladder ladder, IEnumerable<KeyValuePair<Int128, Int128>> expected, int count)
    {
        if (levels.Length < count) levels = new ScaledLevel[count * 2];
        if (ladder.CopyTo(levels.AsSpan(0, count)) != count) return $"fewer than {count} levels copied";
        var rank = 0;
        foreach (var (price, quantity) in expected)
        {
            if (!IsSame(levels[rank], price, quantity)) return $"rank {rank}: {levels[rank]}";
            rank++;
        }

        return rank == count ? null : $"{count} levels, should be {rank}";
    }

    bool IsSame(ScaledLevel level, Int128 price, Int128 quantity) =>
        Price(level.Price) == price && BookModel.Exact(level.Quantity, Book.QuantityScale) == quantity;

    Int128 Price(long scaled) => BookModel.Exact(scaled, Book.PriceScale);
}
