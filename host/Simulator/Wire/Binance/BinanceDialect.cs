using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>What differs between Binance's two APIs, spot and futures: limits, streams, message shapes.</summary>
abstract class BinanceDialect
{
    public abstract string Venue { get; }

    public abstract TimeSpan PingInterval { get; }

    /// <summary>Client messages per second before the venue closes the connection.</summary>
    public abstract int MessagesPerSecond { get; }

    /// <summary>REST weight per minute and address.</summary>
    public abstract int WeightPerMinute { get; }

    public abstract string RestBase { get; }

    /// <summary>Finds the route of a path, leaving <c>/ws...</c> or <c>/stream...</c>.</summary>
    public abstract bool TryRoute(string path, out Routes routes, out string rest);

    /// <summary>Whether a request's id is of a kind that the venue takes.</summary>
    public abstract bool AcceptsId(System.Text.Json.JsonElement id);

    public abstract IEnumerable<BinanceStream> StreamsOf(SimulatedInstrument instrument);

    public abstract void Depth(JsonText text, SimulatedInstrument of, in DepthDelta delta, long nowMs);

    public abstract void PartialDepth(JsonText text, SimulatedInstrument of, in DepthDelta delta, long nowMs);

    public abstract void BookTicker(JsonText text, SimulatedInstrument of, in BestPrices best, long nowMs);

    public abstract void Ticker(JsonText text, SimulatedInstrument of, long nowMs);

    public abstract void MiniTicker(JsonText text, SimulatedInstrument of, long nowMs);

    public abstract void Trade(JsonText text, SimulatedInstrument of, in TradePrint trade, long nowMs);

    public abstract void AggregateTrade(JsonText text, SimulatedInstrument of, in TradePrint trade, long nowMs);

    public abstract int DepthWeight(int limit);

    public abstract int WeightOf(string endpoint, int symbols);

    /// <summary>Checks a depth limit; null when it is fine, else the error body.</summary>
    public abstract string? CheckLimit(ref int limit);

    public abstract int DefaultLimit { get; }

    public abstract void RestDepth(JsonText text, SimulatedInstrument of, int limit, long nowMs);

    public abstract void RestDay(JsonText text, SimulatedInstrument of, long nowMs);

    public abstract void RestBookTicker(JsonText text, SimulatedInstrument of, long nowMs);

    public abstract void ExchangeInfo(JsonText text, IReadOnlyList<SimulatedInstrument> of, long nowMs);

    public static NumberShape ShapeOf(SimulatedInstrument of) => new(
        of.Listing.PriceScale, of.Listing.PriceDecimals, of.Listing.QuantityScale, of.Listing.QuantityDecimals);

    /// <summary>The best levels of a side, best first.</summary>
    protected static ScaledLevel[] Top(Ladder ladder, int count)
    {
        var levels = new ScaledLevel[Math.Min(count, ladder.Count)];
        for (var i = 0; i < levels.Length; i++) levels[i] = ladder.At(i);
        return levels;
    }

    protected static JsonText Price(JsonText text, SimulatedInstrument of, long value) =>
        text.Quoted(value, of.Listing.PriceScale, of.Listing.PriceDecimals);

    protected static JsonText Quantity(JsonText text, SimulatedInstrument of, long value) =>
        text.Quoted(value, of.Listing.QuantityScale, of.Listing.QuantityDecimals);

    /// <summary>Turnover in the quote currency with a fixed count of decimals.</summary>
    protected static JsonText Turnover(JsonText text, SimulatedInstrument of, int decimals)
    {
        var scale = of.Listing.PriceScale + of.Listing.QuantityScale;
        var turnover = of.Day.Turnover;
        if (decimals < scale) (turnover, scale) = (turnover / Scaling.PowerOfTen(scale - decimals), decimals);
        return text.Quoted((long)turnover, scale, decimals);
    }

    /// <summary>The day's change in percent, three decimals.</summary>
    protected static JsonText ChangePercent(JsonText text, SimulatedInstrument of) =>
        text.Quoted((of.Day.Last - of.Day.Open) * 100_000 / of.Day.Open, 3, 3);

    protected static JsonText Weighted(JsonText text, SimulatedInstrument of)
    {
        var decimals = of.Listing.PriceDecimals;
        return text.Quoted(of.Day.WeightedPrice(decimals - of.Listing.PriceScale), decimals, decimals);
    }
}

/// <summary>What one depth message says: numbers and levels, valid until the next is made.</summary>
readonly ref struct DepthDelta
{
    public required long Previous { get; init; }

    public required long First { get; init; }

    public required long Last { get; init; }

    public required long TimeMs { get; init; }

    /// <summary>Bids, best first.</summary>
    public required ReadOnlySpan<ScaledLevel> Bids { get; init; }

    /// <summary>Asks, best first.</summary>
    public required ReadOnlySpan<ScaledLevel> Asks { get; init; }
}
