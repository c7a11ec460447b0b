using StrategyHost.Engine.Books;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Books;

public sealed class BookSyncPropertyTests
{
    public static TheoryData<int, int> Batches => Seeds.Batches(1_200);

    [Theory]
    [MemberData(nameof(Batches))]
    public void Live_book_equals_the_venues_book_whatever_is_lost(int firstSeed, int count)
    {
        var (compared, applied, refreshed, gaps) = (0L, 0L, 0L, 0L);
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var numbering = (Numbering)(seed % 5);
            var faults = new WireFaults(seed % 7, seed % 5 * 2, seed % 3 * 4, seed % 2 * 30);
            var world = new SyncWorld(seed, numbering, faults);
            world.Run();

            Assert.True(world.Difference is null, $"seed {seed}, {numbering}, {faults}: {world.Difference}");
            Assert.True(world.Sync.State == SyncState.Live, $"seed {seed}, {numbering}, {faults}: not live at the end");
            compared += world.Compared;
            applied += world.Sync.DeltasApplied;
            refreshed += world.Refreshed;
            gaps += world.Sync.Gaps;
        }

        // The faults must have bitten, and books must have lived nevertheless.
        Assert.True(compared > count * 60, $"{compared} comparisons in {count} seeds");
        Assert.True(applied > count * 40, $"{applied} deltas applied in {count} seeds");
        Assert.True(gaps > count / 2, $"{gaps} gaps in {count} seeds");
        Assert.True(refreshed > count / 8, $"{refreshed} refreshes in {count} seeds");
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_wire_that_loses_nothing_reveals_no_gap_however_late_the_snapshots_are(int firstSeed, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var numbering = (Numbering)(seed % 5);
            // Where numbers fall a lower one is no sign of being old, and a snapshot may be ahead of the fall.
            if (numbering == Numbering.Restarting) continue;
            var staleAnswers = seed / 5 % 2 * 50;
            var repeats = numbering == Numbering.Falling ? 0 : 10;
            var world = new SyncWorld(seed, numbering, new WireFaults(0, repeats, 0, staleAnswers));
            world.Run();

            Assert.True(world.Difference is null, $"seed {seed}, {numbering}: {world.Difference}");
            Assert.True(world.Sync.Gaps == 0, $"seed {seed}, {numbering}: {world.Sync.Gaps} gaps");
            Assert.True(world.Sync.State == SyncState.Live, $"seed {seed}, {numbering}: not live at the end");
            if (staleAnswers == 0 && repeats == 0) Assert.Equal(0, world.SnapshotsTooOld);
        }
    }
}
