using StrategyHost.Engine.Transport;
using StrategyHost.Exchange;

namespace StrategyHost.Engine.Feeds;

/// <summary>
/// Gives a session what it lacks: one dedicated thread that connects and receives, and the control side that sends,
/// fetches and lets time pass. It decides nothing.
/// </summary>
/// <remarks>
/// The thread takes the session's gate for each frame, uncontended but for the control side's rare visits.
/// </remarks>
sealed class FeedDriver : IDisposable
{
    static readonly TimeSpan JoinBound = TimeSpan.FromSeconds(3);

    /// <summary>How long the control side waits for one session: the others must go on if an adapter hangs.</summary>
    static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(20);

    readonly FeedSession session;
    readonly FeedLink link;
    readonly Thread thread;
    readonly SemaphoreSlim connect = new(0);
    readonly CancellationTokenSource stopping = new();
    readonly List<FeedAction> taken = [];
    Uri? target;
    volatile WebSocketTransport? transport;
    int connection;

    public FeedDriver(FeedSession session, FeedLink link)
    {
        this.session = session;
        this.link = link;
        thread = new Thread(Run)
        {
            IsBackground = true, Name = $"feed {session.Profile.Venue}/{session.Route.Name}",
        };
    }

    public FeedSession Session => session;

    public void Start()
    {
        lock (session.Gate) session.Start();
        thread.Start();
        link.Signal();
    }

    /// <summary>Lets time pass and does what the session asks. The control side.</summary>
    public void Service()
    {
        if (!session.Gate.TryEnter(Courtesy)) return;
        try
        {
            session.Tick(link.Now());
            taken.Clear();
            while (session.TryTakeAction(out var action)) taken.Add(action);
        }
        finally
        {
            session.Gate.Exit();
        }

        foreach (var action in taken) Do(action);
    }

    /// <summary>Ends the connection and gives the thread a bound to end in; false when it does not.</summary>
    public bool Stop(string why)
    {
        var isStuck = !TryStopSession(why);
        stopping.Cancel();
        connect.Release();
        transport?.Close();
        return !thread.IsAlive || thread.Join(isStuck ? TimeSpan.Zero : JoinBound);
    }

    public void Dispose()
    {
        stopping.Dispose();
        connect.Dispose();
    }

    /// <summary>False when an adapter has not returned within the bound: it holds the session's gate.</summary>
    bool TryStopSession(string why)
    {
        if (!session.Gate.TryEnter(JoinBound)) return false;
        try
        {
            session.Stop(why, link.Now());
            return true;
        }
        finally
        {
            session.Gate.Exit();
        }
    }

    void Do(in FeedAction action)
    {
        switch (action.Kind)
        {
            case FeedActionKind.Connect:
                target = action.Endpoint;
                connect.Release();
                break;
            case FeedActionKind.Send when transport?.Send(action.Frame) == true:
                link.Recorder?.Sent(connection, action.Frame, link.Now().UtcNs);
                break;
            case FeedActionKind.Fetch:
                _ = FetchAsync(action.Query!);
                break;
            case FeedActionKind.Disconnect:
                transport?.Abort();
                break;
        }
    }

    async Task FetchAsync(RestQuery query)
    {
        var arrival = await link.FetchAsync(query, stopping.Token).ConfigureAwait(false);
        lock (session.Gate) session.Answered(arrival, link.Now());
        link.Signal();
    }

    void Run()
    {
        while (true)
        {
            connect.Wait(CancellationToken.None);
            if (stopping.IsCancellationRequested) return;
            if (WebSocketTransport.TryConnect(target!, link.Transport, stopping.Token, out var opened, out var error))
            {
                Receive(opened!, target!);
            }
            else
            {
                lock (session.Gate) session.Closed(error ?? "no connection", link.Now());
            }

            link.Signal();
        }
    }

    void Receive(WebSocketTransport opened, Uri address)
    {
        transport = opened;
        opened.BeforeReading = () => CatchUp(opened);
        connection = link.RecordOpen(address);
        lock (session.Gate) session.Opened(link.Now());
        link.Signal();
        if (stopping.IsCancellationRequested) opened.Abort();
        var (code, reason) = Pump(opened);
        transport = null;
        opened.Dispose();
        var now = link.Now();
        // Ending the run is no event of the connection: a recording then simply ends.
        if (!stopping.IsCancellationRequested) link.Recorder?.Close(connection, code, reason, now.UtcNs);
        lock (session.Gate) session.Closed(reason, now);
    }

    (int Code, string Reason) Pump(WebSocketTransport opened)
    {
        while (true)
        {
            var received = opened.Receive();
            if (received.IsClosed) return (received.CloseCode, received.Reason!);
            var stamp = link.Now();
            bool asks;
            lock (session.Gate)
            {
                session.Received(received.Frame, stamp, opened.HasMore);
                asks = session.HasActions;
            }

            if (asks) link.Signal();
            link.Recorder?.Received(connection, received.Frame, stamp);
        }
    }

    // What was held back is told before the thread waits for more.
    void CatchUp(WebSocketTransport opened)
    {
        if (!session.HasHeldBack || opened.HasArrived) return;
        lock (session.Gate) session.CatchUp();
    }
}
