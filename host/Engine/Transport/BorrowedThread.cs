using System.Collections.Concurrent;

namespace StrategyHost.Engine.Transport;

/// <summary>
/// Lets the thread that waits for a connection do that connection's blocking work, so that many silent servers block
/// many waiting threads and never one thread of the pool, which everything else needs.
/// </summary>
/// <remarks><see cref="ServeUntil"/> on the waiting thread, once; <see cref="RunAsync"/> on any.</remarks>
sealed class BorrowedThread
{
    readonly BlockingCollection<Task> steps = [];
    volatile bool isOver;

    /// <summary>True until the wait is over: from then on everybody blocks his own thread.</summary>
    public bool IsLent => !isOver;

    /// <summary>Does what is asked for until the task has ended, however it ends.</summary>
    public void ServeUntil(Task task)
    {
        _ = task.ContinueWith(
            (_, all) => ((BlockingCollection<Task>)all!).CompleteAdding(), steps, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        foreach (var step in steps.GetConsumingEnumerable(CancellationToken.None))
            step.RunSynchronously(TaskScheduler.Default); // the task keeps what the step throws
        isOver = true;
    }

    /// <summary>Has a blocking step done by the waiting thread.</summary>
    public Task<T> RunAsync<T>(Func<T> step)
    {
        var task = new Task<T>(step, TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            steps.Add(task);
            return task;
        }
        catch (InvalidOperationException)
        {
            return Task.FromException<T>(new IOException("the attempt is over"));
        }
    }
}
