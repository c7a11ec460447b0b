using StrategyHost.Engine.Dispatch;
using StrategyHost.Market;
using static StrategyHost.Tests.Engine.Books.Updates;

namespace StrategyHost.Tests.Engine.Dispatch;

/// <summary>The cell of the newest value and the queue of trades.</summary>
public sealed class CellTests
{
    [Fact]
    public void A_cell_is_empty_until_written_and_counts_what_was()
    {
        var cell = new LatestCell<long>();
        Assert.False(cell.TryRead(out _, out var count));
        cell.Write(7);
        cell.Write(8);

        Assert.True(cell.TryRead(out var value, out count));
        Assert.Equal((8, 2, 2), (value, count, cell.Count));
    }

    [Fact]
    public async Task A_cell_is_never_read_half_old_and_half_new()
    {
        const int Writes = 500_000;
        var cell = new LatestCell<Wide>();
        var reading = Task.Run(() =>
        {
            var last = 0L;
            while (last < Writes)
            {
                if (!cell.TryRead(out var value, out var count)) continue;
                Assert.True(value.IsWhole, $"{value}");
                Assert.Equal(count, value.A);
                Assert.True(count >= last);
                last = count;
            }
        });
        for (var i = 1L; i <= Writes; i++) cell.Write(new Wide(i, i, i, i, i, i, i, i));
        await reading.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Trades_keep_their_order_and_past_the_bound_the_newest_are_dropped_and_counted()
    {
        var queue = new TradeQueue();
        for (var i = 1; i <= TradeQueue.Capacity + 5; i++) queue.Add(Trade(i));
        Assert.Equal(5, queue.Dropped);

        Assert.True(queue.TryTake(out var first));
        queue.Add(Trade(9_999));

        var ids = new List<long> { first.Id };
        while (queue.TryTake(out var trade)) ids.Add(trade.Id);
        Assert.Equal([.. Enumerable.Range(1, TradeQueue.Capacity).Select(x => (long)x), 9_999], ids);
    }

    [Fact]
    public async Task Trades_between_two_threads_arrive_once_and_in_order()
    {
        const int Trades = 300_000;
        var queue = new TradeQueue();
        var writing = Task.Run(() =>
        {
            for (var i = 1; i <= Trades; i++) queue.Add(Trade(i));
        });
        var (last, taken) = (0L, 0L);
        while (true)
        {
            var isDone = writing.IsCompleted;
            while (queue.TryTake(out var trade))
            {
                Assert.True(trade.Id > last);
                (last, taken) = (trade.Id, taken + 1);
            }

            if (isDone) break;
        }

        await writing;
        Assert.Equal(Trades, taken + queue.Dropped);
    }

    static Trade Trade(long id) => new()
    {
        Instrument = Btc,
        Id = id,
        Scaled = new ScaledLevel(1, 1),
        PriceScale = 2,
        QuantityScale = 3,
        TakerSide = Side.Bid,
        Received = default,
    };

    readonly record struct Wide(long A, long B, long C, long D, long E, long F, long G, long H)
    {
        public bool IsWhole => A == B && B == C && C == D && D == E && E == F && F == G && G == H;
    }
}
