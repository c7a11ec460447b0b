using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Okx;

/// <summary>
/// OKX's messages as recordings show them: numbers without trailing zeros, levels of four elements, sizes of swaps and
/// futures in contracts.
/// </summary>
sealed class OkxText(JsonText text, bool withChecksums)
{
    readonly OkxChecksum checksum = new();

    /// <summary>The whole book of the channel, as it was last told.</summary>
    public void Snapshot(OkxStream stream, long nowMs)
    {
        Open(stream, "snapshot"u8);
        Book(stream, stream.Window.Bids, stream.Window.Asks, previous: -1, nowMs);
    }

    /// <summary>What the newest move of the book changed.</summary>
    public void Update(OkxStream stream, long previous, long nowMs)
    {
        Open(stream, "update"u8);
        Book(stream, stream.Window.BidChanges, stream.Window.AskChanges, previous, nowMs);
    }

    /// <summary>Nothing changed: no levels, and the number before again.</summary>
    public void KeepAlive(OkxStream stream, long nowMs)
    {
        Open(stream, "update"u8);
        Book(stream, [], [], stream.LastNumber, nowMs);
    }

    /// <summary>The best levels, whole: <c>books5</c> and <c>bbo-tbt</c>.</summary>
    public void Partial(OkxStream stream, long nowMs)
    {
        Open(stream);
        Sides(text, stream.Of, stream.Window.Bids, stream.Window.Asks);
        if (stream.Channel == OkxChannel.Books5)
            text.Raw(",\"instId\":\""u8).Raw(stream.Of.Instrument.VenueSymbol).Raw("\""u8);
        text.Raw(",\"ts\":"u8).QuotedInteger(nowMs).Raw(",\"seqId\":"u8).Integer(stream.LastNumber).Raw("}]}"u8);
    }

    public void Ticker(OkxStream stream, long nowMs)
    {
        Open(stream);
        Ticker(text, stream.Of, nowMs);
        text.Raw("}]}"u8);
    }

    public void Trade(OkxStream stream, in TradePrint trade, long nowMs)
    {
        var of = stream.Of;
        Open(stream);
        text.Raw("\"instId\":\""u8).Raw(of.Instrument.VenueSymbol).Raw("\",\"tradeId\":"u8).QuotedInteger(trade.Id);
        Price(text.Raw(",\"px\":"u8), of, trade.Price);
        Size(text.Raw(",\"sz\":"u8), of, trade.Quantity);
        text.Raw(trade.Taker == Side.Bid ? ",\"side\":\"buy\",\"ts\":"u8 : ",\"side\":\"sell\",\"ts\":"u8)
            .QuotedInteger(nowMs).Raw("}]}"u8);
    }

    /// <summary>Both sides, asks first, without braces: <c>"asks":[...],"bids":[...]</c>.</summary>
    public static void Sides(
        JsonText text, SimulatedInstrument of, ReadOnlySpan<ScaledLevel> bids, ReadOnlySpan<ScaledLevel> asks)
    {
        Levels(text.Raw("\"asks\":"u8), of, asks);
        Levels(text.Raw(",\"bids\":"u8), of, bids);
    }

    /// <summary>A ticker without its braces.</summary>
    public static void Ticker(JsonText text, SimulatedInstrument of, long nowMs)
    {
        var (day, best) = (of.Day, of.Best());
        text.Raw("\"instType\":\""u8).Raw(TypeOf(of.Instrument))
            .Raw("\",\"instId\":\""u8).Raw(of.Instrument.VenueSymbol).Raw("\""u8);
        Price(text.Raw(",\"last\":"u8), of, day.Last);
        Size(text.Raw(",\"lastSz\":"u8), of, day.LastQuantity);
        Price(text.Raw(",\"askPx\":"u8), of, best.Ask.Price);
        Size(text.Raw(",\"askSz\":"u8), of, best.Ask.Quantity);
        Price(text.Raw(",\"bidPx\":"u8), of, best.Bid.Price);
        Size(text.Raw(",\"bidSz\":"u8), of, best.Bid.Quantity);
        Price(text.Raw(",\"open24h\":"u8), of, day.Open);
        Price(text.Raw(",\"high24h\":"u8), of, day.High);
        Price(text.Raw(",\"low24h\":"u8), of, day.Low);
        Price(text.Raw(",\"sodUtc0\":"u8), of, day.Open);
        Price(text.Raw(",\"sodUtc8\":"u8), of, day.Open);
        Turnover(text.Raw(",\"volCcy24h\":"u8), of);
        Size(text.Raw(",\"vol24h\":"u8), of, day.Volume);
        text.Raw(",\"ts\":"u8).QuotedInteger(nowMs);
    }

