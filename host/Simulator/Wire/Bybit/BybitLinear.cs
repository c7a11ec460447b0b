using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Bybit;

/// <summary>
/// Bybit's USDT perpetuals: numbers with fixed decimals, <c>type</c> before <c>ts</c>, tickers that after their
/// snapshot tell only what changed.
/// </summary>
sealed class BybitLinear : BybitProduct
{
    const long FundingMs = 8 * 3600 * 1000;

    public override string Venue => Listings.BybitLinear;

    public override string Category => "linear";

    public override int MostArguments => int.MaxValue;

    public override bool DataComesFirst => true;

    public override int TickerMs => 100;

    public override int UsualLimit => 25;

    public override bool HasPages => true;

    public override string AckWords(string op) => "";

    public override byte[] Pong(string connectionId, string? requestId)
    {
        var echoed = System.Text.Json.JsonEncodedText.Encode(requestId ?? "");
        return Bytes(
            $$"""{"success":true,"ret_msg":"pong","conn_id":"{{connectionId}}","req_id":"{{echoed}}","op":"ping"}""");
    }

    public override void Head(JsonText text, string topic, ReadOnlySpan<byte> type, long nowMs) =>
        text.Raw("{\"topic\":\""u8).Raw(topic).Raw("\",\"type\":\""u8).Raw(type)
            .Raw("\",\"ts\":"u8).Integer(nowMs).Raw(",\"data\":"u8);

    public override JsonText Price(JsonText text, SimulatedInstrument of, long value) =>
        text.Quoted(value, of.Listing.PriceScale, of.Listing.PriceDecimals);

    public override JsonText Size(JsonText text, SimulatedInstrument of, long value) => value == 0
        ? text.Raw("\"0\""u8)
        : text.Quoted(value, of.Listing.QuantityScale, of.Listing.QuantityDecimals);

    public override bool Ticker(JsonText text, BybitTopic topic, long nowMs, bool asSnapshot)
    {
        var fields = topic.Fields!;
        if (!asSnapshot)
        {
            fields.Begin();
            Fill(fields, topic.Of, topic.Direction, nowMs);
            if (!fields.IsChanged) return false;
        }

        text.Raw("{\"topic\":\""u8).Raw(topic.Name)
            .Raw(asSnapshot ? "\",\"type\":\"snapshot\",\"data\":{"u8 : "\",\"type\":\"delta\",\"data\":{"u8)
            .Raw("\"symbol\":\""u8).Raw(topic.Of.Instrument.VenueSymbol).Raw("\""u8);
        fields.Write(text, all: asSnapshot);
        text.Raw("},\"cs\":"u8).Integer(Cross(topic.Of.Book.Sequence)).Raw(",\"ts\":"u8).Integer(nowMs).Raw("}"u8);
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
            text.Raw(i == 0 ? ""u8 : ","u8).Raw("{\"T\":"u8).Integer(nowMs)
                .Raw(",\"s\":\""u8).Raw(of.Instrument.VenueSymbol)
                .Raw(trade.Taker == Side.Bid ? "\",\"S\":\"Buy\",\"v\":"u8 : "\",\"S\":\"Sell\",\"v\":"u8);
            Size(text, of, trade.Quantity);
            Price(text.Raw(",\"p\":"u8), of, trade.Price);
            text.Raw(",\"L\":\""u8).Raw(topic.Direction.Next(trade.Price))
                .Raw($"\",\"i\":\"0cbf2330-952d-5d03-a462-{trade.Id:x12}\",\"BT\":false,\"seq\":")
                .Integer(Cross(of.Book.Sequence)).Raw("}"u8);
        }

