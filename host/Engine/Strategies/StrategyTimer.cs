using StrategyHost.Engine.Dispatch;

namespace StrategyHost.Engine.Strategies;

/// <summary>Calls a strategy's handler at an interval, on the strategy's thread; calls never pile up.</summary>
sealed class StrategyTimer : IDisposable
{
    readonly Mailbox mailbox;
    readonly Func<Task> run;
    readonly ITimer timer;
    int waiting;

    /// <summary>Starts the timer; <paramref name="run"/> never throws and ends when the handler has.</summary>
    /// <param name="interval">From call to call.</param>
    /// <param name="clock">Whose time it goes by.</param>
    /// <param name="mailbox">Brings the call to the strategy's thread.</param>
    /// <param name="run">Runs the handler.</param>
    public StrategyTimer(TimeSpan interval, TimeProvider clock, Mailbox mailbox, Func<Task> run)
    {
        this.mailbox = mailbox;
        this.run = run;
        timer = clock.CreateTimer(_ => Due(), null, interval, interval);
    }

    public void Dispose() => timer.Dispose();

    void Due()
    {
        if (Interlocked.Exchange(ref waiting, 1) == 0) mailbox.Post(Call);
    }

    // The flag goes down on the strategy's own turn: on another thread a replay would call now so, now otherwise.
    async void Call()
    {
        await run();
        Volatile.Write(ref waiting, 0);
    }
}
