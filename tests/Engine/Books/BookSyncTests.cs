using StrategyHost.Engine.Books;
using StrategyHost.Exchange;
using StrategyHost.Market;
using static StrategyHost.Tests.Engine.Books.Updates;

namespace StrategyHost.Tests.Engine.Books;

/// <summary>Every rule of the numbering table, one by one.</summary>
public sealed class BookSyncTests
{
    readonly BookSync spot = new(SnapshotBridge.Next, isMonotonic: true);
    readonly BookSync futures = new(SnapshotBridge.Within, isMonotonic: true);
    readonly BookSync falling = new(SnapshotBridge.Next, isMonotonic: false);

    [Theory]
    [InlineData(1, 9, SyncResult.Stale)]
    [InlineData(5, 10, SyncResult.Stale)] // ends at L
    [InlineData(5, 11, SyncResult.Applied)]
    [InlineData(11, 11, SyncResult.Applied)]
    [InlineData(11, 15, SyncResult.Applied)]
    [InlineData(12, 15, SyncResult.Gap)]
    public void A_spot_delta_joins_snapshot_10_when_it_covers_11(long first, long last, object expected)
    {
        spot.Join(Plain(10));

        Assert.Equal(expected, spot.Apply(Delta(first - 1, first, last)));
    }

    [Theory]
    [InlineData(4, 5, 9, SyncResult.Stale)]
    [InlineData(4, 5, 10, SyncResult.Stale)] // ends at L: what it tells is in the snapshot
    [InlineData(4, 10, 15, SyncResult.Applied)]
    [InlineData(4, 5, 15, SyncResult.Applied)] // its pu is not tested
    [InlineData(4, 11, 15, SyncResult.Gap)] // L + 1 is not enough here
    [InlineData(10, 14, 15, SyncResult.Applied)] // unless it continues: numbers jump
    [InlineData(11, 12, 15, SyncResult.Gap)]
    public void A_futures_delta_joins_snapshot_10_when_it_covers_10(
        long previous, long first, long last, object expected)
    {
        futures.Join(Plain(10));

        Assert.Equal(expected, futures.Apply(Delta(previous, first, last)));
    }

    [Theory]
    [InlineData(20, 25, 30, SyncResult.Applied)]
    [InlineData(15, 16, 20, SyncResult.Stale)] // a duplicate
    [InlineData(10, 12, 19, SyncResult.Stale)]
    [InlineData(15, 16, 25, SyncResult.Gap)] // an overlap bridges only a snapshot
    [InlineData(19, 20, 25, SyncResult.Gap)]
    [InlineData(21, 22, 25, SyncResult.Gap)]
    public void After_the_bridge_a_delta_continues_is_stale_or_reveals_a_gap(
        long previous, long first, long last, object expected)
    {
        futures.Join(Plain(10));
        Assert.Equal(SyncResult.Applied, futures.Apply(Delta(4, 5, 20)));

        Assert.Equal(expected, futures.Apply(Delta(previous, first, last)));
    }

    [Fact]
    public void Stale_deltas_before_the_bridge_leave_it_open()
    {
        futures.Join(Plain(10));
        Assert.Equal(SyncResult.Stale, futures.Apply(Delta(2, 3, 9)));
        Assert.Equal(SyncResult.Stale, futures.Apply(Delta(9, 9, 10)));
        Assert.Equal(SyncResult.Applied, futures.Apply(Delta(7, 8, 12)));
        Assert.Equal((12, 1, 2), (futures.Sequence, futures.DeltasApplied, futures.DeltasStale));
    }

    [Fact]
    public void Kept_deltas_are_stale_bridge_and_continue_when_the_snapshot_comes()
    {
        Assert.False(spot.NeedsSnapshot);
        foreach (var (first, last) in new[] { (1, 4), (5, 9), (10, 14), (15, 20) })
        {
            Assert.Equal(SyncResult.Buffered, spot.Apply(Spot(first, last)));
        }

        Assert.True(spot.NeedsSnapshot);
        Assert.Equal(SyncResult.Applied, spot.Join(Plain(11)));
        Assert.Equal(
            [SyncResult.Stale, SyncResult.Stale, SyncResult.Applied, SyncResult.Applied], Steps(spot));
        Assert.Equal((20, 2, 2, 0, 1), Counts(spot));
        Assert.Equal(new ScaledLevel(100, 20), spot.Book.Bids.Best);
        Assert.False(spot.NeedsSnapshot);
    }