        text.Raw("]}"u8);
    }

    public override void RestTicker(JsonText text, SimulatedInstrument of, long nowMs)
    {
        var fields = new BybitFields();
        Fill(fields, of, new TickDirection(of.Day.Last), nowMs);
        text.Raw("{\"symbol\":\""u8).Raw(of.Instrument.VenueSymbol).Raw("\""u8);
        fields.Write(text, all: true);
        text.Raw("}"u8);
    }

    public override void Listing(JsonText text, SimulatedInstrument of)
    {
        var (instrument, listing) = (of.Instrument, of.Listing);
        text.Raw("{\"symbol\":\""u8).Raw(instrument.VenueSymbol)
            .Raw("\",\"contractType\":\"LinearPerpetual\",\"status\":\"Trading\",\"baseCoin\":\""u8)
            .Raw(instrument.Base).Raw("\",\"quoteCoin\":\""u8).Raw(instrument.Quote)
            .Raw("\",\"launchTime\":\"1584230400000\",\"deliveryTime\":\"0\",\"deliveryFeeRate\":\"\","u8)
            .Raw("\"priceScale\":\""u8).Integer(listing.PriceDecimals)
            .Raw("\",\"leverageFilter\":{\"minLeverage\":\"1\",\"maxLeverage\":\"100.00\","u8)
            .Raw("\"leverageStep\":\"0.01\"},"u8)
            .Raw("\"priceFilter\":{\"minPrice\":"u8).Quoted(1, listing.PriceScale, listing.PriceDecimals)
            .Raw(",\"maxPrice\":\"1999999.80\",\"tickSize\":"u8)
            .Quoted(1, listing.PriceScale, listing.PriceDecimals)
            .Raw("},\"lotSizeFilter\":{\"maxOrderQty\":\"1190.000\",\"minOrderQty\":"u8)
            .Quoted(1, listing.QuantityScale, listing.QuantityDecimals).Raw(",\"qtyStep\":"u8)
            .Quoted(1, listing.QuantityScale, listing.QuantityDecimals)
            .Raw(",\"postOnlyMaxOrderQty\":\"1190.000\",\"maxMktOrderQty\":\"500.000\","u8)
            .Raw("\"minNotionalValue\":\"5\"},\"unifiedMarginTrade\":true,\"fundingInterval\":480,"u8)
            .Raw("\"settleCoin\":\"USDT\",\"copyTrading\":\"both\","u8)
            .Raw("\"upperFundingRate\":\"0.005\",\"lowerFundingRate\":\"-0.005\",\"isPreListing\":false,"u8)
            .Raw("\"preListingInfo\":null}"u8);
    }

    static void Fill(BybitFields fields, SimulatedInstrument of, TickDirection direction, long nowMs)
    {
        var (day, best, mid) = (of.Day, of.Best(), Mid(of));
        var held = Scaling.ToDecimal(day.Volume, of.Listing.QuantityScale);
        fields.Set("tickDirection", direction.Next(day.Last));
        fields.Set("price24hPcnt", Change(of, 6));
        fields.Set("lastPrice", Text(of, day.Last));
        fields.Set("prevPrice24h", Text(of, day.Open));
        fields.Set("highPrice24h", Text(of, day.High));
        fields.Set("lowPrice24h", Text(of, day.Low));
        fields.Set("prevPrice1h", Text(of, day.Open));
        fields.Set("markPrice", Fixed(mid, of.Listing.PriceDecimals));
        fields.Set("indexPrice", Fixed(mid, of.Listing.PriceDecimals));
        fields.Set("openInterest", Plain(held));
        fields.Set("openInterestValue", Fixed(held * mid, 2));
        fields.Set("turnover24h", Fixed(Turnover(of), 4));
        fields.Set("volume24h", Fixed(held, 4));
        fields.Set("fundingIntervalHour", "8");
        fields.Set("fundingCap", "0.005");
        fields.Set("singleOpenInterest", Plain(held / 2));
        fields.Set("singleOpenInterestValue", Fixed(held * mid / 2, 2));
        fields.Set("nextFundingTime", Plain((nowMs / FundingMs + 1) * FundingMs));
        fields.Set("fundingRate", "0.0000544");
        fields.SetPair(
            "bid1Price", Text(of, best.Bid.Price), "bid1Size",
            Fixed(Scaling.ToDecimal(best.Bid.Quantity, of.Listing.QuantityScale), of.Listing.QuantityDecimals));
        fields.SetPair(
            "ask1Price", Text(of, best.Ask.Price), "ask1Size",
            Fixed(Scaling.ToDecimal(best.Ask.Quantity, of.Listing.QuantityScale), of.Listing.QuantityDecimals));
        fields.Set("preOpenPrice", "");
        fields.Set("preQty", "");
        fields.Set("curPreListingPhase", "");
    }

    static string Text(SimulatedInstrument of, long price) =>
        Fixed(Scaling.ToDecimal(price, of.Listing.PriceScale), of.Listing.PriceDecimals);

    static string Fixed(decimal value, int decimals) =>
        value.ToString($"F{decimals}", System.Globalization.CultureInfo.InvariantCulture);
}
