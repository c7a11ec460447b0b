using System.Buffers;
using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Plugins.Okx;

/// <summary>
/// One connection: what was asked under which id, and what the venue answered. It acknowledges every subscription by
/// itself, perhaps after its first data; its errors name no subscription but in their words.
/// </summary>
sealed class OkxSession(Route route, SymbolTable symbols) : IWireSession
{
    // A request of a hundred names stays below 8 kB; the venue takes 64 kB.
    const int MaxPerRequest = 100;

    readonly record struct Asked(long Id, string Channel, Subscription Subscription, bool IsOpen = true);

    readonly OkxDecoder decoder = new(symbols);
    readonly List<Asked> asked = [];
    long lastId;

    /// <summary>The venue's name of a channel; null for what it does not offer without a login.</summary>
    public static string? NameOf(in Subscription subscription) => subscription switch
    {
        { Channel: Channel.Quote } => "bbo-tbt",
        { Channel: Channel.Ticker } => "tickers",
        { Channel: Channel.Trade } => "trades",
        { Depth: Depth.Full } => "books",
        { Depth: Depth.Partial5 } => "books5",
        _ => null,
    };

    /// <inheritdoc/>
    public string? Reason { get; private set; }

    /// <inheritdoc/>
    public void Start(FrameOutput output) => Subscribe(route.Subscriptions, output);

    /// <inheritdoc/>
    public void Subscribe(IReadOnlyList<Subscription> subscriptions, FrameOutput output)
    {
        foreach (var chunk in subscriptions.Chunk(MaxPerRequest))
        {
            var id = Ask("subscribe", chunk, output);
            asked.AddRange(chunk.Select(x => new Asked(id, NameOf(in x)!, x)));
        }
    }

    /// <inheritdoc/>
    public void Unsubscribe(IReadOnlyList<Subscription> subscriptions, FrameOutput output)
    {
        asked.RemoveAll(x => subscriptions.Contains(x.Subscription));
        foreach (var chunk in subscriptions.Chunk(MaxPerRequest)) Ask("unsubscribe", chunk, output);
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
        if (frame.SequenceEqual("pong"u8)) return FrameKind.Heartbeat; // a bare word, no JSON
        var kind = !decoder.TryScan(frame) ? FrameKind.Rejected
            : decoder.Fields.Has(Field.Event) ? Answer(frame, sink)
            : decoder.Decode(frame, received, sink);
        Reason ??= decoder.Reason;
        return kind;
    }

    /// <inheritdoc/>
    public void Tick(FrameOutput output)
    {
        output.Write("ping"u8);
        output.EndFrame();
    }

    /// <inheritdoc/>
    public string Describe(in Subscription subscription) =>
        $"{NameOf(in subscription)}:{subscription.Instrument.VenueSymbol}";

    FrameKind Answer(ReadOnlySpan<byte> frame, IMarketSink sink)
    {
        var answer = decoder.Fields.Text(frame, Field.Event);
        if (answer.SequenceEqual("error"u8)) return Refuse(frame, sink);
        if (answer.SequenceEqual("notice"u8)) Reason = OkxErrors.Words(decoder.Fields, frame);
        if (Reason is not null) return FrameKind.Notice;
        if (answer.SequenceEqual("unsubscribe"u8)) return FrameKind.Acknowledgement;
        if (!answer.SequenceEqual("subscribe"u8)) return FrameKind.Unknown;
        var channel = Encoding.UTF8.GetString(decoder.Fields.Text(frame, Field.Channel));
        var symbol = Encoding.UTF8.GetString(decoder.Fields.Text(frame, Field.Symbol));
        var index = asked.FindIndex(x => x.Channel == channel && x.Subscription.Instrument.VenueSymbol == symbol);
        if (index >= 0) Settle(index, sink, refusal: null);
        return FrameKind.Acknowledgement;
    }

    /// <summary>
    /// An error is about the subscription that its words name (<c>channel:books,instId:BTC-USDT doesn't exist</c>),
    /// else about what of its request is not answered yet: by its id, or without one the oldest. What the venue accepts
    /// after all it acknowledges.
    /// </summary>
    FrameKind Refuse(ReadOnlySpan<byte> frame, IMarketSink sink)
    {
        Reason = OkxErrors.Words(decoder.Fields, frame);
        if (OkxErrors.IsOfConnection(decoder.Fields.Text(frame, Field.Code))) return FrameKind.Error;
        var words = Encoding.UTF8.GetString(decoder.Fields.Text(frame, Field.Message));
        var named = asked.FindIndex(x => IsNamed(x, words));
        if (!decoder.Fields.TryInt64(frame, Field.Id, out var id)) id = asked.Find(x => x.IsOpen).Id;
        for (var i = 0; i < asked.Count; i++)
            if (named >= 0 ? i == named : asked[i].IsOpen && asked[i].Id == id) Settle(i, sink, Reason);
        return FrameKind.Error;
    }

    void Settle(int index, IMarketSink sink, string? refusal)
    {
        asked[index] = asked[index] with { IsOpen = false };
        sink.Answered(asked[index].Subscription, refusal);
    }

    static bool IsNamed(Asked candidate, string words)
    {
        if (!candidate.IsOpen) return false;
        var name = $"channel:{candidate.Channel},instId:{candidate.Subscription.Instrument.VenueSymbol}";
        var at = words.IndexOf(name, StringComparison.Ordinal);
        var next = at < 0 ? '-' : words.ElementAtOrDefault(at + name.Length); // BTC-USDT is not BTC-USDT-SWAP
        return !char.IsAsciiLetterOrDigit(next) && next is not ('-' or '_');
    }

    long Ask(string method, IEnumerable<Subscription> chunk, FrameOutput output)
    {
        var args = chunk.Select(x =>
            $$"""{"channel":"{{NameOf(in x)}}","instId":"{{JsonEncodedText.Encode(x.Instrument.VenueSymbol)}}"}""");
        var request = $$"""{"id":"{{++lastId}}","op":"{{method}}","args":[{{string.Join(',', args)}}]}""";
        output.Write(Encoding.UTF8.GetBytes(request));
        output.EndFrame();
        return lastId;
    }
}
