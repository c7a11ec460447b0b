using System.Text;
using StrategyHost.Exchange;

namespace StrategyHost.Testing;

/// <summary>What a connection asks, and what the venue's answers do.</summary>
static class RequestChecks
{
    public static IEnumerable<string> Run(AdapterDescription venue)
    {
        var limit = venue.Adapter.Profile.Limits.SubscriptionsPerConnection;
        var wanted = ProfileChecks.Many(venue, limit).Take(limit).ToArray();
        var connection = new Connection(venue, wanted);
        connection.Session.Start(connection.Output);
        var sent = connection.Sent();
        foreach (var frame in sent)
        {
            if (Encoding.UTF8.GetByteCount(frame) > venue.BytesPerRequest)
                yield return $"a request of {frame.Length} bytes, {venue.BytesPerRequest} at most: {Start(frame)}";
            if (venue.CountIn(frame) > venue.SubscriptionsPerRequest)
                yield return $"a request for {venue.CountIn(frame)} subscriptions, {venue.SubscriptionsPerRequest} "
                    + $"at most: {Start(frame)}";
        }

        var asked = sent.Sum(venue.CountIn);
        if (asked != wanted.Length) yield return $"{asked} of {wanted.Length} subscriptions are asked for at the start";
        foreach (var message in Later(venue)) yield return message;
    }

    public static IEnumerable<string> Accepted(AdapterDescription venue)
    {
        var wanted = Connection.Wanted(venue);
        var connection = new Connection(venue, wanted);
        connection.Session.Start(connection.Output);
        var (sent, asked) = (connection.Sent(), new List<string>());
        foreach (var request in sent)
        {
            asked.Add(request);
            foreach (var answer in venue.Accept(asked))
            {
                var kind = connection.Decode(answer);
                if (kind != FrameKind.Acknowledgement) yield return $"an acceptance is taken for {kind}: {answer}";
            }
        }

        foreach (var subscription in wanted)
        {
            var answers = connection.Sink.Answers.Where(x => x.Subscription == subscription).ToArray();
            if (answers.Length != 1 || answers[0].Refusal is not null)
                yield return $"{subscription} was accepted, and the sink was told {answers.Length} times "
                    + $"({answers.FirstOrDefault().Refusal ?? "accepted"})";
        }

        if (connection.Sink.Lines.Count > 0) yield return "an acceptance reached the sink as data";
    }

    public static IEnumerable<string> Errors(AdapterDescription venue)
    {
        foreach (var error in venue.Errors)
        {
            var connection = new Connection(venue, Connection.Wanted(venue));
            connection.Session.Start(connection.Output);
            var first = connection.Sent().FirstOrDefault(x => venue.CountIn(x) > 0) ?? "";
            var kind = connection.Decode(error.Frame);
            if (kind != FrameKind.Error) yield return $"an error is taken for {kind}: {error.Frame}";
            if (connection.Session.Reason?.Contains(error.Words, StringComparison.Ordinal) != true)
                yield return $"the reason is '{connection.Session.Reason}', expected '{error.Words}': {error.Frame}";
            var told = connection.Sink.Answers.Count(x => x.Refusal is not null);
            var expected = error.Told ?? (error.Refuses ? venue.CountIn(first) : 0);
            if (told != expected) yield return $"{told} subscriptions were told, expected {expected}: {error.Frame}";
            if (connection.Sink.Lines.Count > 0) yield return $"an error reached the sink as data: {error.Frame}";
        }
    }

    public static IEnumerable<string> Ping(AdapterDescription venue)
    {
        var isDue = venue.Adapter.Profile.Heartbeat.PingInterval is not null;
        if (isDue != venue.Ping is not null)
            yield return $"the profile says that a ping is {(isDue ? "" : "not ")}due, the description the contrary";
        var connection = new Connection(venue, Connection.Wanted(venue));
        connection.Session.Start(connection.Output);
        connection.Sent();
        connection.Session.Tick(connection.Output);
        var sent = connection.Sent();
        string[] expected = venue.Ping is null ? [] : [venue.Ping];
        if (!sent.SequenceEqual(expected))
            yield return $"a tick sends [{string.Join(", ", sent)}], expected [{venue.Ping}]";
    }

    static IEnumerable<string> Later(AdapterDescription venue)
    {
        var wanted = Connection.Wanted(venue);
        var connection = new Connection(venue, wanted);
        connection.Session.Subscribe(wanted, connection.Output);
        if (connection.Sent().Sum(venue.CountIn) != wanted.Count) yield return "not all that is added is asked for";
        connection.Session.Unsubscribe(wanted, connection.Output);
        var ended = connection.Sent();
        if (ended.Count == 0 || ended.Sum(venue.CountIn) != 0) yield return "ending a subscription does not end it";
        connection.Session.Resubscribe(wanted[0], connection.Output);
        if (connection.Sent().Sum(venue.CountIn) != 1) yield return "subscribing again asks for more or less than one";
        foreach (var twin in wanted.GroupBy(x => connection.Session.Describe(in x)).Where(x => x.Count() > 1))
            yield return $"two subscriptions are described as {twin.Key}";
    }

    static string Start(string text) => text[..Math.Min(text.Length, 120)];
}