    [Fact]
    public void A_snapshot_older_than_the_kept_deltas_is_refused_and_they_stay()
    {
        spot.Apply(Spot(10, 14));
        Assert.Equal(SyncResult.SnapshotTooOld, spot.Join(Plain(8)));
        Assert.Equal(SyncState.AwaitingSnapshot, spot.State);
        Assert.Equal(SyncResult.Applied, spot.Join(Plain(9)));
        Assert.Equal([SyncResult.Applied], Steps(spot));
        Assert.Equal((14, 1, 0, 0, 1), Counts(spot));
    }

    [Fact]
    public void A_gap_takes_the_book_away_and_keeps_the_delta_that_revealed_it()
    {
        spot.Join(Plain(10));
        spot.Apply(Spot(11, 12));
        var lost = spot.Book;

        Assert.Equal(SyncResult.Gap, spot.Apply(Spot(14, 15)));

        Assert.Equal((SyncState.AwaitingSnapshot, -1, true), (spot.State, spot.Sequence, spot.NeedsSnapshot));
        Assert.NotSame(lost, spot.Book);
        Assert.Equal(0, spot.Book.Bids.Count);
        Assert.Equal(SyncResult.Applied, spot.Join(Plain(13)));
        Assert.Equal([SyncResult.Applied], Steps(spot));
        Assert.Equal((15, 2, 0, 1, 2), Counts(spot));
    }

    [Fact]
    public void A_gap_among_kept_deltas_drops_those_before_it()
    {
        spot.Apply(Spot(1, 4));
        Assert.Equal(SyncResult.Stale, spot.Apply(Spot(1, 4)));
        Assert.Equal(SyncResult.Buffered, spot.Apply(Spot(7, 9)));

        Assert.Equal(1, spot.Gaps);
        Assert.Equal(SyncResult.SnapshotTooOld, spot.Join(Plain(5)));
        Assert.Equal(SyncResult.Applied, spot.Join(Plain(6)));
    }

    [Fact]
    public void A_refresh_replaces_the_book_under_running_deltas()
    {
        spot.Join(Snapshot(10, Levels((100, 1), (99, 1)), Levels((200, 1)), limit: 2));
        spot.Apply(Spot(11, 12));
        spot.BeginRefresh();
        spot.Apply(Spot(13, 14));
        spot.Apply(Spot(15, 16));

        Assert.Equal(SyncResult.Applied, spot.Join(Plain(13)));
        Assert.Equal([SyncResult.Applied, SyncResult.Applied], Steps(spot));

        Assert.Equal((16, 3, 0, 0, 1), Counts(spot)); // no delta counted twice, no new life
        Assert.Equal(long.MinValue, spot.Book.BidHorizon);
        Assert.Equal(new ScaledLevel(100, 16), spot.Book.Bids.Best);
        Assert.Equal(1, spot.Book.Bids.Count);
        Assert.False(spot.IsRefreshing);
        Assert.Equal(SyncResult.Applied, spot.Apply(Spot(17, 17)));
    }

