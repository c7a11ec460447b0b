using StrategyHost.Testing;

namespace StrategyHost.Tests.Plugins.Conformance;

/// <summary>Every adapter of this repository through the one suite: a test for each venue and check.</summary>
public sealed class ConformanceTests
{
    static readonly Dictionary<string, Func<AdapterDescription>> Venues = new()
    {
        ["binance"] = BinanceDescription.Spot,
        ["binance-futures"] = BinanceDescription.Futures,
        ["bybit"] = BybitDescription.Spot,
        ["bybit-linear"] = BybitDescription.Linear,
        ["okx"] = OkxDescription.Make,
        ["coinbase"] = CoinbaseDescription.Make,
    };

    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var venue in Venues.Keys)
                foreach (var check in AdapterConformance.Checks)
                    data.Add(venue, check);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_adapter_conforms(string venue, string check)
    {
        var description = Venues[venue]();
        Assert.Equal(venue, description.Adapter.Profile.Venue);
        Assert.Empty(new AdapterConformance(description).Run(check));
    }

    [Fact]
    public void A_check_that_does_not_exist_is_refused() => Assert.Throws<ArgumentException>(
        () => new AdapterConformance(CoinbaseDescription.Make()).Run("no such check"));

    [Fact]
    public void A_venue_that_is_described_wrongly_has_findings_in_words()
    {
        var wrong = CoinbaseDescription.Make() with { TickSize = 7, Ping = "ping", SubscriptionsPerRequest = 1 };
        var findings = new AdapterConformance(wrong).Run();
        Assert.Equal(
            ["instruments", "ping", "requests"],
            findings.Select(x => x.Check).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(findings, x => x.ToString().Contains("expected 7"));
    }

    [Fact]
    public void What_an_adapter_throws_is_a_finding()
    {
        var broken = CoinbaseDescription.Make() with { SymbolAt = _ => throw new InvalidOperationException("broken") };
        var finding = Assert.Single(new AdapterConformance(broken).Run("plan"));
        Assert.Contains("threw InvalidOperationException: broken", finding.Message);
    }
}
