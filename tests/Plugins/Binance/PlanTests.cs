using System.Reflection;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Plugins.Binance;

namespace StrategyHost.Tests.Plugins.Binance;

public sealed class PlanTests
{
    [Fact]
    public void Spot_has_one_route_with_its_endpoints_in_fallback_order()
    {
        var route = Assert.Single(Wire.Adapter("binance").Plan(All("binance", "BTCUSDT")));
        Assert.Equal("stream", route.Name);
        Assert.Equal(5, route.Subscriptions.Count);
        Assert.Equal(
            [
                "wss://stream.binance.com:9443/stream", "wss://stream.binance.com/stream",
                "wss://data-stream.binance.vision/stream",
            ],
            route.Endpoints.Select(endpoint => endpoint.AbsoluteUri));
    }

    [Fact]
    public void A_futures_book_and_its_ticker_travel_on_two_routes()
    {
        var routes = Wire.Adapter("binance-futures").Plan(All("binance-futures", "BTCUSDT"));
        Assert.Equal(["public", "market"], routes.Select(route => route.Name));
        Assert.Equal("wss://fstream.binance.com/public/stream", Assert.Single(routes[0].Endpoints).AbsoluteUri);
        Assert.Equal("wss://fstream.binance.com/market/stream", Assert.Single(routes[1].Endpoints).AbsoluteUri);
        Assert.Equal(4, routes[0].Subscriptions.Count);
        Assert.Equal(Channel.Ticker, Assert.Single(routes[1].Subscriptions).Channel);
    }

    [Theory]
    [InlineData("binance", 1000, "stream")]
    [InlineData("binance-futures", 200, "public")]
    public void A_route_is_divided_before_the_venues_limit(string venue, int limit, string name)
    {
        var adapter = Wire.Adapter(venue);
        var many = Enumerable.Range(0, limit * 2 + 1)
            .Select(i => new Subscription(adapter.Infer($"X{i}USDT")!, Channel.Book)).ToList();
        var routes = adapter.Plan(many);
        Assert.Equal([name, $"{name}-2", $"{name}-3"], routes.Select(route => route.Name));
        Assert.Equal([limit, limit, 1], routes.Select(route => route.Subscriptions.Count));
        Assert.Equal(many, routes.SelectMany(route => route.Subscriptions));
        Assert.True(limit < 1_024);
    }

    [Fact]
    public void A_subscription_wanted_twice_is_planned_once()
    {
        var all = All("binance", "BTCUSDT");
        Assert.Equal(5, Assert.Single(Wire.Adapter("binance").Plan([.. all, .. all])).Subscriptions.Count);
        Assert.Empty(Wire.Adapter("binance").Plan([]));
    }

    [Theory]
    [InlineData("binance")]
    [InlineData("binance-futures")]
    public void Every_endpoint_stands_below_one_that_recordings_are_recognised_by(string venue)
    {
        var adapter = Wire.Adapter(venue);
        foreach (var endpoint in adapter.Plan(All(venue, "BTCUSDT")).SelectMany(route => route.Endpoints))
            Assert.Contains(adapter.Profile.StreamEndpoints, known => known.IsBaseOf(endpoint));
    }

    [Fact]
    public void The_plugin_declares_both_venues()
    {
        var declared = typeof(BinanceSpotAdapter).Assembly.GetCustomAttributes<ExchangePluginAttribute>()
            .ToDictionary(plugin => plugin.Venue, plugin => plugin.Adapter);
        Assert.Equal(2, declared.Count);
        foreach (var (venue, type) in declared)
        {
            var adapter = (IExchangeAdapter)Activator.CreateInstance(type)!;
            Assert.Equal(venue, adapter.Profile.Venue);
        }
    }

    static List<Subscription> All(string venue, string symbol)
    {
        var instrument = Wire.Adapter(venue).Infer(symbol)!;
        return
        [
            new(instrument, Channel.Book), new(instrument, Channel.Book, Depth.Partial20),
            new(instrument, Channel.Quote), new(instrument, Channel.Ticker), new(instrument, Channel.Trade),
        ];
    }
}
