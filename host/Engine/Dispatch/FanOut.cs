namespace StrategyHost.Engine.Dispatch;

/// <summary>
/// Wakes sleeping strategies for the feed threads, so that a publication costs its feed at most one wake-up however
/// many strategies sleep on it.
/// </summary>
/// <remarks>Hot: handing over is a queue write. Its own thread does the system calls.</remarks>
sealed class FanOut : IDisposable
{
    const int Capacity = 4096;

    readonly Mailbox?[] sleepers = new Mailbox?[Capacity];
    readonly SemaphoreSlim wake = new(0);
    readonly Thread thread;
    readonly Lock gate = new();
    int count;
    bool waiting;
    volatile bool stopping;

    public FanOut()
    {
        thread = new Thread(Run) { IsBackground = true, Name = "fan-out" };
        thread.Start();
    }

    /// <summary>Takes over the waking of a mailbox whose <see cref="Mailbox.Mark"/> said that it sleeps.</summary>
    public void Wake(Mailbox mailbox)
    {
        bool release;
        lock (gate)
        {
            if (count == Capacity)
            {
                mailbox.Wake();
                return;
            }

            sleepers[count++] = mailbox;
            release = waiting;
            waiting = false;
        }

        if (release) wake.Release();
    }

    public void Dispose()
    {
        stopping = true;
        wake.Release();
        thread.Join(TimeSpan.FromSeconds(2));
        wake.Dispose();
    }

    void Run()
    {
        while (!stopping)
        {
            if (TryTake(out var mailbox)) mailbox!.Wake();
            else wake.Wait();
        }
    }

    bool TryTake(out Mailbox? mailbox)
    {
        lock (gate)
        {
            waiting = count == 0;
            if (waiting)
            {
                mailbox = null;
                return false;
            }

            mailbox = sleepers[--count];
            sleepers[count] = null;
            return true;
        }
    }
}
