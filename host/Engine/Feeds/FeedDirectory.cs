using System.Collections.Concurrent;
using StrategyHost.Engine.Dispatch;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>
/// Every feed of a run by its instrument's name, and what is wanted of each. A name is taken only when its venue lists
/// it; of a recording, when one of its venues could.
/// </summary>
/// <remarks>Any thread; control plane.</remarks>
sealed class FeedDirectory(
    Func<string, string, Instrument> resolve, FanOut? fanOut, TimeProvider time, bool measuresProcessing)
{
    readonly Lock gate = new();
    readonly Dictionary<string, InstrumentFeed> feeds = new(StringComparer.OrdinalIgnoreCase);
    readonly HashSet<Subscription> wanted = [];
    Action<Subscription>? open;

    /// <summary>Messages between two reports of each feed; 0 for none.</summary>
    public int MessagesPerReport { get; set; }

    public ConcurrentQueue<FeedReport> Reports { get; } = new();

    public IReadOnlyList<InstrumentFeed> Feeds
    {
        get
        {
            lock (gate) return [.. feeds.Values];
        }
    }

    /// <summary>
    /// Takes what has been wanted so far, and has everything that is wanted from now on opened as it comes.
    /// </summary>
    public IReadOnlyList<Subscription> Begin(Action<Subscription> openLater)
    {
        lock (gate)
        {
            open = openLater;
            return [.. wanted];
        }
    }

    /// <summary>
    /// Subscribes to a channel of an instrument by its name; throws <see cref="UnknownNameException"/>.
    /// </summary>
    public InstrumentFeed Want(string name, Channel channel, Depth depth = Depth.Full)
    {
        var (venue, symbol) = InstrumentName.Parse(name);
        var instrument = resolve(venue, symbol);
        var subscription = new Subscription(instrument, channel, depth);
        InstrumentFeed feed;
        Action<Subscription>? openNow = null;
        lock (gate)
        {
            feed = FeedLocked(instrument);
            if (wanted.Add(subscription)) openNow = open;
        }

        openNow?.Invoke(subscription);
        return feed;
    }

    /// <summary>The feed of an instrument that a venue or a recording described.</summary>
    public InstrumentFeed FeedOf(Instrument instrument)
    {
        lock (gate)
        {
            var feed = FeedLocked(instrument);
            if (!feed.IsBound) feed.Bind(instrument);
            return feed;
        }
    }

    InstrumentFeed FeedLocked(Instrument instrument)
    {
        if (feeds.TryGetValue(instrument.Name, out var feed)) return feed;
        if (feeds.TryGetValue($"{instrument.Venue}:{instrument.VenueSymbol}", out feed)) return feed;
        feed = new InstrumentFeed(instrument, fanOut, time, measuresProcessing);
        if (MessagesPerReport > 0) feed.Window = new FeedWindow(feed, MessagesPerReport, Reports);
        return feeds[instrument.Name] = feed;
    }
}
