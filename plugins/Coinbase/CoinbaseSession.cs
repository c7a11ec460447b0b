using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Coinbase;

/// <summary>
/// One connection. An acknowledgement lists everything that the connection carries by then, under names of the venue's
/// own choice, and an error names no request: what is newly listed was accepted, and what an error refuses is the
/// request for the product that it names, else the oldest that is unanswered.
/// </summary>
sealed class CoinbaseSession(Route route, SymbolTable symbols) : IWireSession
{
    readonly CoinbaseDecoder decoder = new(symbols);
    readonly List<Subscription[]> unanswered = [];
    HashSet<Subscription> carried = [];

    /// <inheritdoc/>
    public string? Reason { get; private set; }

    /// <inheritdoc/>
    public void Start(FrameOutput output) => Subscribe(route.Subscriptions, output);

    /// <inheritdoc/>
    /// <remarks>One request for each product: an error refuses a whole request.</remarks>
    public void Subscribe(IReadOnlyList<Subscription> subscriptions, FrameOutput output)
    {
        foreach (var product in subscriptions.GroupBy(x => x.Instrument.VenueSymbol, StringComparer.Ordinal))
            Ask("subscribe", product.Key, [.. product], output);
    }

    /// <inheritdoc/>
    public void Unsubscribe(IReadOnlyList<Subscription> subscriptions, FrameOutput output)
    {
        foreach (var product in subscriptions.GroupBy(x => x.Instrument.VenueSymbol, StringComparer.Ordinal))
            Ask("unsubscribe", product.Key, [.. product], output);
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
        Reason = null;
        var kind = decoder.TryScan(frame) ? DecodeScanned(frame, received, sink) : FrameKind.Rejected;
        if (kind == FrameKind.Rejected) Reason = decoder.Reason ?? Reason;
        return kind;
    }

    /// <inheritdoc/>
    /// <remarks>Never due: the heartbeat channel shows that the connection lives.</remarks>
    public void Tick(FrameOutput output)
    {
    }

    /// <inheritdoc/>
    public string Describe(in Subscription subscription) =>
        $"{NameOf(subscription.Channel)} {subscription.Instrument.VenueSymbol}";

    FrameKind DecodeScanned(ReadOnlySpan<byte> frame, Stamp received, IMarketSink sink)
    {
        var type = decoder.Fields.Text(frame, Field.Type);
        if (type.SequenceEqual("subscriptions"u8)) return Acknowledge(frame, sink);
        return type.SequenceEqual("error"u8) ? Refuse(frame, sink) : decoder.Decode(frame, received, sink);
    }

    FrameKind Acknowledge(ReadOnlySpan<byte> frame, IMarketSink sink)
    {
        if (ListedIn(frame) is not { } listed)
        {
            Reason = "an acknowledgement without its channels";
            return FrameKind.Rejected;
        }

        if (unanswered.Count > 0) unanswered.RemoveAt(0);
        foreach (var subscription in listed)
            if (!carried.Contains(subscription)) sink.Answered(in subscription, refusal: null);
        carried = listed;
        return FrameKind.Acknowledgement;
    }

    FrameKind Refuse(ReadOnlySpan<byte> frame, IMarketSink sink)
    {
        var words = Encoding.UTF8.GetString(decoder.Fields.Text(frame, Field.Message));
        var details = Encoding.UTF8.GetString(decoder.Fields.Text(frame, Field.Reason));
        Reason = VenueWords.Clean(details.Length == 0 ? words : $"{words}: {details}");
        var refused = unanswered.FindIndex(
            x => details.Split(' ').Contains(x[0].Instrument.VenueSymbol, StringComparer.OrdinalIgnoreCase));
        if (refused < 0 && unanswered.Count > 0) refused = 0;
        if (refused < 0) return FrameKind.Error;
        foreach (var subscription in unanswered[refused])
            if (!carried.Contains(subscription)) sink.Answered(in subscription, Reason);
        unanswered.RemoveAt(refused);
        return FrameKind.Error;
    }

    HashSet<Subscription>? ListedIn(ReadOnlySpan<byte> frame)
    {
        try
        {
            var reader = new Utf8JsonReader(frame);
            using var document = JsonDocument.ParseValue(ref reader);
            var listed = new HashSet<Subscription>();
            foreach (var channel in document.RootElement.GetProperty("channels").EnumerateArray())
            {
                if (ChannelOf(channel.GetProperty("name").GetString()) is not { } known) continue;
                foreach (var product in channel.GetProperty("product_ids").EnumerateArray())
                {
                    var name = Encoding.UTF8.GetBytes(product.GetString() ?? "");
                    if (symbols.TryFind(name, out var entry)) listed.Add(new Subscription(entry.Instrument, known));
                }
            }

            return listed;
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    void Ask(string type, string product, Subscription[] asked, FrameOutput output)
    {
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteStartArray("product_ids");
            writer.WriteStringValue(product);
            writer.WriteEndArray();
            writer.WriteStartArray("channels");
            foreach (var subscription in asked) writer.WriteStringValue(NameOf(subscription.Channel));
            if (type == "subscribe") writer.WriteStringValue("heartbeat");
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.EndFrame();
        unanswered.Add(asked);
    }

    static string NameOf(Channel channel) => channel switch
    {
        Channel.Book => "level2_batch",
        Channel.Ticker => "ticker",
        _ => "matches",
    };

    // The venue answers with level2_50 for level2_batch and ticker_1000 for ticker_batch; old connections carry level2.
    static Channel? ChannelOf(string? name) => name switch
    {
        "level2_50" or "level2_batch" or "level2" => Channel.Book,
        "ticker" or "ticker_1000" or "ticker_batch" => Channel.Ticker,
        "matches" => Channel.Trade,
        _ => null,
    };
}
