namespace StrategyHost.Engine.Strategies;

/// <summary>Gives a strategy a thread of its own, and takes it back within a bound or names it stuck.</summary>
sealed class StrategyDriver
{
    static readonly TimeSpan StopBound = TimeSpan.FromSeconds(2);

    readonly StrategyRunner runner;
    readonly Thread thread;

    public StrategyDriver(StrategyRunner runner)
    {
        this.runner = runner;
        thread = new Thread(Run) { IsBackground = true, Name = $"strategy {runner.Name}" };
    }

    public StrategyRunner Runner => runner;

    /// <summary>Completes when the script's top-level code has ended, well or badly, or waits for something.</summary>
    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Start() => thread.Start();

    /// <summary>Waits for the thread to end after <see cref="StrategyRunner.Stop"/>.</summary>
    public void Join()
    {
        var hasEnded = !thread.IsAlive || thread.Join(StopBound);
        if (!hasEnded) Log.StrategyStuck(runner.Log, runner.Name, StopBound.TotalSeconds);
        runner.Finish(hasEnded);
    }

    void Run()
    {
        runner.Start();
        Started.TrySetResult();
        while (!runner.Stopping.IsCancellationRequested)
        {
            runner.Drain();
            runner.Mailbox.Wait(runner.Stopping);
        }

        runner.DrainLast();
    }
}
