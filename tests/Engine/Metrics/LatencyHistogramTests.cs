using StrategyHost.Engine.Metrics;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Metrics;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void An_empty_histogram_is_all_zero() => Assert.Equal(default, new LatencyHistogram().Summarise());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(3_600_000_000_000)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(-250_000_000)]
    [InlineData(long.MinValue)]
    public void A_single_value_is_every_percentile(long ns)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(ns);
        Assert.Equal(new LatencySummary(1, ns, ns, ns, ns, ns, ns, ns), histogram.Summarise());
    }

    [Fact]
    public void Percentiles_are_those_of_the_sorted_values_to_within_a_hundredth()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var values = Values(seed);
            var histogram = new LatencyHistogram();
            foreach (var value in values) histogram.Record(value);
            AssertMatches(values, histogram.Summarise(), seed);
        }
    }

    [Fact]
    public void Adding_is_the_same_as_recording_both()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var (one, two, both) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
            foreach (var value in Values(seed)) one.Record(value);
            foreach (var value in Values(seed + 1000)) two.Record(value);
            foreach (var value in Values(seed).Concat(Values(seed + 1000))) both.Record(value);
            one.Add(two);
            Assert.Equal(both.Summarise() with { MeanNs = 0 }, one.Summarise() with { MeanNs = 0 });
            var mean = both.Summarise().MeanNs;
            Assert.Equal(mean, one.Summarise().MeanNs, Math.Abs(mean) * 1e-9 + 1e-6);
        }
    }

    [Fact]
    public void Adding_an_empty_one_changes_nothing()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(5);
        histogram.Add(new LatencyHistogram());
        Assert.Equal(new LatencySummary(1, 5, 5, 5, 5, 5, 5, 5), histogram.Summarise());
    }

    [Fact]
    public void Reset_forgets_everything()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(-5);
        histogram.Record(5_000);
        histogram.Reset();
        Assert.Equal(default, histogram.Summarise());
        histogram.Record(7);
        Assert.Equal(new LatencySummary(1, 7, 7, 7, 7, 7, 7, 7), histogram.Summarise());
    }

    [Fact]
    public void Recording_and_summarising_allocate_nothing()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(-1); // the mirrored half comes with the first negative value
        histogram.Summarise();
        Assert.Equal(0, Allocations.Steady(() =>
        {
            for (var i = -1000; i < 10_000; i++) histogram.Record(i * 1009L);
            histogram.Summarise();
        }));
    }

    [Fact]
    public async Task A_reader_beside_the_writer_sees_figures_in_order()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(1000);
        var isDone = false;
        var writing = Task.Run(() =>
        {
            var random = new Random(1);
            while (!Volatile.Read(ref isDone)) histogram.Record(random.Next(1, 1_000_000));
        });
        for (var i = 0; i < 500; i++)
        {
            var s = histogram.Summarise();
            Assert.True(s.MinNs <= s.P50Ns && s.P50Ns <= s.P95Ns && s.P95Ns <= s.P99Ns && s.P99Ns <= s.P999Ns);
            Assert.InRange(s.P999Ns, 1, 1_000_000);
        }
        Volatile.Write(ref isDone, true);
        await writing;
    }

    static void AssertMatches(long[] values, LatencySummary summary, int seed)
    {
        Array.Sort(values);
        Assert.Equal(values.Length, summary.Count);
        Assert.Equal(values[0], summary.MinNs);
        Assert.Equal(values[^1], summary.MaxNs);
        var mean = values.Average(v => (double)v);
        Assert.Equal(mean, summary.MeanNs, Math.Abs(mean) * 1e-6 + 1e-3);
        (double Fraction, long Told)[] told =
            [(0.5, summary.P50Ns), (0.95, summary.P95Ns), (0.99, summary.P99Ns), (0.999, summary.P999Ns)];
        foreach (var (fraction, ns) in told)
        {
            var exact = values[Math.Max(1, (int)Math.Ceiling(fraction * values.Length)) - 1];
            Assert.True(Math.Abs(ns - exact) <= Math.Abs(exact) * 0.01, $"seed {seed}: {ns} for {exact}");
        }
    }

    static long[] Values(int seed)
    {
        var random = new Random(seed);
        var isSigned = seed % 2 == 0;
        return [.. Enumerable.Range(0, random.Next(1, 3000)).Select(_ =>
        {
            var magnitude = (long)Math.Pow(10, random.NextDouble() * 12.5); // 1 ns to 53 minutes
            return isSigned && random.Next(3) == 0 ? -magnitude : magnitude;
        })];
    }
}
