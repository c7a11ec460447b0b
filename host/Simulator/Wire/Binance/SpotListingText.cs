using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>Spot's <c>exchangeInfo</c>: every number a string with eight decimals.</summary>
static class SpotListingText
{
    public static void Write(JsonText text, IReadOnlyList<SimulatedInstrument> of, long nowMs, int weight)
    {
        text.Raw("{\"timezone\":\"UTC\",\"serverTime\":"u8).Integer(nowMs)
            .Raw(",\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\","u8)
            .Raw("\"intervalNum\":1,\"limit\":"u8).Integer(weight).Raw(
            """
            },{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":100},
            {"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":200000},
            {"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":300000}],
            "exchangeFilters":[],"symbols":[
            """.ReplaceLineEndings(""));
        for (var i = 0; i < of.Count; i++) Symbol(text.Raw(i == 0 ? ""u8 : ","u8), of[i]);
        text.Raw("]}"u8);
    }

    static void Symbol(JsonText text, SimulatedInstrument of)
    {
        var (instrument, listing) = (of.Instrument, of.Listing);
        text.Raw("{\"symbol\":\""u8).Raw(instrument.VenueSymbol)
            .Raw("\",\"status\":\"TRADING\",\"baseAsset\":\""u8).Raw(instrument.Base)
            .Raw("\",\"baseAssetPrecision\":8,\"quoteAsset\":\""u8).Raw(instrument.Quote).Raw(
            """
            ","quotePrecision":8,"quoteAssetPrecision":8,"baseCommissionPrecision":8,"quoteCommissionPrecision":8,
            "orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS_LIMIT","TAKE_PROFIT_LIMIT"],"icebergAllowed":true,
            "ocoAllowed":true,"quoteOrderQtyMarketAllowed":true,"isSpotTradingAllowed":true,
            "isMarginTradingAllowed":true,"filters":[{"filterType":"PRICE_FILTER","minPrice":
            """.ReplaceLineEndings(""))
            .Quoted(1, listing.PriceScale, 8).Raw(",\"maxPrice\":\"1000000.00000000\",\"tickSize\":"u8)
            .Quoted(1, listing.PriceScale, 8).Raw("},{\"filterType\":\"LOT_SIZE\",\"minQty\":"u8)
            .Quoted(1, listing.QuantityScale, 8).Raw(",\"maxQty\":\"9000000.00000000\",\"stepSize\":"u8)
            .Quoted(1, listing.QuantityScale, 8).Raw(
            """
            },{"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"100.05381873","stepSize":"0.00000000"},
            {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,
            "maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5},
            {"filterType":"MAX_NUM_ORDERS","maxNumOrders":200}],"permissions":[],"permissionSets":[["SPOT","MARGIN"]]}
            """.ReplaceLineEndings(""));
    }
}