    public static string TypeOf(Instrument instrument) => instrument.Kind switch
    {
        InstrumentKind.Perpetual => "SWAP",
        InstrumentKind.Future => "FUTURES",
        _ => "SPOT",
    };

    void Open(OkxStream stream, ReadOnlySpan<byte> action = default)
    {
        text.Raw("{\"arg\":"u8).Raw(stream.Argument);
        if (action.Length > 0) text.Raw(",\"action\":\""u8).Raw(action).Raw("\""u8);
        text.Raw(",\"data\":[{"u8);
    }

    /// <summary>The datum of a <c>books</c> message; the checksum is always that of the whole window.</summary>
    void Book(
        OkxStream stream, ReadOnlySpan<ScaledLevel> bids, ReadOnlySpan<ScaledLevel> asks, long previous, long nowMs)
    {
        var (of, window) = (stream.Of, stream.Window);
        var sum = withChecksums
            ? checksum.Of(window.Bids, window.Asks, of.Listing.PriceScale, of.Listing.QuantityScale) : 0;
        Sides(text, of, bids, asks);
        text.Raw(",\"ts\":"u8).QuotedInteger(nowMs).Raw(",\"checksum\":"u8).Integer(sum)
            .Raw(",\"prevSeqId\":"u8).Integer(previous)
            .Raw(",\"seqId\":"u8).Integer(stream.LastNumber).Raw("}]}"u8);
    }

    static void Levels(JsonText text, SimulatedInstrument of, ReadOnlySpan<ScaledLevel> levels)
    {
        text.Raw("["u8);
        for (var i = 0; i < levels.Length; i++)
        {
            Price(text.Raw(i == 0 ? "["u8 : ",["u8), of, levels[i].Price);
            Size(text.Raw(","u8), of, levels[i].Quantity);
            // liquidations are deprecated and 0; the market knows no single orders, so their count is made up
            text.Raw(",\"0\","u8).QuotedInteger(levels[i].Quantity == 0 ? 0 : 1 + levels[i].Quantity % 9).Raw("]"u8);
        }

        text.Raw("]"u8);
    }

    static void Price(JsonText text, SimulatedInstrument of, long ticks) => text.Trimmed(ticks, of.Listing.PriceScale);

    static void Size(JsonText text, SimulatedInstrument of, long lots) => text.Trimmed(lots, of.Listing.QuantityScale);

    /// <summary>In the quote currency for spot, in the base currency for contracts.</summary>
    static void Turnover(JsonText text, SimulatedInstrument of)
    {
        if (of.Instrument.Kind != InstrumentKind.Spot)
        {
            var scale = Scaling.ScaleOf(of.Instrument.ContractSize);
            var units = (long)(of.Instrument.ContractSize * Scaling.PowerOfTen(scale));
            text.Trimmed(of.Day.Volume * units, of.Listing.QuantityScale + scale);
            return;
        }

        const int decimals = 4;
        var digits = of.Listing.PriceScale + of.Listing.QuantityScale;
        var turnover = digits > decimals
            ? of.Day.Turnover / Scaling.PowerOfTen(digits - decimals)
            : of.Day.Turnover * Scaling.PowerOfTen(decimals - digits);
        text.Trimmed((long)turnover, decimals);
    }
}
