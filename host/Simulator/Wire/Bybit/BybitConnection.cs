using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StrategyHost.Simulator.Wire.Bybit;

/// <summary>
/// One client of Bybit: its topics, and when anything last went either way. A request with one argument that is wrong
/// fails as a whole; the venue's documents leave that open.
/// </summary>
sealed class BybitConnection(BybitVenue venue, string id, long openedMs, int queueBound)
    : SimulatedConnection(queueBound)
{
    const int MostCharacters = 21_000;

    readonly HashSet<BybitTopic> topics = [];
    long activeMs = openedMs;

    public override void Handle(ReadOnlyMemory<byte> text, DateTimeOffset now)
    {
        if (Closed is not null) return;
        activeMs = now.ToUnixTimeMilliseconds();
        if (BybitRequest.Read(text) is not { } request)
        {
            Reply(success: false, "Request format error", new BybitRequest("", null, []));
            return;
        }

        switch (request.Op)
        {
            case "ping":
                Send(venue.Product.Pong(id, request.Id));
                break;
            case "subscribe" or "unsubscribe":
                Change(request, request.Op == "subscribe");
                break;
            default:
                Reply(success: false, $"Invalid op: {request.Op}", request);
                break;
        }
    }

    public override void Leave()
    {
        foreach (var topic in topics) topic.Listeners.Remove(this);
        topics.Clear();
        venue.Forget(this);
    }

    public void Deliver(byte[] frame, long timeMs)
    {
        activeMs = timeMs;
        Send(frame);
    }

    /// <summary>Closes when nothing went either way for too long.</summary>
    public void CutWhenIdle(long timeMs)
    {
        if (timeMs - activeMs >= BybitVenue.LongestIdle.TotalMilliseconds) Close(1001, "");
    }

    void Change(BybitRequest request, bool isSubscribing)
    {
        if (Wrong(request, isSubscribing) is { } words)
        {
            Reply(success: false, words, request);
            return;
        }

        var chosen = request.Args.Select(venue.Find).OfType<BybitTopic>().ToArray();
        if (!venue.Product.DataComesFirst) Reply(success: true, null, request);
        foreach (var topic in chosen)
        {
            if (isSubscribing) Join(topic);
            else if (topics.Remove(topic)) topic.Listeners.Remove(this);
        }

        if (venue.Product.DataComesFirst) Reply(success: true, null, request);
    }

    void Join(BybitTopic topic)
    {
        topics.Add(topic);
        topic.Listeners.Add(this);
        if (venue.Greeting(topic) is { } snapshot) Send(snapshot);
    }

    string? Wrong(BybitRequest request, bool isSubscribing)
    {
        if (request.Args.Count > venue.Product.MostArguments) return $"args size >{venue.Product.MostArguments}";
        if (request.Args.Count == 0) return "Invalid topic: ";
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var arg in request.Args)
        {
            if (venue.Find(arg) is not { } topic) return venue.WrongTopic(arg);
            if (isSubscribing && (!asked.Add(arg) || topics.Contains(topic)))
                return $"error:already subscribed,topic:{arg}";
        }

        var characters = topics.Sum(topic => topic.Name.Length) + request.Args.Sum(arg => arg.Length);
        return isSubscribing && characters > MostCharacters ? $"args length >{MostCharacters}" : null;
    }

    /// <summary>Answers a request; words of its own only where it failed.</summary>
    void Reply(bool success, string? words, BybitRequest request)
    {
        var flag = success ? "true" : "false";
        var echoed = request.Id is { } given ? $"\"req_id\":\"{Escape(given)}\"," : "";
        words ??= venue.Product.AckWords(request.Op);
        Send(Encoding.UTF8.GetBytes(
            $"{{\"success\":{flag},\"ret_msg\":\"{Escape(words)}\",\"conn_id\":\"{id}\",{echoed}"
            + $"\"op\":\"{Escape(request.Op)}\"}}"));
    }

    static string Escape(string text) =>
        JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
