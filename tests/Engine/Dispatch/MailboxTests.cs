using StrategyHost.Engine.Dispatch;
using StrategyHost.Market;
using static StrategyHost.Tests.Engine.Books.Updates;

namespace StrategyHost.Tests.Engine.Dispatch;

public sealed class MailboxTests
{
    static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    [Fact]
    public void Marked_topics_are_taken_once_lowest_first_from_where_the_last_was()
    {
        var mailbox = WithTopics(200);
        foreach (var topic in new[] { 199, 0, 63, 64, 130, 64 }) mailbox.Mark(topic);
        Assert.True(mailbox.HasNews);

        var taken = new List<int>();
        for (var topic = mailbox.TakeTopic(0); topic >= 0; topic = mailbox.TakeTopic(topic + 1)) taken.Add(topic);

        Assert.Equal([0, 63, 64, 130, 199], taken);
        Assert.False(mailbox.HasNews);
        mailbox.Mark(5);
        Assert.Equal(-1, mailbox.TakeTopic(6));
        Assert.Equal(5, mailbox.TakeTopic(0));
    }

    [Fact]
    public void Topics_statuses_and_posts_are_bounded_and_what_is_lost_is_counted()
    {
        var mailbox = WithTopics(Mailbox.MaxTopics);
        Assert.False(mailbox.TryAddTopic(out _));
        mailbox.Mark(Mailbox.MaxTopics - 1);
        Assert.Equal(Mailbox.MaxTopics - 1, mailbox.TakeTopic(0));
        Assert.Equal(-1, mailbox.TakeTopic(Mailbox.MaxTopics));

        var status = new FeedStatus(Btc, FeedState.Live, null, DateTimeOffset.UnixEpoch);
        for (var i = 0; i < Mailbox.MaxStatuses + 3; i++) mailbox.Add(status);
        for (var i = 0; i < Mailbox.MaxPosts + 2; i++) mailbox.Post(static () => { });

        Assert.Equal(5, mailbox.Overflowed);
    }

    [Fact]
    public void Only_a_sleeper_has_to_be_woken_and_only_once()
    {
        var mailbox = WithTopics(1);
        Assert.False(mailbox.Mark(0)); // awake
        mailbox.Wait(CancellationToken.None); // there is news: no sleep
        Assert.Equal(0, mailbox.TakeTopic(0));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        mailbox.Wait(stop.Token); // ended: no sleep
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task No_wake_up_is_lost(int sleepers)
    {
        const int Rounds = 20_000;
        using var fanOut = new FanOut();
        var dispatcher = new Dispatcher(fanOut);
        var done = new long[sleepers];
        long told = 0;
        var mailboxes = Enumerable.Range(0, sleepers).Select(_ => WithTopics(3)).ToArray();
        foreach (var mailbox in mailboxes) dispatcher.Add(mailbox, 2);
        var strategies = mailboxes.Select((mailbox, index) => Task.Factory.StartNew(
            () =>
            {
                // A lost wake-up leaves the writer waiting below, and this thread in its bed, until the guard.
                while (Volatile.Read(ref done[index]) < Rounds)
                {
                    mailbox.Wait(CancellationToken.None);
                    if (mailbox.TakeTopic(0) >= 0) Volatile.Write(ref done[index], Volatile.Read(ref told));
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var writing = Task.Run(() =>
        {
            for (var i = 1; i <= Rounds; i++)
            {
                Volatile.Write(ref told, i);
                dispatcher.Notify();
                var spin = default(SpinWait);
                while (done.Min() < i) spin.SpinOnce(sleep1Threshold: -1);
            }
        });

        await writing.WaitAsync(Guard);
        await Task.WhenAll(strategies).WaitAsync(Guard);
    }

    [Fact]
    public async Task Posts_and_statuses_wake_a_sleeper()
    {
        var mailbox = WithTopics(1);
        const int Rounds = 20_000;
        var taken = 0;
        var sleeping = Task.Run(() =>
        {
            while (taken < Rounds)
            {
                mailbox.Wait(CancellationToken.None);
                while (mailbox.TryTakePost(out var post)) post();
                while (mailbox.TryTakeStatus(out _)) Interlocked.Increment(ref taken);
            }
        });
        var status = new FeedStatus(Btc, FeedState.Live, null, DateTimeOffset.UnixEpoch);
        var posting = Task.Run(() =>
        {
            for (var i = 1; i <= Rounds; i++)
            {
                if (i % 2 == 0) mailbox.Post(() => Interlocked.Increment(ref taken));
                else mailbox.Add(status);
                var spin = default(SpinWait);
                while (Volatile.Read(ref taken) < i) spin.SpinOnce(sleep1Threshold: -1);
            }
        });
        await Task.WhenAll(posting, sleeping).WaitAsync(Guard);
        Assert.Equal(0, mailbox.Overflowed);
    }

    [Fact]
    public void A_removed_mailbox_hears_no_more()
    {
        var dispatcher = new Dispatcher(null);
        var (staying, leaving) = (WithTopics(2), WithTopics(2));
        dispatcher.Add(staying, 0);
        dispatcher.Add(leaving, 0);
        dispatcher.Add(leaving, 1);

        dispatcher.Remove(leaving);
        dispatcher.Notify();

        Assert.Equal((1, true, false), (dispatcher.Count, staying.HasNews, leaving.HasNews));
    }

    static Mailbox WithTopics(int count)
    {
        var mailbox = new Mailbox();
        for (var i = 0; i < count; i++)
        {
            Assert.True(mailbox.TryAddTopic(out var topic));
            Assert.Equal(i, topic);
        }

        return mailbox;
    }
}
