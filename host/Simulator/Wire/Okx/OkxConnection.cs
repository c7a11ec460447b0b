using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StrategyHost.Simulator.Wire.Okx;

/// <summary>
/// One client of OKX: its subscriptions, one acknowledgement for each argument, and the silence after which the venue
/// closes. What is wrong is answered and the connection goes on.
/// </summary>
sealed class OkxConnection(OkxVenue venue, string id, DateTimeOffset opened, int queueBound)
    : SimulatedConnection(queueBound)
{
    /// <summary>Subscribes, unsubscribes and logins that a connection has in an hour.</summary>
    const int MostRequests = 480;

    /// <summary>How long nothing may be sent to a client, an answer to its ping included.</summary>
    static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    /// <summary>How long before a planned close the client is told.</summary>
    static readonly TimeSpan UpgradeNotice = TimeSpan.FromSeconds(30);

    static readonly byte[] Ping = "ping"u8.ToArray();
    static readonly byte[] Pong = "pong"u8.ToArray();

    readonly List<OkxStream> streams = [];
    readonly Queue<DateTimeOffset> requests = [];
    DateTimeOffset? spoken;
    DateTimeOffset? closing;

    public override void Handle(ReadOnlyMemory<byte> text, DateTimeOffset now)
    {
        if (Closed is not null) return;
        if (text.Span.SequenceEqual(Ping)) Deliver(Pong, now);
        else if (IsTooOften(now)) Refuse("60014", "Requests too frequent", now);
        else Execute(OkxRequest.Read(text), now);
    }

    public override void Leave()
    {
        foreach (var stream in streams) stream.Listeners.Remove(this);
        streams.Clear();
        venue.Forget(this);
    }

    /// <summary>Sends one frame.</summary>
    public void Deliver(ReadOnlyMemory<byte> frame, DateTimeOffset now)
    {
        spoken = now;
        Send(frame);
    }

    /// <summary>Closes a connection that was silent for too long, or whose server is taken out of service.</summary>
    public void Pass(DateTimeOffset now, TimeSpan? upgradeAfter)
    {
        if (now - (spoken ?? opened) > LongestSilence) Close(4004, "No data received in 30s.");
        if (closing is { } end && now >= end) Close(1001, "service upgrade");
        if (closing is not null || upgradeAfter is not { } after || now - opened < after) return;
        closing = now + UpgradeNotice;
        Say(
            """{"event":"notice","code":"64008","msg":"The connection will soon be closed for a service """
            + $$"""upgrade. Please reconnect.","connId":"{{id}}"}""",
            now);
    }

    bool IsTooOften(DateTimeOffset now)
    {
        while (requests.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromHours(1)) requests.Dequeue();
        if (requests.Count >= MostRequests) return true;
        requests.Enqueue(now);
        return false;
    }

    void Execute(OkxRequest request, DateTimeOffset now)
    {
        if (request.Code is { } code)
        {
            Refuse(code, request.Message, now);
            return;
        }

        foreach (var argument in request.Arguments)
        {
            if (Closed is not null) return;
            if (venue.Find(argument) is { } stream) Execute(request, argument, stream, now);
            else if (OkxChannels.NeedsLogin(argument.Channel!)) Refuse("60011", "Please log in", now);
            else Refuse("60018", Unknown(argument), now);
        }
    }

    void Execute(OkxRequest request, in OkxArgument argument, OkxStream stream, DateTimeOffset now)
    {
        var isSubscribe = request.Operation == OkxOperation.Subscribe;
        var echo = request.Id is { } known ? $"\"id\":\"{JsonEncodedText.Encode(known)}\"," : "";
        var word = isSubscribe ? "subscribe" : "unsubscribe";
        Say($$"""{{{echo}}"event":"{{word}}","arg":{{argument.Json}},"connId":"{{id}}"}""", now);
        if (isSubscribe) Add(stream, now);
        else if (streams.Remove(stream)) stream.Listeners.Remove(this);
    }

    void Add(OkxStream stream, DateTimeOffset now)
    {
        if (Closed is not null || streams.Contains(stream)) return; // a second subscribe is only acknowledged
        streams.Add(stream);
        stream.Listeners.Add(this);
        if (venue.Opening(stream, now) is { } frame) Deliver(frame, now);
    }

    void Refuse(string code, string message, DateTimeOffset now)
    {
        var quoted = JsonEncodedText.Encode(message, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        Say($$"""{"event":"error","code":"{{code}}","msg":"{{quoted}}","connId":"{{id}}"}""", now);
    }

    void Say(string text, DateTimeOffset now) => Deliver(Encoding.UTF8.GetBytes(text), now);

    static string Unknown(in OkxArgument argument) =>
        $"Wrong URL or channel:{argument.Channel},instId:{argument.Instrument} doesn't exist. "
        + "Please use the correct URL, channel and parameters referring to API document.";
}
