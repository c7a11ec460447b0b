using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Okx;

/// <summary>OKX's <c>public/instruments</c>: contracts have their size, spot pairs have empty texts there.</summary>
static class OkxListingText
{
    public static void Write(JsonText text, SimulatedInstrument of)
    {
        var (instrument, listing) = (of.Instrument, of.Listing);
        var isSpot = instrument.Kind == InstrumentKind.Spot;
        var expiry = instrument.Kind == InstrumentKind.Future ? Expiry(instrument) : "";
        var size = isSpot ? "" : instrument.ContractSize.ToString(System.Globalization.CultureInfo.InvariantCulture);
        text.Raw("{\"alias\":\""u8).Raw(expiry.Length > 0 ? "next_quarter" : "")
            .Raw("\",\"baseCcy\":\""u8).Raw(isSpot ? instrument.Base : "")
            .Raw("\",\"category\":\"1\",\"ctMult\":\""u8).Raw(isSpot ? "" : "1")
            .Raw("\",\"ctType\":\""u8).Raw(isSpot ? "" : "linear")
            .Raw("\",\"ctVal\":\""u8).Raw(size)
            .Raw("\",\"ctValCcy\":\""u8).Raw(isSpot ? "" : instrument.Base)
            .Raw("\",\"expTime\":\""u8).Raw(expiry)
            .Raw("\",\"instId\":\""u8).Raw(instrument.VenueSymbol)
            .Raw("\",\"instType\":\""u8).Raw(OkxText.TypeOf(instrument))
            .Raw("\",\"lever\":\"10\",\"listTime\":\"1548133413000\",\"lotSz\":"u8).Trimmed(1, listing.QuantityScale)
            .Raw(",\"maxIcebergSz\":\"9999999999\",\"maxLmtSz\":\"9999999999\",\"maxMktSz\":\"1000000\","u8)
            .Raw("\"maxStopSz\":\"1000000\",\"maxTriggerSz\":\"9999999999\",\"maxTwapSz\":\"9999999999\",\"minSz\":"u8)
            .Trimmed(1, listing.QuantityScale)
            .Raw(",\"optType\":\"\",\"quoteCcy\":\""u8).Raw(isSpot ? instrument.Quote : "")
            .Raw("\",\"settleCcy\":\""u8).Raw(isSpot ? "" : instrument.Quote)
            .Raw("\",\"state\":\"live\",\"stk\":\"\",\"tickSz\":"u8).Trimmed(1, listing.PriceScale)
            .Raw(",\"uly\":\""u8).Raw(isSpot ? "" : $"{instrument.Base}-{instrument.Quote}").Raw("\"}"u8);
    }

    /// <summary>A future's delivery: 08:00 UTC of the day in its name, in ms since the Unix epoch.</summary>
    static string Expiry(Instrument instrument)
    {
        var day = DateTimeOffset.ParseExact(
            instrument.VenueSymbol[^6..], "yyMMdd", System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal);
        return day.AddHours(8).ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
