using StrategyHost.Market;

namespace StrategyHost.Strategy;

/// <summary>A strategy's dated statement.</summary>
/// <param name="At">When it was made, by this host's clock (of a replay: by the recording's).</param>
/// <param name="Strategy">Who says it.</param>
/// <param name="Instrument">
/// The instrument whose event was being handled; null outside a handler of market data.
/// </param>
/// <param name="Name">What it says: <c>wide-spread</c>.</param>
/// <param name="Side">Which side it favours; null when none.</param>
/// <param name="Strength">How strongly, in whatever measure the strategy documents; null when it does not say.</param>
/// <param name="Note">Words for a person; null when none.</param>
public sealed record Signal(
    DateTimeOffset At,
    string Strategy,
    Instrument? Instrument,
    string Name,
    Side? Side,
    decimal? Strength,
    string? Note);
