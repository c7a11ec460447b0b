using StrategyHost.Engine.Books;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Engine.Books;

/// <summary>What happens to messages on their way: chances in per cent.</summary>
sealed record WireFaults(int Drop, int Duplicate, int Delay, int StaleAnswer)
{
    public static WireFaults None { get; } = new(0, 0, 0, 0);
}

/// <summary>
/// A venue, a faulty wire, REST answers that come when they like, and a synchroniser; after each thing that happens a
/// live book is compared with the venue's, level by level within its horizon.
/// </summary>
sealed class SyncWorld
{
    const int FaultySteps = 120;
    const int CleanSteps = 60;
    const int Patience = 15;

    readonly Random random;
    readonly VenueModel venue;
    readonly WireFaults faults;
    readonly int limit;
    readonly PriorityQueue<VenueMessage, (int Due, int Order)> stream = new();
    readonly PriorityQueue<VenueMessage, (int Due, int Order)> answers = new();
    readonly List<(int ServeAt, int ArriveAt)> questions = [];
    int step;
    int order;
    int lastDue;
    int askedAt = -Patience;

    public SyncWorld(int seed, Numbering numbering, WireFaults faults)
    {
        random = new Random(seed);
        venue = new VenueModel(random, numbering);
        this.faults = faults;
        limit = random.Next(5, 70);
        Sync = new BookSync(
            numbering == Numbering.Jumping ? SnapshotBridge.Within : SnapshotBridge.Next,
            isMonotonic: numbering is not (Numbering.Falling or Numbering.Restarting));
    }

    public BookSync Sync { get; }

    /// <summary>Moments at which the book was live and was compared.</summary>
    public int Compared { get; private set; }

    public int SnapshotsTooOld { get; private set; }

    public int Refreshed { get; private set; }

    /// <summary>The first difference found; null while there is none.</summary>
    public string? Difference { get; private set; }

    WireFaults Now => step < FaultySteps ? faults : WireFaults.None;

    /// <summary>Lives through a faulty and a clean time.</summary>
    public void Run()
    {
        for (step = 0; step < FaultySteps + CleanSteps && Difference is null; step++)
        {
            for (var i = random.Next(5); i > 0; i--) venue.Change();
            if (random.Next(10) < 7 && venue.Publish() is { } delta) Send(delta);
            Deliver();
            Ask();
            Serve();
            Answer();
        }
    }

    bool Happens(int chance) => random.Next(100) < chance;

    void Send(VenueMessage message)
    {
        if (Happens(Now.Drop)) return;
        var copies = Happens(Now.Duplicate) ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            lastDue = Math.Max(lastDue, step + random.Next(2)); // in order, but for what is delayed
            var due = Happens(Now.Delay) ? lastDue + random.Next(1, 8) : lastDue;
            stream.Enqueue(message, (due, order++));
        }
    }

    void Deliver()
    {
        while (stream.TryPeek(out var message, out var at) && at.Due <= step && Difference is null)
        {
            stream.Dequeue();
            Sync.Apply(message.Update);
            if (message.IsSnapshot) askedAt = step - Patience;
            Compare();
        }
    }

    void Ask()
    {
        var refreshes = !venue.SendsSnapshots && Sync.State == SyncState.Live && Happens(6);
        var needs = venue.SendsSnapshots ? Sync.State == SyncState.AwaitingSnapshot : Sync.NeedsSnapshot;
        if ((!needs && !refreshes) || step - askedAt < Patience) return;
        askedAt = step;
        if (refreshes) Sync.BeginRefresh();
        var serveAt = step + random.Next(4);
        questions.Add((serveAt, serveAt + random.Next(6)));
        if (Happens(Now.Duplicate)) questions.Add((serveAt + 1, serveAt + random.Next(1, 9)));
    }

    void Serve()
    {
        foreach (var question in questions.Where(x => x.ServeAt == step).ToArray())
        {
            questions.Remove(question);
            if (venue.SendsSnapshots)
            {
                // Such a venue says what it has not told yet before it gives the whole book.
                if (venue.Publish() is { } delta) Send(delta);
                Send(venue.Snapshot(limit, isStale: false));
            }
            else
            {
                answers.Enqueue(venue.Snapshot(limit, Happens(Now.StaleAnswer)), (question.ArriveAt, order++));
            }
        }
    }

    void Answer()
    {
        while (answers.TryPeek(out var snapshot, out var at) && at.Due <= step && Difference is null)
        {
            answers.Dequeue();
            askedAt = step - Patience;
            var wasRefreshing = Sync.IsRefreshing;
            var result = Sync.Join(snapshot.Update);
            if (result == SyncResult.SnapshotTooOld) SnapshotsTooOld++;
            if (result != SyncResult.Applied) continue;
            if (wasRefreshing) Refreshed++;
            Compare();
            while (Sync.TryStep(out _)) Compare();
            Compare();
        }
    }

    void Compare()
    {
        if (Sync.State != SyncState.Live || Difference is not null) return;
        Compared++;
        var (bids, asks) = venue.At(Sync.Sequence);
        var book = Sync.Book;
        Difference = Unequal(bids, book.Bids, book.KnownBids, x => x >= book.BidHorizon)
            ?? Unequal(asks, book.Asks, book.KnownAsks, x => x <= book.AskHorizon);
    }

    string? Unequal(Dictionary<long, long> truth, Ladder ladder, int known, Func<long, bool> isKnown)
    {
        var expected = truth.Count(x => isKnown(x.Key));
        if (expected != known) return $"step {step}, number {Sync.Sequence}: {known} levels, should be {expected}";
        var levels = new ScaledLevel[known];
        if (ladder.CopyTo(levels) != known) return $"step {step}, number {Sync.Sequence}: fewer than {known} levels";
        foreach (var held in levels)
        {
            var really = truth.GetValueOrDefault(held.Price);
            if (really != held.Quantity) return $"step {step}, number {Sync.Sequence}: {held}, should be {really}";
        }

        return null;
    }
}
