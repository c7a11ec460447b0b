namespace StrategyHost.Market;

/// <summary>A price and the total quantity resting there, exact.</summary>
/// <param name="Price">Price in the quote currency.</param>
/// <param name="Quantity">Total quantity at that price, in the unit the venue states.</param>
public readonly record struct Level(decimal Price, decimal Quantity);

/// <summary>A level as books and wires hold it: integers scaled by powers of ten.</summary>
/// <param name="Price">Price times 10^PriceScale of the event that carries it.</param>
/// <param name="Quantity">Quantity times 10^QuantityScale; zero removes the level.</param>
public readonly record struct ScaledLevel(long Price, long Quantity);
