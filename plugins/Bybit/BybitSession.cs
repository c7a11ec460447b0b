using System.Buffers;
using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Bybit;

/// <summary>
/// One connection: what was asked under which id, and what the venue answered. An answer names no topics but in the
/// words of a refusal; the id that it echoes tells which were asked for.
/// </summary>
sealed class BybitSession(Route route, SymbolTable symbols) : IWireSession
{
    // The venue's limit on spot; linear contracts have none that is documented.
    const int MaxTopicsPerRequest = 10;

    readonly BybitDecoder decoder = new(symbols);
    readonly Dictionary<long, Subscription[]> asked = [];
    long lastId;

    /// <inheritdoc/>
    public string? Reason { get; private set; }

    BybitFields Fields => decoder.Fields;

    /// <inheritdoc/>
    public void Start(FrameOutput output) => Subscribe(route.Subscriptions, output);

    /// <inheritdoc/>
    public void Subscribe(IReadOnlyList<Subscription> subscriptions, FrameOutput output)
    {
        foreach (var chunk in subscriptions.Chunk(MaxTopicsPerRequest)) asked[Ask("subscribe", chunk, output)] = chunk;
    }

    /// <inheritdoc/>
    public void Unsubscribe(IReadOnlyList<Subscription> subscriptions, FrameOutput output)
    {
        foreach (var chunk in subscriptions.Chunk(MaxTopicsPerRequest)) Ask("unsubscribe", chunk, output);
    }

    /// <inheritdoc/>
    public void Resubscribe(in Subscription subscription, FrameOutput output)
    {
        Unsubscribe([subscription], output);
        Subscribe([subscription], output);
    }

    /// <inheritdoc/>
    public FrameKind Decode(ReadOnlySpan<byte> frame, Stamp received, IMarketSink sink, FrameOutput output)
    {
        var kind = !decoder.TryScan(frame) ? FrameKind.Rejected
            : Fields.Has(Field.Topic) ? decoder.Decode(frame, received, sink)
            : FrameKind.Acknowledgement;
        Reason = decoder.Reason;
        return kind == FrameKind.Acknowledgement ? Answer(frame, sink, output) : kind;
    }

    /// <inheritdoc/>
    public void Tick(FrameOutput output)
    {
        output.Write("""{"op":"ping"}"""u8);
        output.EndFrame();
    }

    /// <inheritdoc/>
    public string Describe(in Subscription subscription) => BybitTopics.NameOf(in subscription);

    FrameKind Answer(ReadOnlySpan<byte> frame, IMarketSink sink, FrameOutput output)
    {
        var isAccepted = Fields.Bool(Field.Success);
        // Spot and linear answer a ping with the op "ping" and say "pong" in words; other products have the op "pong".
        var op = Fields.Text(frame, Field.Op);
        if (isAccepted != false && (op.SequenceEqual("ping"u8) || op.SequenceEqual("pong"u8)))
            return FrameKind.Heartbeat;
        if (isAccepted is null) return FrameKind.Unknown;
        var batch = Take(frame, op);
        if (isAccepted == false) return Refuse(batch, Fields.Text(frame, Field.Words), sink, output);
        foreach (var subscription in batch) sink.Answered(in subscription, null);
        return FrameKind.Acknowledgement;
    }

    // An id comes back as text. A refusal may come without one: then it is the only request's that is open.
    Subscription[] Take(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> op)
    {
        var hasId = !Fields.Text(frame, Field.RequestId).IsEmpty;
        Fields.TryInt64(frame, Field.RequestId, out var id);
        if (!hasId && asked.Count == 1 && op.SequenceEqual("subscribe"u8)) id = asked.Keys.First();
        return asked.Remove(id, out var batch) ? batch : [];
    }

    // One bad topic may refuse its whole request: those that the venue does not name are asked for again.
    FrameKind Refuse(Subscription[] batch, ReadOnlySpan<byte> words, IMarketSink sink, FrameOutput output)
    {
        Reason = words.IsEmpty ? "refused without a reason" : VenueWords.Clean(words);
        var said = Encoding.UTF8.GetString(words).Split([' ', ',', ':', '[', ']', '"']);
        var named = batch.Where(
            x => said.Contains(Describe(in x)) || said.Contains(x.Instrument.VenueSymbol)).ToArray();
        if (named.Length == 0) named = batch;
        var isServed = Reason.Contains("already subscribed", StringComparison.Ordinal);
        foreach (var subscription in named) sink.Answered(in subscription, isServed ? null : Reason);
        Subscribe([.. batch.Except(named)], output);
        return FrameKind.Error;
    }

    long Ask(string op, IEnumerable<Subscription> chunk, FrameOutput output)
    {
        var id = ++lastId;
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("req_id", $"{id}");
            writer.WriteString("op", op);
            writer.WriteStartArray("args");
            foreach (var subscription in chunk) writer.WriteStringValue(Describe(in subscription));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.EndFrame();
        return id;
    }
}
