using StrategyHost.Engine.Feeds;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulation;

/// <summary>Carries one session's actions out on a simulated venue, through a faulty wire, in virtual time.</summary>
sealed class SimulatedLink(IExchangeAdapter adapter, FeedSession session, SimulatedVenue venue, Random random)
{
    readonly PriorityQueue<ReadOnlyMemory<byte>, (long DueNs, long Order)> frames = new();
    readonly PriorityQueue<RestQuery, (long DueNs, long Order)> questions = new();
    readonly PriorityQueue<RestArrival, (long DueNs, long Order)> answers = new();
    SimulatedConnection? connection;
    long order;

    public FeedSession Session => session;

    /// <summary>Lives one step; <paramref name="afterEach"/> is called after all that the session is told.</summary>
    public void Step(Stamp now, WireFaults faults, Action afterEach)
    {
        if (connection is not null && Happens(faults.Cut)) Lose("cut by the test", now);
        Carry(now, faults);
        while (IsDue(frames, now, out var frame))
        {
            session.Received(frame.Span, now);
            afterEach();
        }

        while (IsDue(questions, now, out var query)) Ask(query, now, faults);
        while (IsDue(answers, now, out var answer))
        {
            session.Answered(answer with { Received = now }, now);
            afterEach();
        }

        session.Tick(now);
        while (session.TryTakeAction(out var action)) Do(action, now, faults);
        afterEach();
    }

    bool Happens(int perMille) => random.Next(1_000) < perMille;

    static bool IsDue<T>(PriorityQueue<T, (long DueNs, long Order)> queue, Stamp now, out T item)
    {
        if (!queue.TryPeek(out item!, out var at) || at.DueNs > now.UtcNs) return false;
        queue.Dequeue();
        return true;
    }

    long Later(Stamp now, TimeSpan longest) => now.UtcNs + random.NextInt64(0, longest.Ticks * 100 + 1);

    void Carry(Stamp now, WireFaults faults)
    {
        while (connection is not null && connection.TryTake(out var frame))
        {
            if (Happens(faults.Drop)) continue;
            var due = Happens(faults.Reorder) ? Later(now, TimeSpan.FromSeconds(1)) : now.UtcNs;
            frames.Enqueue(frame, (due, order++));
            if (Happens(faults.Duplicate)) frames.Enqueue(frame, (Later(now, TimeSpan.FromSeconds(1)), order++));
        }

        if (connection?.Closed is { } closed) Lose($"{closed.Code} {closed.Reason}", now);
    }

    void Do(in FeedAction action, Stamp now, WireFaults faults)
    {
        switch (action.Kind)
        {
            case FeedActionKind.Connect:
                var reply = venue.Open(action.Endpoint!.PathAndQuery, now.Utc);
                Assert.Equal(101, reply.Status);
                connection = reply.Connection;
                session.Opened(now);
                while (session.TryTakeAction(out var next)) Do(next, now, faults);
                break;
            case FeedActionKind.Send:
                connection?.Handle(action.Frame, now.Utc);
                break;
            case FeedActionKind.Fetch:
                questions.Enqueue(action.Query!, (Later(now, faults.AnswerDelay), order++));
                break;
            case FeedActionKind.Disconnect:
                Lose("closed by the host", now);
                break;
        }
    }

    void Ask(RestQuery query, Stamp now, WireFaults faults)
    {
        var target = adapter.Ask(query)!.Target;
        var reply = venue.Rest(target, now.Utc);
        var arrival = Happens(faults.FailAnswer)
            ? new RestArrival(query, 0, default, now, null, "no answer")
            : new RestArrival(query, reply.Status, reply.Body, now, null, null);
        answers.Enqueue(arrival, (Later(now, faults.AnswerDelay), order++));
    }

    void Lose(string why, Stamp now)
    {
        connection?.Leave();
        connection = null;
        frames.Clear();
        session.Closed(why, now);
    }
}
