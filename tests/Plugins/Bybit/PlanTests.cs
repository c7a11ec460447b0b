using System.Reflection;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Bybit;

namespace StrategyHost.Tests.Plugins.Bybit;

public sealed class PlanTests
{
    [Theory]
    [InlineData("bybit", "wss://stream.bybit.com/v5/public/spot")]
    [InlineData("bybit-linear", "wss://stream.bybit.com/v5/public/linear")]
    public void A_product_has_one_route_that_its_path_names(string venue, string address)
    {
        var adapter = Wire.Adapter(venue);
        var wanted = Enum.GetValues<Channel>().Select(x => new Subscription(adapter.Infer("BTCUSDT")!, x)).ToArray();
        var route = Assert.Single(adapter.Plan([.. wanted, .. wanted]));
        Assert.Equal(("public", address), (route.Name, Assert.Single(route.Endpoints).AbsoluteUri));
        Assert.Equal(wanted, route.Subscriptions);
    }

    [Fact]
    public void A_partial_book_is_in_no_route() => Assert.Empty(Wire.Adapter("bybit").Plan(
        [new Subscription(Wire.Adapter("bybit").Infer("BTCUSDT")!, Channel.Book, Depth.Partial10)]));

    [Fact]
    public void No_connection_names_more_characters_of_topics_than_the_venue_takes()
    {
        var adapter = Wire.Adapter("bybit");
        var longest = new string('X', 60);
        var routes = adapter.Plan([.. Enumerable.Range(0, 450).Select(
            i => new Subscription(adapter.Infer($"{longest[..(57 - $"{i}".Length)]}{i}USDT")!, Channel.Book))]);
        Assert.Equal(["public", "public-2", "public-3"], routes.Select(x => x.Name));
        Assert.Equal([200, 200, 50], routes.Select(x => x.Subscriptions.Count));
        foreach (var route in routes)
        {
            var session = adapter.OpenSession(route, new SymbolTable([]));
            Assert.True(route.Subscriptions.Sum(x => session.Describe(in x).Length) < 21_000);
        }
    }

    [Fact]
    public void The_plugin_declares_both_venues()
    {
        foreach (var plugin in typeof(BybitSpotAdapter).Assembly.GetCustomAttributes<ExchangePluginAttribute>())
            Assert.Equal(plugin.Venue, ((IExchangeAdapter)Activator.CreateInstance(plugin.Adapter)!).Profile.Venue);
        Assert.Equal(2, typeof(BybitSpotAdapter).Assembly.GetCustomAttributes<ExchangePluginAttribute>().Count());
    }
}
