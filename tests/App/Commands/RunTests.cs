using System.Text.Json;

namespace StrategyHost.Tests.App.Commands;

/// <summary>One run of ten seconds with a report in JSON, that several tests look at.</summary>
public sealed class TenSeconds : CommandTest, IAsyncLifetime
{
    internal HostResult Result { get; private set; } = null!;

    public JsonElement Report => Result.Json;

    public async Task InitializeAsync() => Result = await RunAsync("run", "--headless", "--seconds", "10", "--json");

    public Task DisposeAsync() => Task.CompletedTask;
}

public sealed class RunTests(TenSeconds run) : IClassFixture<TenSeconds>
{
    [Fact]
    public void A_run_prints_one_json_document_and_nothing_else_on_standard_output()
    {
        Assert.Equal(0, run.Result.ExitCode);
        Assert.Equal(JsonValueKind.Object, run.Report.ValueKind);
        Assert.Equal("simulated", run.Report.GetProperty("source").GetString());
        Assert.InRange(run.Report.GetProperty("elapsedSeconds").GetDouble(), 9.9, 75);
        Assert.Empty(run.Report.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public void Five_feeds_of_every_venue_are_live_without_gap_or_reject()
    {
        var feeds = run.Report.GetProperty("feeds").EnumerateArray().ToArray();
        var venues = feeds.GroupBy(x => x.GetProperty("venue").GetString()).ToArray();
        Assert.Equal(
            ["binance", "binance-futures", "bybit", "bybit-linear", "coinbase", "okx"],
            venues.Select(x => x.Key).Order(StringComparer.Ordinal));
        Assert.All(venues, venue => Assert.True(venue.Count() >= 5));
        foreach (var feed in feeds)
        {
            Assert.Equal("live", feed.GetProperty("state").GetString());
            Assert.Equal(0, feed.GetProperty("gaps").GetInt64());
            Assert.Equal(0, feed.GetProperty("framesRejected").GetInt64());
            var audit = feed.GetProperty("audit");
            Assert.Equal(audit.GetProperty("compared").GetInt64(), audit.GetProperty("equal").GetInt64());
        }
    }

    [Fact]
    public void Every_published_level_is_the_embedded_exchanges()
    {
        var feeds = run.Report.GetProperty("feeds").EnumerateArray().ToArray();
        var compared = 0;
        foreach (var truth in feeds.Select(x => x.GetProperty("truth")))
        {
            Assert.InRange(truth.GetProperty("levelsCompared").GetInt32(), 2, 40);
            Assert.Equal(truth.GetProperty("levelsCompared").GetInt32(), truth.GetProperty("levelsEqual").GetInt32());
            compared += truth.GetProperty("levelsCompared").GetInt32();
        }

        Assert.True(compared >= 1000, $"{compared} levels of {feeds.Length} books");
    }

    [Fact]
    public void A_feed_says_all_that_is_documented_in_its_documented_type()
    {
        foreach (var feed in run.Report.GetProperty("feeds").EnumerateArray())
        {
            Assert.Contains(':', feed.GetProperty("instrument").GetString()!);
            foreach (var count in new[] { "framesReceived", "bookUpdates", "tickers", "trades" })
                Assert.True(feed.GetProperty(count).GetInt64() > 0, count);
            foreach (var count in new[] { "staleUpdates", "resyncs", "reconnects" })
                Assert.True(feed.GetProperty(count).GetInt64() >= 0, count);
            foreach (var percentile in new[] { "p50", "p95", "p99" })
                Assert.Equal(JsonValueKind.Number, feed.GetProperty("delayMs").GetProperty(percentile).ValueKind);
            Assert.True(feed.GetProperty("processingUs").GetProperty("p50").GetDouble() > 0);
            Assert.True(feed.GetProperty("processingUs").GetProperty("p99").GetDouble() > 0);
            var bid = decimal.Parse(feed.GetProperty("bestBid").GetString()!);
            Assert.True(bid < decimal.Parse(feed.GetProperty("bestAsk").GetString()!));
        }
    }

    [Fact]
    public void The_shipped_strategies_run_and_signal()
    {
        var strategies = run.Report.GetProperty("strategies").EnumerateArray().ToArray();
        Assert.Equal(
            ["book-watch", "microprice", "ticker-momentum"], strategies.Select(x => x.GetProperty("name").GetString()));
        foreach (var strategy in strategies)
        {
            Assert.Equal("running", strategy.GetProperty("state").GetString());
            Assert.True(strategy.GetProperty("events").GetInt64() > 0);
            Assert.Equal(0, strategy.GetProperty("faults").GetInt64());
            Assert.True(strategy.GetProperty("conflated").GetInt64() >= 0);
        }

        Assert.True(strategies.Sum(x => x.GetProperty("signals").GetInt64()) > 0);
        var signals = run.Report.GetProperty("signals").EnumerateArray().ToArray();
        Assert.InRange(signals.Length, 1, 20);
        Assert.All(signals, x => Assert.Equal(JsonValueKind.String, x.GetProperty("strategy").ValueKind));
    }

    [Fact]
    public void Logs_go_to_standard_error() => Assert.Contains(run.Result.Error, x => x.Contains("connected"));
}
