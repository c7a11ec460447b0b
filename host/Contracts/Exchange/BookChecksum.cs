using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>What a venue says a book sums up to, worked out from the levels themselves.</summary>
/// <param name="bids">Best bids, best first.</param>
/// <param name="asks">Best asks, best first.</param>
/// <param name="priceScale">Decimals of the prices.</param>
/// <param name="quantityScale">Decimals of the quantities.</param>
public delegate long BookChecksumFunction(
    ReadOnlySpan<ScaledLevel> bids, ReadOnlySpan<ScaledLevel> asks, byte priceScale, byte quantityScale);

/// <summary>
/// How a venue sums up a book, where its messages carry the sum (<see cref="BookUpdate.Checksum"/>). The host holds the
/// book, so that it does the summing; the venue's plugin knows how.
/// </summary>
/// <param name="Levels">Levels a side that are summed up, or as many as there are.</param>
/// <param name="Compute">Works the sum out; allocates nothing.</param>
public sealed record BookChecksum(int Levels, BookChecksumFunction Compute);
