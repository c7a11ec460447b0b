using System.Text;
using System.Text.Json;

namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>
/// One client of Binance: its subscriptions by name, whether its frames are wrapped, and its pace. Any name is
/// acknowledged; one that is not served (unknown, wrong case, wrong route) is then silent, as on the venue.
/// </summary>
sealed class BinanceConnection(BinanceVenue venue, Routes routes, bool combined, int queueBound)
    : SimulatedConnection(queueBound)
{
    const int MostStreams = 1024;

    readonly List<string> names = [];
    readonly HashSet<string> known = new(StringComparer.Ordinal);
    readonly Queue<DateTimeOffset> recent = [];
    bool combined = combined;

    public IReadOnlyList<string> Names => names;

    public bool Combined => combined;

    public override void Handle(ReadOnlyMemory<byte> text, DateTimeOffset now)
    {
        if (Closed is not null) return;
        if (IsTooFast(now)) Close(1008, "Too many requests");
        else Answer(text);
    }

    public override void Leave()
    {
        foreach (var name in names) venue.Find(name, routes)?.Listeners.Remove(this);
        names.Clear();
        known.Clear();
    }

    public void Subscribe(string name)
    {
        if (!known.Add(name)) return;
        names.Add(name);
        venue.Find(name, routes)?.Listeners.Add(this);
    }

    public void Deliver(StreamFrame frame) => Send(combined ? frame.Wrapped : frame.Bare);

    bool IsTooFast(DateTimeOffset now)
    {
        while (recent.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromSeconds(1)) recent.Dequeue();
        recent.Enqueue(now);
        return recent.Count > venue.Dialect.MessagesPerSecond;
    }

    void Answer(ReadOnlyMemory<byte> text)
    {
        var request = ControlRequest.Read(text, venue.Dialect);
        var result = request.Error is null ? Execute(request) : null;
        if (Closed is not null) return;
        Send(Encoding.UTF8.GetBytes(request.Error ?? $$"""{"result":{{result}},"id":{{request.Id}}}"""));
    }

    string Execute(ControlRequest request)
    {
        switch (request.Method)
        {
            case ControlMethod.Subscribe:
                foreach (var name in request.Names) Subscribe(name);
                if (names.Count > MostStreams) Close(1008, "Too many streams");
                return "null";
            case ControlMethod.Unsubscribe:
                foreach (var name in request.Names) Unsubscribe(name);
                return "null";
            case ControlMethod.ListSubscriptions:
                return $"[{string.Join(',', names.Select(name => $"\"{JsonEncodedText.Encode(name)}\""))}]";
            case ControlMethod.SetProperty:
                combined = request.Value;
                return "null";
            default:
                return combined ? "true" : "false";
        }
    }

    void Unsubscribe(string name)
    {
        if (!known.Remove(name)) return;
        names.Remove(name);
        venue.Find(name, routes)?.Listeners.Remove(this);
    }
}
