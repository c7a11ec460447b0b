using System.Diagnostics.Metrics;
using StrategyHost.Engine.Metrics;

namespace StrategyHost.Tests.Engine.Metrics;

public sealed class FeedMetersTests
{
    [Fact]
    public void A_listener_sees_each_feeds_figures_in_seconds()
    {
        var delay = new LatencySummary(2, 0, 0, 0, 1_500_000, 2_000_000, 3_000_000, 0);
        FeedReading[] feeds =
        [
            new("binance", "binance:BTC/USDT", delay, default, 7, 1, 2),
            new("bybit", "bybit:BTC/USDT", null, default, 9, 0, 0),
        ];
        using var meters = new FeedMeters(() => feeds);
        var seen = Listen();
        Assert.Contains("strategyhost.feed.delay venue=binance instrument=binance:BTC/USDT quantile=0.5 0.0015", seen);
        Assert.Contains("strategyhost.feed.delay venue=binance instrument=binance:BTC/USDT quantile=0.99 0.003", seen);
        Assert.DoesNotContain(seen, s => s.Contains("delay venue=bybit")); // unknown is not zero
        Assert.DoesNotContain(seen, s => s.Contains("processing"));
        Assert.Contains("strategyhost.feed.frames venue=bybit instrument=bybit:BTC/USDT 9", seen);
        Assert.Contains("strategyhost.feed.gaps venue=binance instrument=binance:BTC/USDT 1", seen);
        Assert.Contains("strategyhost.feed.reconnects venue=binance instrument=binance:BTC/USDT 2", seen);
    }

    [Fact]
    public void Nobody_listening_costs_nothing()
    {
        var asked = 0;
        using var meters = new FeedMeters(() => { asked++; return []; });
        Assert.Equal(0, asked);
    }

    static List<string> Listen()
    {
        var seen = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == FeedMeters.Name) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => seen.Add(Show(i, value, tags)));
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => seen.Add(Show(i, value, tags)));
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }

    static string Show(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))} {value}";
}
