using StrategyHost.Market;

namespace StrategyHost.Tests.Engine.Books;

/// <summary>Book updates as a decoder would state them: price scale 2, quantity scale 3 unless said.</summary>
static class Updates
{
    public static readonly Instrument Btc = new()
    {
        Venue = "test", Symbol = "BTC/USDT", VenueSymbol = "BTCUSDT", Base = "BTC", Quote = "USDT",
        TickSize = 0.01m, LotSize = 0.001m,
    };

    public static ScaledLevel[] Levels(params (long Price, long Quantity)[] levels) =>
        [.. levels.Select(x => new ScaledLevel(x.Price, x.Quantity))];

    public static BookUpdate Snapshot(
        long number, ScaledLevel[] bids, ScaledLevel[] asks, int limit = 0, byte prices = 2, byte quantities = 3) =>
        Update(SequenceSpan.At(number), bids, asks, isSnapshot: true, limit, prices, quantities);

    public static BookUpdate Delta(
        SequenceSpan span, ScaledLevel[] bids, ScaledLevel[] asks, byte prices = 2, byte quantities = 3) =>
        Update(span, bids, asks, isSnapshot: false, 0, prices, quantities);

    /// <summary>A delta of one bid at price 100, whose quantity is the span's last number.</summary>
    public static BookUpdate Delta(long previous, long first, long last) =>
        Delta(new SequenceSpan(previous, first, last), Levels((100, Math.Max(last, 1))), []);

    /// <summary>A delta numbered as Binance spot does.</summary>
    public static BookUpdate Spot(long first, long last) => Delta(first - 1, first, last);

    /// <summary>A snapshot of one bid at 100 and one ask at 200, whose quantities are its number.</summary>
    public static BookUpdate Plain(long number) => Snapshot(number, Levels((100, number)), Levels((200, number)));

    static BookUpdate Update(
        SequenceSpan span, ScaledLevel[] bids, ScaledLevel[] asks, bool isSnapshot, int limit, byte prices,
        byte quantities) => new()
        {
            Instrument = Btc,
            IsSnapshot = isSnapshot,
            Sequence = span,
            Bids = bids,
            Asks = asks,
            PriceScale = prices,
            QuantityScale = quantities,
            LevelLimit = limit,
            VenueTimeNs = Math.Max(0, span.Last),
            Received = new Stamp(span.Last, span.Last),
        };
}
