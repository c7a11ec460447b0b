using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Plugins.Coinbase;

public sealed class PlanTests
{
    [Fact]
    public void Everything_of_a_product_travels_on_one_connection_so_that_its_tickers_judge_its_book()
    {
        var limit = Wire.Adapter.Profile.Limits.SubscriptionsPerConnection;
        var routes = Wire.Adapter.Plan(
        [
            .. Enumerable.Range(0, limit).Select(i => Wanted(i, Channel.Book)),
            .. Enumerable.Range(0, limit).Select(i => Wanted(i, Channel.Ticker)),
        ]);
        Assert.Equal(["feed", "feed-2"], routes.Select(x => x.Name));
        Assert.All(routes, x => Assert.Equal(limit, x.Subscriptions.Count));
        foreach (var route in routes)
        {
            Assert.All(
                route.Subscriptions.GroupBy(x => x.Instrument),
                x => Assert.Equal([Channel.Book, Channel.Ticker], x.Select(one => one.Channel)));
        }
    }

    [Fact]
    public void What_the_venue_does_not_offer_is_on_no_route()
    {
        var btc = Wire.Named("BTC-USD");
        Assert.Empty(Wire.Adapter.Plan([new(btc, Channel.Quote), new(btc, Channel.Book, Depth.Partial5)]));
    }

    [Fact]
    public void The_book_is_marked_as_unnumbered_and_audited_by_tickers()
    {
        var profile = Wire.Adapter.Profile;
        Assert.Equal((SnapshotSource.Stream, true), (profile.SnapshotSource, profile.TickersAuditBook));
        Assert.True(profile.Limits.MaxFrameBytes > 4_000_000);
    }

    static Subscription Wanted(int number, Channel channel) => new(Wire.Named($"X{number}-USD"), channel);
}
