using StrategyHost.Engine.Feeds;
using StrategyHost.Exchange;

namespace StrategyHost.Engine.Recording;

/// <summary>One venue that a recording may hold.</summary>
sealed record ReplayVenue(IExchangeAdapter Adapter)
{
    public string Name => Adapter.Profile.Venue;
}

/// <summary>One connection of a recording, as the pipeline sees it.</summary>
sealed record ReplayConnection(ReplayVenue Venue, Uri Address, FeedSession Session);

/// <summary>
/// Questions that sessions asked and answers that the recording holds, brought together by their keys: an answer goes
/// to the oldest question of its key, or waits for one. Nothing times out.
/// </summary>
sealed class ReplayAnswers
{
    readonly List<(string Venue, string Key, ReplayConnection Asker, RestQuery Query)> questions = [];
    readonly Dictionary<(string Venue, string Key), (RestQuery Query, byte[] Body)> answers = [];

    /// <summary>Notes a question; true with the answer when the recording has brought it already.</summary>
    public bool TryAnswer(ReplayConnection asker, RestQuery query, string key, out RestQuery answered, out byte[] body)
    {
        var name = (asker.Venue.Name, key);
        if (answers.Remove(name, out var held))
        {
            (answered, body) = held;
            return true;
        }

        questions.Add((name.Name, key, asker, query));
        (answered, body) = (query, []);
        return false;
    }

    /// <summary>Finds who waits for an answer; else the answer is kept, the newest of its key.</summary>
    public bool TryFindAsker(
        string venue, string key, RestQuery recorded, ReadOnlySpan<byte> body, out ReplayConnection? asker)
    {
        var index = questions.FindIndex(x => x.Venue == venue && x.Key == key);
        asker = index < 0 ? null : questions[index].Asker;
        if (index >= 0) questions.RemoveAt(index);
        else answers[(venue, key)] = (recorded, body.ToArray());
        return index >= 0;
    }

    /// <summary>Drops what a connection asked before it ended: it asks anew when it is opened again.</summary>
    public void Forget(ReplayConnection asker) => questions.RemoveAll(x => x.Asker == asker);

    /// <summary>
    /// An answer without an address belongs to the only question there is; false when there is not exactly one.
    /// </summary>
    public bool TryFindOnlyAsker(out ReplayConnection? asker, out RestQuery? query)
    {
        (asker, query) = (null, null);
        if (questions.Count != 1) return false;
        (_, _, asker, query) = questions[0];
        questions.Clear();
        return true;
    }
}
