using StrategyHost.Exchange;

namespace StrategyHost.Plugins.Binance;

/// <summary>What REST charges for a snapshot of up to so many levels a side.</summary>
readonly record struct DepthPrice(int Levels, int Weight);

/// <summary>
/// One of Binance's two APIs as data: everything in which spot and USD-M futures differ and which the profile does
/// not tell the host.
/// </summary>
sealed record BinanceApi
{
    public required VenueProfile Profile { get; init; }

    /// <summary>Path in front of every REST method: <c>/api/v3</c>.</summary>
    public required string RestPath { get; init; }

    /// <summary>True where deltas name the number before them, and symbols may carry a delivery date.</summary>
    public required bool IsFutures { get; init; }

    /// <summary>Snapshot prices, cheapest first; the last one's levels are the most there are.</summary>
    public required IReadOnlyList<DepthPrice> DepthPrices { get; init; }

    /// <summary>True where a snapshot's limit must be one of the price list's.</summary>
    public required bool HasFixedLimits { get; init; }

    /// <summary>Levels of a snapshot that was asked for without a limit.</summary>
    public required int DefaultLevels { get; init; }

    public required int InstrumentsWeight { get; init; }

    public required int TickerWeight { get; init; }

    public required int QuoteWeight { get; init; }

    /// <summary>Currencies that prices are in, for taking a symbol apart; the longest that fits is taken.</summary>
    public required IReadOnlyList<string> Quotes { get; init; }

    /// <summary>The name of the route that a channel travels on.</summary>
    public required Func<Channel, string> RouteName { get; init; }

    /// <summary>A route's addresses in the order in which to try them.</summary>
    public required Func<string, IReadOnlyList<Uri>> Endpoints { get; init; }
}
