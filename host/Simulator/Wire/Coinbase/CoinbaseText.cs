using System.Globalization;
using System.Runtime.InteropServices;
using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Coinbase;

/// <summary>
/// Coinbase's messages as recordings show them: levels with all decimals of tick and lot, last prices without trailing
/// zeros, times with microseconds.
/// </summary>
sealed class CoinbaseText(JsonText text)
{
    const int VolumeDecimals = 8;

    readonly List<ScaledLevel> levels = [];

    /// <summary>A whole book; the venue keeps to no order of the two sides.</summary>
    public void Snapshot(CoinbaseProduct product, Ladder bids, Ladder asks, bool bidsFirst, DateTimeOffset time)
    {
        text.Raw("{\"type\":\"snapshot\",\"product_id\":\""u8).Raw(product.Id).Raw("\",\""u8);
        WriteSide(product, bidsFirst ? bids : asks);
        text.Raw(",\""u8);
        WriteSide(product, bidsFirst ? asks : bids);
        text.Raw(",\"time\":\""u8).Raw(Time(time)).Raw("\"}"u8);
    }

    /// <summary>Changed levels with their new sizes; 0 removes.</summary>
    public void Update(CoinbaseProduct product, IReadOnlyList<BookChange> changes, DateTimeOffset time)
    {
        text.Raw("{\"type\":\"l2update\",\"product_id\":\""u8).Raw(product.Id).Raw("\",\"changes\":["u8);
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            text.Raw(i == 0 ? "["u8 : ",["u8).Raw(change.Side == Side.Bid ? "\"buy\","u8 : "\"sell\","u8);
            Price(text, product.Of, change.Price);
            Size(text.Raw(","u8), product.Of, change.Quantity).Raw("]"u8);
        }

        text.Raw("],\"time\":\""u8).Raw(Time(time)).Raw("\"}"u8);
    }

    /// <summary>The ticker of a match: the day's figures, and the best prices as they are now.</summary>
    public void Ticker(CoinbaseProduct product, Side taker, DateTimeOffset time)
    {
        var of = product.Of;
        var (day, best) = (of.Day, of.Best());
        text.Raw("{\"type\":\"ticker\",\"sequence\":"u8).Integer(of.Book.Sequence)
            .Raw(",\"product_id\":\""u8).Raw(product.Id).Raw("\",\"price\":"u8).Trimmed(day.Last, of.Listing.PriceScale)
            .Raw(",\"open_24h\":"u8).Trimmed(day.Open, of.Listing.PriceScale)
            .Raw(",\"volume_24h\":"u8).Quoted(day.Volume, of.Listing.QuantityScale, VolumeDecimals)
            .Raw(",\"low_24h\":"u8).Trimmed(day.Low, of.Listing.PriceScale)
            .Raw(",\"high_24h\":"u8).Trimmed(day.High, of.Listing.PriceScale)
            .Raw(",\"volume_30d\":"u8).Quoted(day.Volume * 30, of.Listing.QuantityScale, VolumeDecimals);
        Price(text.Raw(",\"best_bid\":"u8), of, best.Bid.Price);
        Size(text.Raw(",\"best_bid_size\":"u8), of, best.Bid.Quantity);
        Price(text.Raw(",\"best_ask\":"u8), of, best.Ask.Price);
        Size(text.Raw(",\"best_ask_size\":"u8), of, best.Ask.Quantity);
        text.Raw(",\"side\":\""u8).Raw(taker == Side.Bid ? "buy"u8 : "sell"u8)
            .Raw("\",\"time\":\""u8).Raw(Time(time)).Raw("\",\"trade_id\":"u8).Integer(day.LastId)
            .Raw(",\"last_size\":"u8).Trimmed(day.LastQuantity, of.Listing.QuantityScale).Raw("}"u8);
    }

    /// <summary>One match, its side being the maker's.</summary>
    public void Match(
        CoinbaseProduct product, ReadOnlySpan<byte> type, in TradePrint trade, long sequence, DateTimeOffset time) =>
        text.Raw("{\"type\":\""u8).Raw(type).Raw("\",\"trade_id\":"u8).Integer(trade.Id)
            .Raw(",\"maker_order_id\":\""u8).Raw(Order(trade.Id, 1)).Raw("\",\"taker_order_id\":\""u8)
            .Raw(Order(trade.Id, 2)).Raw("\",\"side\":\""u8)
            .Raw(trade.Taker == Side.Bid ? "sell"u8 : "buy"u8)
            .Raw("\",\"size\":"u8).Trimmed(trade.Quantity, product.Of.Listing.QuantityScale)
            .Raw(",\"price\":"u8).Trimmed(trade.Price, product.Of.Listing.PriceScale)
            .Raw(",\"product_id\":\""u8).Raw(product.Id).Raw("\",\"sequence\":"u8).Integer(sequence)
            .Raw(",\"time\":\""u8).Raw(Time(time)).Raw("\"}"u8);

    public void Heartbeat(CoinbaseProduct product, DateTimeOffset time) =>
        text.Raw("{\"type\":\"heartbeat\",\"last_trade_id\":"u8).Integer(product.Of.Day.LastId)
            .Raw(",\"product_id\":\""u8).Raw(product.Id)
            .Raw("\",\"sequence\":"u8).Integer(product.Of.Book.Sequence)
            .Raw(",\"time\":\""u8).Raw(Time(time)).Raw("\"}"u8);

    /// <summary>RFC 3339 with microseconds, UTC.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static JsonText Price(JsonText text, SimulatedInstrument of, long ticks) =>
        text.Quoted(ticks, of.Listing.PriceScale, of.Listing.PriceDecimals);

    public static JsonText Size(JsonText text, SimulatedInstrument of, long lots) =>
        text.Quoted(lots, of.Listing.QuantityScale, of.Listing.QuantityDecimals);

    /// <summary>An order's id, made of the trade's since the market knows no orders: the same in every run.</summary>
    static string Order(long tradeId, int part)
    {
        var random = new SeededRandom((ulong)(tradeId * 4 + part));
        Span<byte> bytes = stackalloc byte[16];
        foreach (ref var value in bytes) value = (byte)random.Below(256);
        return new Guid(bytes).ToString();
    }

    void WriteSide(CoinbaseProduct product, Ladder ladder)
    {
        levels.Clear();
        for (var i = 0; i < ladder.Count; i++) levels.Add(ladder.At(i));
        var of = product.Of.Listing;
        var shape = new NumberShape(of.PriceScale, of.PriceDecimals, of.QuantityScale, of.QuantityDecimals);
        text.Raw(ladder.Side == Side.Bid ? "bids\":"u8 : "asks\":"u8)
            .Levels(CollectionsMarshal.AsSpan(levels), shape);
    }
}
