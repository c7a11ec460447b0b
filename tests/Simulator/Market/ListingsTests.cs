using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Tests.Simulator.Market;

/// <summary>What each venue lists: enough, in its own spelling, with steps that its digits can say.</summary>
public sealed class ListingsTests
{
    public static TheoryData<string> Venues =>
        ["binance", "binance-futures", "bybit", "bybit-linear", "okx", "coinbase"];

    [Theory]
    [MemberData(nameof(Venues))]
    public void Every_venue_lists_six_assets_with_names_of_its_own(string venue)
    {
        var listings = Listings.Of(venue);
        Assert.Equal(Listings.Assets.Count, listings.Select(x => x.Asset).Distinct().Count());
        Assert.Equal(listings.Count, listings.Select(x => x.Instrument.Symbol).Distinct().Count());
        Assert.Equal(listings.Count, listings.Select(x => x.Instrument.VenueSymbol).Distinct().Count());
        foreach (var listing in listings)
        {
            Assert.Equal(venue, listing.Instrument.Venue);
            Assert.True(listing.PriceDecimals >= listing.PriceScale, listing.Instrument.Name);
            Assert.True(listing.QuantityDecimals >= listing.QuantityScale, listing.Instrument.Name);
            Assert.Equal(Scaling.ToDecimal(1, listing.PriceScale), listing.Instrument.TickSize);
            Assert.Equal(Scaling.ToDecimal(1, listing.QuantityScale), listing.Instrument.LotSize);
        }
    }

    [Theory]
    [InlineData("binance", "SHIBUSDT", "SHIB/USDT", "0.00000001", "1", "1")]
    [InlineData("binance-futures", "1000SHIBUSDT", "1000SHIB/USDT-PERP", "0.000001", "1", "1")]
    [InlineData("bybit", "DOGEUSDT", "DOGE/USDT", "0.00001", "0.1", "1")]
    [InlineData("bybit-linear", "SHIB1000USDT", "SHIB1000/USDT-PERP", "0.000001", "1", "1")]
    [InlineData("okx", "BTC-USDT", "BTC/USDT", "0.1", "0.00000001", "1")]
    [InlineData("okx", "BTC-USDT-SWAP", "BTC/USDT-PERP", "0.1", "0.01", "0.01")]
    [InlineData("okx", "BTC-USDT-270326", "BTC/USDT-270326", "0.1", "0.01", "0.01")]
    [InlineData("coinbase", "BTC-USD", "BTC/USD", "0.01", "0.00000001", "1")]
    public void Spellings_steps_and_contracts_are_the_venues(
        string venue, string spelling, string symbol, string tick, string lot, string contract)
    {
        var instrument = Listings.Of(venue).Single(x => x.Instrument.VenueSymbol == spelling).Instrument;
        Assert.Equal(
            (symbol, decimal.Parse(tick), decimal.Parse(lot), decimal.Parse(contract)),
            (instrument.Symbol, instrument.TickSize, instrument.LotSize, instrument.ContractSize));
    }
}
