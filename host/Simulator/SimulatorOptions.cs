namespace StrategyHost.Simulator;

/// <summary>What an embedded exchange is made of: the same options and the same times give the same frames.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The first venue's port on 127.0.0.1, the next venues following it; 0 takes free ports.</summary>
    public int Port { get; init; }

    /// <summary>The seed of the whole market.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How far the venues' clocks are ahead of this host's.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>
    /// How busy the market is, from 1: how many times the usual trades, requotes and changes behind the touch.
    /// </summary>
    public int Pace { get; init; } = 1;

    /// <summary>Frames that may wait for one connection before it is closed as a slow reader.</summary>
    public int QueueBound { get; init; } = 4096;

    /// <summary>
    /// How often each of Bybit's book topics restarts, on average: its numbers begin at 1 again, with a snapshot. Null
    /// for never; the moments follow from the seed.
    /// </summary>
    public TimeSpan? BybitRestartEvery { get; init; }

    /// <summary>Whether Binance's futures venue serves <c>/ws</c> and <c>/stream</c>, retired in April 2026.</summary>
    public bool ServeRetiredPaths { get; init; }

    /// <summary>
    /// Whether OKX sends checksums that hold, as it did until June 2026; else each is 0.
    /// </summary>
    public bool OkxChecksums { get; init; }

    /// <summary>
    /// Whether OKX's <c>books</c> begins with a snapshot, as it does; else it begins with changes, and the REST book
    /// carries the number to join them by, as was announced in February 2026.
    /// </summary>
    public bool OkxStreamSnapshots { get; init; } = true;

    /// <summary>How often OKX resets the numbers of a book to smaller ones; null for never.</summary>
    public TimeSpan? OkxResetEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How old an OKX connection grows before it is told of a service upgrade; it is closed 30 s later. Null for never.
    /// </summary>
    public TimeSpan? OkxUpgradeAfter { get; init; }

    /// <summary>
    /// Whether Coinbase acknowledges <c>level2_batch</c> as <c>level2_50</c> and <c>ticker_batch</c> as
    /// <c>ticker_1000</c>, as it does; else by the names that were asked for.
    /// </summary>
    public bool CoinbaseAliases { get; init; } = true;
}
