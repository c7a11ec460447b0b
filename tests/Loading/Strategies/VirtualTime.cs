namespace StrategyHost.Tests.Loading.Strategies;

/// <summary>A clock that stands still until a test moves it; what is due is called on the way, in order.</summary>
sealed class VirtualTime : TimeProvider
{
    readonly List<Timer> timers = [];
    DateTimeOffset now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var until = now + by;
        while (timers.Where(timer => timer.DueAt <= until).MinBy(timer => timer.DueAt) is { } next)
        {
            now = next.DueAt > now ? next.DueAt : now;
            next.Fire();
        }

        now = until;
    }

    sealed class Timer(VirtualTime time, Action callback) : ITimer
    {
        TimeSpan period;

        public DateTimeOffset DueAt { get; private set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            period = newPeriod;
            DueAt = dueTime < TimeSpan.Zero ? DateTimeOffset.MaxValue : time.now + dueTime;
            return true;
        }

        public void Fire()
        {
            DueAt = period > TimeSpan.Zero ? DueAt + period : DateTimeOffset.MaxValue;
            callback();
        }

        public void Dispose() => time.timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
