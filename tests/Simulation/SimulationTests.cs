using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Simulation;

/// <summary>Engine, plugin and embedded exchange in lock step: a failure is a seed.</summary>
public sealed class SimulationTests
{
    static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);

    /// <summary>Connecting again may take a backoff, then a snapshot two delays.</summary>
    static readonly TimeSpan RecoveryBound = TimeSpan.FromSeconds(35);

    public static TheoryData<int, int> Faulty => Seeds.Batches(24, 4);

    [Theory]
    [MemberData(nameof(Faulty))]
    public void What_is_published_is_the_venues_book_whatever_the_wire_does(int firstSeed, int count)
    {
        var gaps = 0L;
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var run = new SimulatedRun(seed);
            run.Run(TwoMinutes, new WireFaults
            {
                Drop = seed % 4 * 5,
                Duplicate = seed % 3 * 10,
                Reorder = seed % 5 * 4,
                Cut = seed % 2,
                FailAnswer = seed % 3 * 150,
                AnswerDelay = TimeSpan.FromMilliseconds(seed % 6 * 300),
            });
            gaps += run.Kept.Sum(x => x.Gaps);
            var recovered = run.Run(RecoveryBound, WireFaults.None, () => run.IsLive);

            Assert.True(run.IsLive, $"seed {seed}: not live {recovered} after the faults: {run.Describe()}");
            Assert.True(run.Compared > 500, $"seed {seed}: {run.Compared} comparisons");
            Assert.All(run.Kept, x => Assert.Equal(x.Audit.Compared, x.Audit.Equal));
            Assert.All(run.Sessions, x => Assert.Equal((0, 0), (x.Frames.Rejected, x.Frames.Unknown)));
        }

        Assert.True(gaps > 10, $"{gaps} gaps: the faults did not bite");
    }

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    public void Without_faults_there_is_no_gap_no_reject_and_no_second_life(int seed)
    {
        var run = new SimulatedRun(seed);
        var started = run.Run(TwoMinutes, WireFaults.None, () => run.IsLive);
        Assert.InRange(started.TotalSeconds, 0, 10);
        run.Run(TwoMinutes, new WireFaults { AnswerDelay = TimeSpan.FromSeconds(1) });

        Assert.True(run.IsLive, run.Describe());
        Assert.All(run.Kept, x => Assert.Equal((0, 1), (x.Gaps, x.Epoch)));
        Assert.All(run.Kept, x => Assert.Equal(x.Audit.Compared, x.Audit.Equal));
        Assert.All(run.Kept, x => Assert.True(x.Audit.Compared > 50, $"{x.Audit}"));
        Assert.All(run.Kept, x => Assert.True(x.DeltasApplied > 1_000, $"{x.DeltasApplied}"));
        Assert.All(run.Sessions, x => Assert.Equal((0, 0, 0, 0), (
            x.Frames.Rejected, x.Frames.Unknown, x.Strangers, x.Reconnects)));
        Assert.All(run.Feeds, x => Assert.True(x.Counters is { Tickers: > 50, Trades: > 10, Quotes: > 100 }));
    }

    [Fact]
    public void The_same_seed_lives_the_same_life()
    {
        Assert.Equal(Life(7), Life(7));
        Assert.NotEqual(Life(7), Life(8));
    }

    static (long, long, long, long) Life(int seed)
    {
        var run = new SimulatedRun(seed);
        run.Run(TimeSpan.FromSeconds(20), new WireFaults { Drop = 10, Duplicate = 10, Reorder = 10, Cut = 1 });
        return (
            run.Compared, run.Kept.Sum(x => x.DeltasApplied), run.Kept.Sum(x => x.Gaps), run.Kept.Sum(x => x.Sequence));
    }
}
