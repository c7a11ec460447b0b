using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Binance;

/// <summary>
/// One connection on the combined path: what was asked under which id, and what the venue answered. Answers come
/// without an envelope and in any order among the data.
/// </summary>
sealed class BinanceSession : IWireSession
{
    // A request of a hundred names stays below 4 kB, whatever the symbols.
    const int MaxStreamsPerRequest = 100;

    readonly IReadOnlyList<Subscription> subscriptions;
    readonly BinanceDecoder decoder;
    readonly Dictionary<long, Subscription[]> asked = [];
    long lastId;

    public BinanceSession(bool linksPrevious, Route route, SymbolTable symbols)
    {
        subscriptions = route.Subscriptions;
        decoder = new BinanceDecoder(linksPrevious, symbols, BinanceStreams.In(route.Endpoints));
    }

    /// <inheritdoc/>
    public string? Reason { get; private set; }

    /// <inheritdoc/>
    public void Start(FrameOutput output) => Subscribe(subscriptions, output);

    /// <inheritdoc/>
    public void Subscribe(IReadOnlyList<Subscription> subscriptions, FrameOutput output)
    {
        foreach (var chunk in subscriptions.Chunk(MaxStreamsPerRequest)) asked[Ask("SUBSCRIBE", chunk, output)] = chunk;
    }

    /// <inheritdoc/>
    public void Unsubscribe(IReadOnlyList<Subscription> subscriptions, FrameOutput output)
    {
        foreach (var chunk in subscriptions.Chunk(MaxStreamsPerRequest)) Ask("UNSUBSCRIBE", chunk, output);
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
            : IsAnswer ? FrameKind.Acknowledgement
            : decoder.Decode(frame, received, sink);
        Reason = decoder.Reason;
        return kind == FrameKind.Acknowledgement ? Answer(frame, sink) : kind;
    }

    /// <inheritdoc/>
    /// <remarks>Never due: the venue pings with ping frames, which the host answers.</remarks>
    public void Tick(FrameOutput output)
    {
    }

    /// <inheritdoc/>
    public string Describe(in Subscription subscription) => BinanceStreams.NameOf(in subscription);

    // Neither an event nor its envelope, and with a word that only answers have.
    bool IsAnswer => !decoder.Fields.Has(Field.EventType) && !decoder.Fields.Has(Field.Stream)
        && (decoder.Fields.Has(Field.Result) || decoder.Fields.Has(Field.Code) || decoder.Fields.Has(Field.Error));

    FrameKind Answer(ReadOnlySpan<byte> frame, IMarketSink sink)
    {
        var isError = decoder.Fields.Has(Field.Code) || decoder.Fields.Has(Field.Error);
        if (isError)
            Reason = BinanceText.Reason(
                decoder.Fields.Text(frame, Field.Code), decoder.Fields.Text(frame, Field.Message));
        if (decoder.Fields.TryInt64(frame, Field.Id, out var id) && asked.Remove(id, out var answered))
            foreach (var subscription in answered) sink.Answered(in subscription, Reason);
        return isError ? FrameKind.Error : FrameKind.Acknowledgement;
    }

    long Ask(string method, IEnumerable<Subscription> chunk, FrameOutput output)
    {
        var id = ++lastId;
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("method", method);
            writer.WriteStartArray("params");
            foreach (var subscription in chunk) writer.WriteStringValue(Describe(in subscription));
            writer.WriteEndArray();
            writer.WriteNumber("id", id);
            writer.WriteEndObject();
        }

        output.EndFrame();
        return id;
    }
}
