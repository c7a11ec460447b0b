using Microsoft.Extensions.Logging;
using StrategyHost.Engine.Dispatch;
using StrategyHost.Engine.Feeds;
using StrategyHost.Engine.Signals;
using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.Engine.Strategies;

/// <summary>What a strategy is doing.</summary>
public enum StrategyState : byte
{
    /// <summary>Its top-level code has not ended yet.</summary>
    Starting,

    /// <summary>Its handlers are called.</summary>
    Running,

    /// <summary>Its top-level code failed; the fault says where.</summary>
    Failed,

    /// <summary>Ended.</summary>
    Stopped,

    /// <summary>
    /// It did not come back from a handler in time when it was stopped; its thread is left to itself.
    /// </summary>
    Zombie,
}

/// <summary>
/// Runs one strategy's code: what waits in its mailbox, one thing at a time, each fault caught, counted and survived.
/// It waits for nothing itself: a driver gives it a thread, a replay calls it in lock step.
/// </summary>
/// <remarks>Hot: handing an event over allocates nothing. One thread, the strategy's, but for counters.</remarks>
sealed class StrategyRunner : IDisposable
{
    // Continuations handed over before events have their turn again, so that a task that yields for ever starves none.
    const int PostsPerTurn = 256;
    const int MaxLastPosts = 4096;

    readonly CompiledScript script;
    readonly FeedDirectory feeds;
    readonly StrategyGlobals globals;
    readonly StrategyContext synchronization;
    readonly ILogger log;
    readonly FaultLog faults;
    readonly List<StrategyTimer> timers = [];
    readonly CancellationTokenSource stopping = new();
    TopicReader[] readers = [];
    StatusHandler[] statusHandlers = []; // another array for each one added: a handler may add one
    long events;
    volatile StrategyState state;

    public StrategyRunner(
        CompiledScript script, FeedDirectory feeds, SignalLog signals, TimeProvider clock, ILogger log)
    {
        this.script = script;
        this.feeds = feeds;
        this.log = log;
        faults = new FaultLog(clock);
        synchronization = new StrategyContext(Mailbox);
        globals = new StrategyGlobals(this, feeds, signals, clock);
    }

    public string Name => script.Name;

    public string Path => script.Path;

    public Mailbox Mailbox { get; } = new();

    public ILogger Log => log;

    /// <summary>Cancelled when the strategy is to end.</summary>
    public CancellationToken Stopping => stopping.Token;

    public StrategyState State => state;

    /// <summary>Handlers called so far.</summary>
    public long Events => Volatile.Read(ref events);

    public long Faults => faults.Count;

    public StrategyFault? NewestFault => faults.Newest;

    public long Signals => globals.SignalCount;

    /// <summary>Events that were replaced or lost before a handler saw them.</summary>
    public long Conflated => Volatile.Read(ref readers).Sum(x => x.Conflated) + Mailbox.Overflowed;

    /// <summary>The instrument whose event is being handled.</summary>
    public Instrument? Current { get; private set; }

    /// <summary>Runs the script's top-level code. The strategy's thread.</summary>
    public void Start()
    {
        using var context = Enter();
        try
        {
            var task = script.Start(globals);
            if (task.IsCompletedSuccessfully) state = StrategyState.Running;
            else Observe(task);
        }
        catch (Exception failure) // foreign code: a script may throw anything
        {
            Fail(failure);
        }
    }

    /// <summary>Hands over everything that waits. The strategy's thread.</summary>
    public void Drain()
    {
        if (state is StrategyState.Failed or StrategyState.Stopped) return;
        using var context = Enter();
        var topic = -1;
        do
        {
            HandleStatuses();
            HandlePosts();
            topic = Mailbox.TakeTopic(topic + 1);
            if (topic >= 0) Handle(topic);
            else if (Mailbox.HasNews && !stopping.IsCancellationRequested) topic = -1;
            else break;
        }
        while (state != StrategyState.Failed && !stopping.IsCancellationRequested);
    }

