using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>Futures' <c>exchangeInfo</c>, in which the precisions are not the steps.</summary>
static class FuturesListingText
{
    public static void Write(JsonText text, IReadOnlyList<SimulatedInstrument> of, long nowMs, int weight)
    {
        text.Raw("{\"timezone\":\"UTC\",\"serverTime\":"u8).Integer(nowMs).Raw(
            ",\"futuresType\":\"U_MARGINED\",\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\","u8)
            .Raw("\"interval\":\"MINUTE\",\"intervalNum\":1,\"limit\":"u8).Integer(weight).Raw(
            """
            },{"rateLimitType":"ORDERS","interval":"MINUTE","intervalNum":1,"limit":1200},
            {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":300}],"exchangeFilters":[],
            "assets":[{"asset":"USDT","marginAvailable":true,"autoAssetExchange":"-10000"}],"symbols":[
            """.ReplaceLineEndings(""));
        for (var i = 0; i < of.Count; i++) Symbol(text.Raw(i == 0 ? ""u8 : ","u8), of[i]);
        text.Raw("]}"u8);
    }

    static void Symbol(JsonText text, SimulatedInstrument of)
    {
        var (instrument, listing) = (of.Instrument, of.Listing);
        text.Raw("{\"symbol\":\""u8).Raw(instrument.VenueSymbol).Raw("\",\"pair\":\""u8).Raw(instrument.VenueSymbol)
            .Raw("\",\"contractType\":\"PERPETUAL\",\"deliveryDate\":4133404800000,\"onboardDate\":1569398400000,"u8)
            .Raw("\"status\":\"TRADING\",\"maintMarginPercent\":\"2.5000\",\"requiredMarginPercent\":\"5.0000\","u8)
            .Raw("\"baseAsset\":\""u8).Raw(instrument.Base).Raw("\",\"quoteAsset\":\""u8).Raw(instrument.Quote)
            .Raw("\",\"marginAsset\":\""u8).Raw(instrument.Quote).Raw("\",\"pricePrecision\":"u8)
            .Integer(listing.PriceDecimals).Raw(",\"quantityPrecision\":"u8).Integer(listing.QuantityDecimals)
            .Raw(",\"baseAssetPrecision\":8,\"quotePrecision\":8,\"underlyingType\":\"COIN\","u8)
            .Raw("\"underlyingSubType\":[],\"triggerProtect\":\"0.0500\",\"liquidationFee\":\"0.012500\","u8)
            .Raw("\"marketTakeBound\":\"0.05\","u8)
            .Raw("\"filters\":[{\"filterType\":\"PRICE_FILTER\",\"minPrice\":"u8)
            .Quoted(1, listing.PriceScale, listing.PriceDecimals).Raw(",\"maxPrice\":\"4529764\",\"tickSize\":"u8)
            .Quoted(1, listing.PriceScale, listing.PriceDecimals)
            .Raw("},{\"filterType\":\"LOT_SIZE\",\"minQty\":"u8)
            .Quoted(1, listing.QuantityScale, listing.QuantityScale).Raw(",\"maxQty\":\"10000000\",\"stepSize\":"u8)
            .Quoted(1, listing.QuantityScale, listing.QuantityScale).Raw(
            """
            },{"filterType":"MAX_NUM_ORDERS","limit":200},{"filterType":"MIN_NOTIONAL","notional":"5"},
            {"filterType":"PERCENT_PRICE","multiplierUp":"1.0500","multiplierDown":"0.9500","multiplierDecimal":"4"}],
            "orderTypes":["LIMIT","MARKET","STOP","STOP_MARKET","TAKE_PROFIT","TAKE_PROFIT_MARKET"],
            "timeInForce":["GTC","IOC","FOK","GTX","GTD"]}
            """.ReplaceLineEndings(""));
    }
}
