using StrategyHost.Market;

namespace StrategyHost.Engine.Recording;

/// <summary>
/// A clock that goes only where it is sent: a recording's time. Timers fire while it is moved, in the order in which
/// they are due, each seeing the time that it was due at.
/// </summary>
/// <remarks>One thread moves it. Timers may be made on any thread.</remarks>
public sealed class ReplayClock : TimeProvider
{
    readonly Lock gate = new();
    readonly PriorityQueue<ReplayTimer, (long DueNs, long Order)> timers = new();
    long nowNs;
    long order;

    /// <summary>Makes a clock that stands at a time.</summary>
    /// <param name="startNs">Nanoseconds since the Unix epoch.</param>
    public ReplayClock(long startNs = 0) => nowNs = startNs;

    /// <inheritdoc/>
    public override long TimestampFrequency => 1_000_000_000;

    /// <summary>Where it stands, on both of its clocks.</summary>
    public Stamp Now => new(Volatile.Read(ref nowNs), Volatile.Read(ref nowNs));

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref nowNs);

    /// <summary>Moves on to a time; an earlier one leaves it where it is.</summary>
    /// <param name="timeNs">Nanoseconds since the Unix epoch.</param>
    /// <param name="afterEach">Called after each timer, so that what it caused happens before time moves on.</param>
    public void AdvanceTo(long timeNs, Action afterEach)
    {
        while (TryTakeDue(timeNs, out var timer))
        {
            timer.Fire();
            afterEach();
        }

        if (timeNs > nowNs) Volatile.Write(ref nowNs, timeNs);
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ReplayTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    bool TryTakeDue(long timeNs, out ReplayTimer timer)
    {
        lock (gate)
        {
            while (timers.TryPeek(out timer!, out var due) && due.DueNs <= timeNs)
            {
                timers.Dequeue();
                if (timer.DueNs != due.DueNs) continue; // changed or disposed since
                if (due.DueNs > nowNs) Volatile.Write(ref nowNs, due.DueNs);
                timer.DueNs = long.MaxValue;
                if (timer.PeriodNs > 0) ScheduleLocked(timer, due.DueNs + timer.PeriodNs);
                return true;
            }
        }

        return false;
    }

    void Schedule(ReplayTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            timer.PeriodNs = period > TimeSpan.Zero ? period.Ticks * 100 : 0;
            timer.DueNs = long.MaxValue;
            if (dueTime >= TimeSpan.Zero) ScheduleLocked(timer, nowNs + dueTime.Ticks * 100);
        }
    }

    void ScheduleLocked(ReplayTimer timer, long dueNs)
    {
        timer.DueNs = dueNs;
        timers.Enqueue(timer, (dueNs, order++));
    }

    sealed class ReplayTimer(ReplayClock clock, TimerCallback callback, object? state) : ITimer
    {
        public long DueNs { get; set; } = long.MaxValue;

        public long PeriodNs { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Schedule(this, dueTime, period);
            return true;
        }

        public void Dispose() => clock.Schedule(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