    /// <summary>
    /// Ends what the strategy started and takes it off its feeds. Any thread; its own thread may still run.
    /// </summary>
    public void Stop(IEnumerable<InstrumentFeed> feeds)
    {
        stopping.Cancel();
        foreach (var timer in timers) timer.Dispose();
        foreach (var feed in feeds) feed.RemoveListener(Mailbox);
        foreach (var reader in Volatile.Read(ref readers)) reader.Leave();
        Mailbox.WakeIfAsleep();
    }

    /// <summary>
    /// After <see cref="Stop"/>: lets what the cancellation has set going come to its end, within a bound. The
    /// strategy's thread.
    /// </summary>
    public void DrainLast()
    {
        using var context = Enter();
        for (var i = 0; i < MaxLastPosts && Mailbox.TryTakePost(out var continuation); i++)
        {
            Call(continuation, isEvent: false);
        }
    }

    /// <summary>Gives up the script's context; after its thread has ended.</summary>
    public void Finish(bool hasEnded)
    {
        if (state != StrategyState.Failed) state = hasEnded ? StrategyState.Stopped : StrategyState.Zombie;
        if (hasEnded) script.Unload();
    }

    public void Dispose() => stopping.Dispose();

    /// <summary>Adds a handler under its topic; false when there are too many.</summary>
    public bool TryAddReader(Func<int, TopicReader> create)
    {
        if (!Mailbox.TryAddTopic(out var topic)) return false;
        Volatile.Write(ref readers, [.. readers, create(topic)]);
        return true;
    }

    public void AddStatusHandler(StatusHandler handler) => statusHandlers = [.. statusHandlers, handler];

    public void AddTimer(StrategyTimer timer) => timers.Add(timer);

    /// <summary>Awaits a task of the strategy and counts what it throws.</summary>
    public async Task Guard(Func<Task> run)
    {
        try
        {
            events++;
            await run();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The strategy is ending, as it was asked to.
        }
        catch (Exception failure) // foreign code: a script may throw anything
        {
            Count(failure);
        }
    }

    void HandlePosts()
    {
        for (var i = 0; i < PostsPerTurn && !stopping.IsCancellationRequested; i++)
        {
            if (!Mailbox.TryTakePost(out var continuation)) return;
            Call(continuation, isEvent: false);
        }
    }

    void HandleStatuses()
    {
        while (Mailbox.TryTakeStatus(out var status)) Handle(status);
    }

    // Apart from the loop, which would make a closure each time that it finds no status.
    void Handle(FeedStatus status)
    {
        Current = status.Instrument;
        foreach (var handler in statusHandlers) Call(() => handler(status), isEvent: true);
        Current = null;
    }

    void Handle(int topic)
    {
        var reader = readers[topic];
        Current = reader.Feed.Instrument;
        try
        {
            if (reader.TryHandle(out var hasMore)) events++;
            if (hasMore) Mailbox.Mark(topic);
        }
        catch (Exception failure) // foreign code: a script may throw anything
        {
            events++;
            Mailbox.Mark(topic); // what waited behind the faulty event is still there
            Count(failure);
        }

        Current = null;
    }

    void Call(Action action, bool isEvent)
    {
        try
        {
            if (isEvent) events++;
            action();
        }
        catch (Exception failure) // foreign code: a script may throw anything
        {
            Count(failure);
        }
    }

    async void Observe(Task start)
    {
        try
        {
            await start;
            if (state == StrategyState.Starting) state = StrategyState.Running;
        }
        catch (Exception failure) // foreign code: a script may throw anything
        {
            if (!stopping.IsCancellationRequested) Fail(failure);
        }
    }

    void Fail(Exception failure)
    {
        state = StrategyState.Failed;
        Count(failure);
        Stop(feeds.Feeds); // nothing is handed to it any more, so nothing may go on waiting for it
    }

    void Count(Exception failure)
    {
        if (faults.Add(failure) is { } described) Engine.Log.Fault(log, Name, faults.Count, described.ToString());
    }

    Scope Enter() => new(synchronization);

    /// <summary>Makes the strategy's own synchronisation context the current one for a while.</summary>
    readonly ref struct Scope
    {
        readonly SynchronizationContext? previous;

        public Scope(SynchronizationContext context)
        {
            previous = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(context);
        }

        public void Dispose() => SynchronizationContext.SetSynchronizationContext(previous);
    }
}
