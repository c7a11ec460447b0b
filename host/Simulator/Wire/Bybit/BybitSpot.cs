using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Bybit;

/// <summary>Bybit spot: no trailing zeros, <c>ts</c> before <c>type</c>, tickers without best prices.</summary>
sealed class BybitSpot : BybitProduct
{
    public override string Venue => Listings.Bybit;

    public override string Category => "spot";

    public override int MostArguments => 10;

    public override bool DataComesFirst => false;

    public override int TickerMs => 50;

    public override int UsualLimit => 1;

    public override bool HasPages => false;

    public override string AckWords(string op) => op;

    public override byte[] Pong(string connectionId, string? requestId) =>
        Bytes($$"""{"success":true,"ret_msg":"pong","conn_id":"{{connectionId}}","op":"ping"}""");

    public override void Head(JsonText text, string topic, ReadOnlySpan<byte> type, long nowMs) =>
        text.Raw("{\"topic\":\""u8).Raw(topic).Raw("\",\"ts\":"u8).Integer(nowMs)
            .Raw(",\"type\":\""u8).Raw(type).Raw("\",\"data\":"u8);

    public override JsonText Price(JsonText text, SimulatedInstrument of, long value) =>
        text.Trimmed(value, of.Listing.PriceScale);

    public override JsonText Size(JsonText text, SimulatedInstrument of, long value) =>
        text.Trimmed(value, of.Listing.QuantityScale);

    public override bool Ticker(JsonText text, BybitTopic topic, long nowMs, bool asSnapshot)
    {
        var of = topic.Of;
        if (!asSnapshot && topic.LastTrade == of.Day.LastId) return false;
        if (!asSnapshot) topic.LastTrade = of.Day.LastId;
        text.Raw("{\"topic\":\""u8).Raw(topic.Name).Raw("\",\"ts\":"u8).Integer(nowMs)
            .Raw(",\"type\":\"snapshot\",\"cs\":"u8).Integer(Cross(of.Book.Sequence)).Raw(",\"data\":{"u8);
        Day(text, of, ["lastPrice", "highPrice24h", "lowPrice24h", "prevPrice24h"]);
        text.Raw("}}"u8);
        return true;
    }

    public override void Trades(JsonText text, BybitTopic topic, long nowMs)
    {
        var of = topic.Of;
        Head(text, topic.Name, "snapshot"u8, nowMs);
        text.Raw("["u8);
        for (var i = 0; i < of.Trades.Count; i++)
        {
            var trade = of.Trades[i];
            text.Raw(i == 0 ? ""u8 : ","u8).Raw("{\"i\":\""u8).Integer(2_290_000_000_000_000_000 + trade.Id)
                .Raw("\",\"T\":"u8).Integer(nowMs).Raw(",\"p\":"u8);
            Price(text, of, trade.Price);
            Size(text.Raw(",\"v\":"u8), of, trade.Quantity);
            text.Raw(trade.Taker == Side.Bid ? ",\"S\":\"Buy\",\"s\":\""u8 : ",\"S\":\"Sell\",\"s\":\""u8)
                .Raw(of.Instrument.VenueSymbol).Raw("\",\"BT\":false,\"seq\":"u8)
                .Integer(Cross(of.Book.Sequence)).Raw("}"u8);
        }

        text.Raw("]}"u8);
    }

    public override void RestTicker(JsonText text, SimulatedInstrument of, long nowMs)
    {
        var best = of.Best();
        text.Raw("{"u8);
        Price(text.Raw("\"bid1Price\":"u8), of, best.Bid.Price);
        Size(text.Raw(",\"bid1Size\":"u8), of, best.Bid.Quantity);
        Price(text.Raw(",\"ask1Price\":"u8), of, best.Ask.Price);
        Size(text.Raw(",\"ask1Size\":"u8), of, best.Ask.Quantity).Raw(","u8);
        Day(text, of, ["lastPrice", "prevPrice24h", "highPrice24h", "lowPrice24h"]);
        text.Raw("}"u8);
    }

    public override void Listing(JsonText text, SimulatedInstrument of)
    {
        var (instrument, listing) = (of.Instrument, of.Listing);
        text.Raw("{\"symbol\":\""u8).Raw(instrument.VenueSymbol).Raw("\",\"baseCoin\":\""u8).Raw(instrument.Base)
            .Raw("\",\"quoteCoin\":\""u8).Raw(instrument.Quote)
            .Raw("\",\"innovation\":\"0\",\"status\":\"Trading\",\"marginTrading\":\"utaOnly\",\"stTag\":\"0\","u8)
            .Raw("\"lotSizeFilter\":{\"basePrecision\":"u8).Trimmed(1, listing.QuantityScale)
            .Raw(",\"quotePrecision\":"u8).Trimmed(1, 8).Raw(",\"minOrderQty\":"u8)
            .Trimmed(1, listing.QuantityScale).Raw(",\"maxOrderQty\":\"9000000\",\"minOrderAmt\":\"5\","u8)
            .Raw("\"maxOrderAmt\":\"4000000\"},\"priceFilter\":{\"tickSize\":"u8).Trimmed(1, listing.PriceScale)
            .Raw("},\"riskParameters\":{\"priceLimitRatioX\":\"0.01\",\"priceLimitRatioY\":\"0.02\"}}"u8);
    }

    static void Day(JsonText text, SimulatedInstrument of, ReadOnlySpan<string> order)
    {
        text.Raw("\"symbol\":\""u8).Raw(of.Instrument.VenueSymbol).Raw("\""u8);
        foreach (var name in order)
        {
            var value = name switch
            {
                "lastPrice" => of.Day.Last,
                "highPrice24h" => of.Day.High,
                "lowPrice24h" => of.Day.Low,
                _ => of.Day.Open,
            };
            text.Raw(",\""u8).Raw(name).Raw("\":"u8).Trimmed(value, of.Listing.PriceScale);
        }

        text.Raw(",\"volume24h\":"u8).Trimmed(of.Day.Volume, of.Listing.QuantityScale)
            .Raw(",\"turnover24h\":\""u8).Raw(Plain(decimal.Round(Turnover(of), 8)))
            .Raw("\",\"price24hPcnt\":\""u8).Raw(Change(of, 4))
            .Raw("\",\"usdIndexPrice\":\""u8).Raw(Plain(Mid(of))).Raw("\""u8);
    }
}