    [Fact]
    public void A_refresh_newer_than_the_book_waits_for_the_delta_that_joins_it()
    {
        spot.Join(Plain(10));
        spot.BeginRefresh();
        spot.Apply(Spot(11, 12));

        Assert.Equal(SyncResult.Applied, spot.Join(Plain(15)));
        Assert.Equal([SyncResult.Stale], Steps(spot));

        Assert.Equal((15, SyncResult.Stale), (spot.Sequence, spot.Apply(Spot(13, 14))));
        Assert.Equal(SyncResult.Applied, spot.Apply(Spot(15, 17)));
        Assert.Equal((17, 0L), (spot.Sequence, spot.Gaps));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_refresh_that_cannot_be_joined_keeps_the_live_book(bool hasKept)
    {
        spot.Join(Plain(10));
        spot.Apply(Spot(11, 20));
        spot.BeginRefresh();
        if (hasKept) spot.Apply(Spot(21, 22));
        var (book, number) = (spot.Book, spot.Sequence);

        Assert.Equal(SyncResult.SnapshotTooOld, spot.Join(Plain(15)));

        Assert.Same(book, spot.Book);
        Assert.Equal((SyncState.Live, number, 0L), (spot.State, spot.Sequence, spot.Gaps));
        Assert.Equal(SyncResult.Applied, spot.Apply(Spot(number + 1, number + 3)));
    }

    [Fact]
    public void A_refresh_is_called_off_when_its_deltas_overflow()
    {
        spot.Join(Plain(10));
        spot.BeginRefresh();
        for (var i = 11; i <= 11 + DeltaBuffer.MaxDeltas; i++)
        {
            Assert.Equal(SyncResult.Applied, spot.Apply(Spot(i, i)));
        }

        Assert.False(spot.IsRefreshing);
        Assert.Equal(SyncResult.Stale, spot.Join(Plain(12))); // the answer to what was called off
        Assert.Equal((11 + DeltaBuffer.MaxDeltas, 0L, 1), (spot.Sequence, spot.Gaps, spot.Epoch));
    }

    [Fact]
    public void A_snapshot_that_nobody_waits_for_replaces_only_an_older_book()
    {
        spot.Join(Plain(10));
        spot.Apply(Spot(11, 20));
        Assert.Equal(SyncResult.Stale, spot.Join(Plain(19)));
        Assert.Equal(20, spot.Sequence);
        Assert.Equal(SyncResult.Applied, spot.Join(Plain(25)));
        Assert.Equal(25, spot.Sequence);
    }

    [Fact]
    public void A_stream_snapshot_replaces_whatever_there_was()
    {
        spot.Apply(Plain(100));
        spot.Apply(Spot(101, 101));
        Assert.Equal(SyncResult.Applied, spot.Apply(Plain(1))); // the venue began again

        Assert.Equal((1, SyncState.Live, 2, 0L), (spot.Sequence, spot.State, spot.Epoch, spot.Gaps));
        Assert.Equal(new ScaledLevel(100, 1), spot.Book.Bids.Best);
        Assert.Equal(SyncResult.Applied, spot.Apply(Spot(2, 2)));
    }

    [Fact]
    public void A_stream_snapshot_ends_a_join_that_was_going_on()
    {
        spot.Join(Plain(10));
        spot.Apply(Plain(20));
        Assert.Equal(SyncResult.Gap, spot.Apply(Spot(15, 25))); // an overlap bridges only a snapshot from REST
    }

    [Fact]
    public void A_number_that_falls_continues_where_previous_says_so()
    {
        falling.Apply(Plain(100));
        Assert.Equal(SyncResult.Applied, falling.Apply(Delta(100, 101, 110)));
        Assert.Equal(SyncResult.Applied, falling.Apply(Delta(110, 111, 3))); // OKX's reset
        Assert.Equal(SyncResult.Applied, falling.Apply(Delta(3, 4, 3))); // its empty keep-alive
        Assert.Equal(SyncResult.Applied, falling.Apply(Delta(3, 4, 5)));
        Assert.Equal(SyncResult.Gap, falling.Apply(Delta(1, 2, 4))); // lower is no sign of being old
    }

    [Theory]
    [InlineData(115, 8)] // inside the first delta's numbers but one
    [InlineData(120, 8)] // the number before the fall
    [InlineData(5, 8)] // the number after it
    [InlineData(8, 8)] // the newest
    public void A_fall_among_the_kept_deltas_does_not_refuse_a_snapshot(long number, long expected)
    {
        KeepAcrossFall();
        Assert.Equal(SyncResult.Applied, falling.Join(Plain(number) with { VenueTimeNs = 100 }));
        while (falling.TryStep(out var step)) Assert.NotEqual(SyncResult.Gap, step);
        Assert.Equal((SyncState.Live, expected, 0L), (falling.State, falling.Sequence, falling.Gaps));
    }

    [Theory]
    [InlineData(95)] // before the first delta
    [InlineData(105)] // inside it, which says nothing of when
    [InlineData(50)] // in neither run of numbers
    [InlineData(130)] // above the newest, perhaps of the run before
    public void A_snapshot_whose_place_among_fallen_numbers_is_not_certain_is_refused(long number)
    {
        KeepAcrossFall();
        Assert.Equal(SyncResult.SnapshotTooOld, falling.Join(Plain(number) with { VenueTimeNs = 100 }));
        Assert.True(falling.NeedsSnapshot);
    }

    [Fact]
    public void Where_numbers_fall_a_snapshot_older_than_the_deltas_by_its_time_is_refused()
    {
        falling.Apply(Delta(100, 101, 110) with { VenueTimeNs = 50 });
        falling.Apply(Delta(110, 111, 120) with { VenueTimeNs = 60 });
        Assert.Equal(SyncResult.SnapshotTooOld, falling.Join(Plain(130) with { VenueTimeNs = 55 }));
        Assert.Equal(SyncResult.SnapshotTooOld, falling.Join(Plain(115) with { VenueTimeNs = 45 }));
        Assert.Equal(SyncResult.Applied, falling.Join(Plain(130) with { VenueTimeNs = 60 }));
        while (falling.TryStep(out var step)) Assert.Equal(SyncResult.Stale, step);
        Assert.Equal(SyncResult.Stale, falling.Apply(Delta(120, 121, 125)));
        Assert.Equal(SyncResult.Applied, falling.Apply(Delta(125, 126, 140)));
    }

    [Fact]
    public void Numbers_that_fall_before_a_newer_snapshot_is_met_are_a_gap()
    {
        falling.Apply(Delta(100, 101, 110));
        falling.Join(Plain(130) with { VenueTimeNs = long.MaxValue });
        while (falling.TryStep(out var step)) Assert.Equal(SyncResult.Stale, step);
        Assert.Equal(SyncResult.Gap, falling.Apply(Delta(110, 111, 7)));
        Assert.Equal(SyncState.AwaitingSnapshot, falling.State);
    }

    [Fact]
    public void Where_numbers_fall_a_snapshot_that_nobody_asked_for_changes_nothing()
    {
        falling.Apply(Plain(10));
        Assert.Equal(SyncResult.Stale, falling.Join(Plain(12)));
        Assert.Equal(10, falling.Sequence);
    }

    void KeepAcrossFall()
    {
        falling.Apply(Delta(100, 101, 110) with { VenueTimeNs = 10 });
        falling.Apply(Delta(110, 111, 120) with { VenueTimeNs = 20 });
        falling.Apply(Delta(120, 121, 5) with { VenueTimeNs = 30 });
        falling.Apply(Delta(5, 6, 8) with { VenueTimeNs = 40 });
    }

    [Fact]
    public void Unnumbered_updates_are_taken_in_the_order_of_arrival()
    {
        falling.Apply(Snapshot(-1, Levels((100, 1)), Levels((200, 1))));
        Assert.Equal(
            SyncResult.Applied, falling.Apply(Delta(SequenceSpan.Unnumbered, Levels((100, 0), (99, 4)), [])));
        Assert.Equal((new ScaledLevel(99, 4), -1L), (falling.Book.Bids.Best, falling.Sequence));
    }

    [Fact]
    public void A_number_beyond_64_bits_costs_the_book_and_is_told_from_a_gap()
    {
        spot.Join(Plain(10));
        var huge = Delta(new SequenceSpan(10, 11, 11), Levels((long.MaxValue / 5, 1)), [], prices: 1);

        Assert.Equal(SyncResult.DoesNotFit, spot.Apply(huge));

        Assert.Equal((SyncState.AwaitingSnapshot, 1L, false), (spot.State, spot.Gaps, spot.NeedsSnapshot));
    }

    [Fact]
    public void A_book_proved_wrong_is_gone_and_the_next_life_has_another_epoch()
    {
        spot.Join(Plain(10));
        Assert.Equal(SyncResult.Disproved, spot.Condemn());
        Assert.Equal((SyncState.AwaitingSnapshot, 1L), (spot.State, spot.Gaps));
        spot.Apply(Spot(11, 12));
        spot.Join(Plain(10));
        Assert.Equal(2, spot.Epoch);
    }

    static List<SyncResult> Steps(BookSync sync)
    {
        var results = new List<SyncResult>();
        while (sync.TryStep(out var result)) results.Add(result);
        return results;
    }

    static (long, long, long, long, long) Counts(BookSync sync) =>
        (sync.Sequence, sync.DeltasApplied, sync.DeltasStale, sync.Gaps, sync.Epoch);
}
