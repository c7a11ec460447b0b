using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Bybit;

/// <summary>What a topic of Bybit carries.</summary>
enum BybitTopicKind : byte
{
    OrderBook,
    Ticker,
    Trade,
}

/// <summary>
/// One topic of the venue. What it says and counts goes on whether anybody listens or not, so that numbers do not
/// depend on who subscribed when.
/// </summary>
sealed class BybitTopic(string name, SimulatedInstrument of, BybitTopicKind kind, int intervalMs)
{
    readonly Cadence cadence = new(intervalMs);

    public string Name => name;

    public SimulatedInstrument Of => of;

    public BybitTopicKind Kind => kind;

    /// <summary>The best levels as told last; null for a topic that is no book.</summary>
    public BybitBook? Book { get; init; }

    /// <summary>What the ticker said last, field by field.</summary>
    public BybitFields? Fields { get; init; }

    /// <summary>The number of the newest trade that a spot ticker told of.</summary>
    public long LastTrade { get; set; }

    /// <summary>The price of the newest trade told, for the direction of the next.</summary>
    public TickDirection Direction { get; } = new(of.Day.Last);

    public List<BybitConnection> Listeners { get; } = [];

    public bool IsDue(long timeMs) => cadence.IsDue(timeMs);
}

/// <summary>Whether the newest price was above or below the last other one.</summary>
sealed class TickDirection(long price)
{
    long last = price;
    bool isUp = true;

    public string Next(long newest)
    {
        var word = newest == last ? "Zero" : "";
        if (newest != last) isUp = newest > last;
        last = newest;
        return word + (isUp ? "PlusTick" : "MinusTick");
    }
}
