using StrategyHost.Engine.Dispatch;
using StrategyHost.Engine.Feeds;
using StrategyHost.Strategy;
using static StrategyHost.Tests.Engine.Books.Updates;

namespace StrategyHost.Tests.Engine.Dispatch;

public sealed class TopicReaderTests
{
    static readonly BookHeader Header = new()
    {
        Instrument = Btc, PriceScale = 2, QuantityScale = 3, BidHorizon = long.MinValue, AskHorizon = long.MaxValue,
    };

    readonly BookRing ring = new(2);
    readonly InstrumentFeed feed = new(Btc, null, TimeProvider.System, measuresProcessing: false);
    readonly List<long> seen = [];
    long published;

    [Fact]
    public void The_latest_reader_hands_over_the_newest_and_counts_what_it_skipped()
    {
        Publish(2); // before it listened: none of its business
        var reader = new LatestBookReader(feed, ring, new BookBuffer(2), See);
        Assert.False(reader.TryHandle(out _));

        Publish(1);
        Assert.True(reader.TryHandle(out _));
        Publish(5);
        Assert.True(reader.TryHandle(out var hasMore));
        Assert.False(reader.TryHandle(out _));

        Assert.Equal([3, 8], seen);
        Assert.Equal((4L, false), (reader.Conflated, hasMore));
    }

    [Fact]
    public void A_withdrawn_book_is_not_handed_over()
    {
        var latest = new LatestBookReader(feed, ring, new BookBuffer(2), See);
        var every = new EveryBookReader(feed, ring, new BookBuffer(2), See);
        Publish(3);
        ring.Withdraw();

        Assert.False(latest.TryHandle(out _));
        Assert.False(every.TryHandle(out _));
        Assert.Empty(seen);

        Publish(1);
        Assert.True(latest.TryHandle(out _));
        Assert.True(every.TryHandle(out _));
        Assert.Equal([4, 4], seen);
        Assert.Equal((3L, 3L), (latest.Conflated, every.Conflated));
    }

    [Fact]
    public void The_every_reader_hands_over_each_publication_once()
    {
        var reader = new EveryBookReader(feed, ring, new BookBuffer(2), See);
        for (var burst = 1; burst <= BookRing.Slots - 2; burst++)
        {
            Publish(burst);
            for (var i = burst; i > 0; i--)
            {
                Assert.True(reader.TryHandle(out var hasMore));
                Assert.Equal(i > 1, hasMore);
            }

            Assert.False(reader.TryHandle(out _));
        }

        Assert.Equal(Enumerable.Range(1, (int)published).Select(x => (long)x), seen);
        Assert.Equal(0, reader.Conflated);
    }

    [Fact]
    public void An_overrun_every_reader_goes_on_with_the_oldest_that_is_left_and_counts_the_others()
    {
        var reader = new EveryBookReader(feed, ring, new BookBuffer(2), See);
        Publish(500);
        while (reader.TryHandle(out _))
        {
        }

        Assert.Equal(500, seen[^1]);
        Assert.True(seen.Zip(seen.Skip(1)).All(x => x.Second == x.First + 1));
        Assert.Equal(500, seen.Count + reader.Conflated);
        Assert.InRange(seen.Count, BookRing.Slots - 2, BookRing.Slots);
    }

    [Fact]
    public async Task An_every_reader_beside_a_writer_counts_each_publication_once()
    {
        const int Publications = 200_000;
        var handled = 0L;
        var last = 0L;
        var reader = new EveryBookReader(feed, ring, new BookBuffer(2), book =>
        {
            Assert.True(book.Sequence > last);
            last = book.Sequence!.Value;
            handled++;
        });
        var writing = Task.Run(() => Publish(Publications));
        while (last < Publications)
        {
            reader.TryHandle(out _);
            if (writing.IsFaulted) break;
        }

        await writing.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(Publications, handled + reader.Conflated);
    }

    [Fact]
    public void The_newest_quote_is_handed_over_and_the_others_are_counted()
    {
        var cell = new LatestCell<long>();
        cell.Write(1);
        var reader = new LatestReader<long>(feed, cell, seen.Add);
        Assert.False(reader.TryHandle(out _));
        for (var i = 2; i <= 6; i++) cell.Write(i);

        Assert.True(reader.TryHandle(out _));
        Assert.False(reader.TryHandle(out _));

        Assert.Equal([6], seen);
        Assert.Equal(4, reader.Conflated);
    }

    void See(BookView book) => seen.Add(book.Sequence!.Value);

    void Publish(int count)
    {
        for (var i = 0; i < count; i++)
        {
            ring.Publish(Header with { Sequence = ++published }, Levels((published, 1)), []);
        }
    }
}
