using StrategyHost.Engine.Books;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>
/// The last ten quotes of an instrument, for checking its book: where a venue numbers quotes and books alike, equal
/// numbers must mean equal best prices and sizes.
/// </summary>
/// <remarks>Hot: fixed room, no allocation. One thread at a time.</remarks>
sealed class QuoteHistory
{
    const int Capacity = 10;

    readonly Quote[] quotes = new Quote[Capacity];
    long count;

    public void Add(in Quote quote) => quotes[count++ % Capacity] = quote;

    public void Clear() => count = 0;

    /// <summary>Finds the quote with a number; false when it is not among the last ten.</summary>
    public bool TryFind(long number, out Quote quote)
    {
        for (var i = count - 1; i >= Math.Max(0, count - Capacity); i--)
        {
            if (quotes[i % Capacity].Number != number) continue;
            quote = quotes[i % Capacity];
            return true;
        }

        quote = default;
        return false;
    }

    /// <summary>True when the newest quote has the book's best prices.</summary>
    public bool NewestAgreesOnPrices(OrderBook book)
    {
        if (count == 0 || book.Bids.Count == 0 || book.Asks.Count == 0) return false;
        ref readonly var newest = ref quotes[(count - 1) % Capacity];
        return Same(book.Bids.Best.Price, book.PriceScale, newest.Bid.Price, newest.PriceScale)
            && Same(book.Asks.Best.Price, book.PriceScale, newest.Ask.Price, newest.PriceScale);
    }

    /// <summary>
    /// True when a quote has the book's best prices and sizes, exactly; an empty side is price and size 0.
    /// </summary>
    public static bool Agrees(OrderBook book, in Quote quote) =>
        Same(book.Bids.Best, book, quote.Bid, quote) && Same(book.Asks.Best, book, quote.Ask, quote);

    static bool Same(ScaledLevel held, OrderBook book, ScaledLevel quoted, in Quote quote) =>
        Same(held.Price, book.PriceScale, quoted.Price, quote.PriceScale)
        && Same(held.Quantity, book.QuantityScale, quoted.Quantity, quote.QuantityScale);

    static bool Same(long x, int scaleOfX, long y, int scaleOfY) => scaleOfX == scaleOfY
        ? x == y
        : Scaling.ToDecimal(x, scaleOfX) == Scaling.ToDecimal(y, scaleOfY);
}
