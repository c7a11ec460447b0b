using StrategyHost.Market;
using StrategyHost.Simulator.Market;
using StrategyHost.Simulator.Wire.Binance;
using StrategyHost.Simulator.Wire.Bybit;
using StrategyHost.Simulator.Wire.Coinbase;
using StrategyHost.Simulator.Wire.Okx;

namespace StrategyHost.Simulator;

/// <summary>
/// The embedded exchange without sockets: one seeded market and the venues that show it, driven by
/// <see cref="Advance"/> alone. The same options and the same calls give the same frames, byte for byte.
/// </summary>
/// <remarks>
/// Lock step: <c>Advance(now)</c>, then take every connection's frames, then move the time on. The market lives in
/// steps of 20 ms of the clock's grid, so how often it is called does not change what is published, only when it is
/// seen. Not thread-safe: the driver holds one lock.
/// </remarks>
public sealed class SimulatedVenues
{
    /// <summary>The market's step, in milliseconds.</summary>
    public const int StepMs = 20;

    /// <summary>A jump of the clock beyond this is not lived through.</summary>
    const int LongestCatchUpMs = 10_000;

    /// <summary>Every venue, in the order of the ports: Binance's first, then as they came.</summary>
    static readonly (string Name, Func<VenueMarket, SimulatorOptions, SimulatedVenue> Open)[] Table =
    [
        (Listings.Binance, static (market, options) => new BinanceVenue(new SpotDialect(), market, options)),
        (Listings.BinanceFutures, static (market, options) =>
            new BinanceVenue(new FuturesDialect(options.ServeRetiredPaths), market, options)),
        (Listings.Bybit, static (market, options) => new BybitVenue(new BybitSpot(), market, options)),
        (Listings.BybitLinear, static (market, options) => new BybitVenue(new BybitLinear(), market, options)),
        (Listings.Okx, static (market, options) => new OkxVenue(market, options)),
        (Listings.Coinbase, static (market, options) => new CoinbaseVenue(market, options)),
    ];

    readonly SeededMarket market;
    readonly TruthArchive truth;
    long nextMs;

    /// <summary>Builds the market and all venues from a seed.</summary>
    public SimulatedVenues(SimulatorOptions options)
    {
        market = new SeededMarket(options.Seed);
        var skewMs = (long)options.ClockSkew.TotalMilliseconds;
        var parts = Table.Select(x => market.Add(x.Name, Math.Max(1, options.Pace))).ToArray();
        Venues = [.. Table.Select((x, i) => x.Open(parts[i], options))];
        Instruments = [.. Venues.SelectMany(venue => venue.Instruments)];
        truth = new TruthArchive([.. parts.SelectMany(part => part.Instruments)], skewMs);
    }

    /// <summary>The venues, in the order of their ports.</summary>
    public IReadOnlyList<SimulatedVenue> Venues { get; }

    /// <summary>Everything listed, on all venues.</summary>
    public IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>The venue of a name.</summary>
    public SimulatedVenue this[string venue] => Venues.First(each => each.Name == venue);

    /// <summary>When the next step is due; the driver waits until then.</summary>
    public DateTimeOffset NextStep => DateTimeOffset.FromUnixTimeMilliseconds(nextMs);

    /// <summary>Lives all steps up to a moment; the first call starts the clock.</summary>
    public void Advance(DateTimeOffset now)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        // a clock that was set back or far ahead starts the grid anew
        if (nowMs < nextMs - LongestCatchUpMs || nextMs == 0) nextMs = Grid(nowMs);
        nextMs = Math.Max(nextMs, Grid(nowMs - LongestCatchUpMs));
        for (; nextMs <= nowMs; nextMs += StepMs)
        {
            market.Step(nextMs);
            foreach (var venue in Venues) venue.Publish(nextMs);
        }
    }

    /// <summary>
    /// The best levels of a book as a message of the last ten seconds showed it, named by its number and time; see
    /// <see cref="BookTruth"/>.
    /// </summary>
    public bool TryTruth(
        Instrument instrument, long? sequence, DateTimeOffset? venueTime, Span<Level> bids, Span<Level> asks,
        out (int Bids, int Asks) counts) => truth.TryGet(instrument, sequence, venueTime, bids, asks, out counts);

    /// <summary>
    /// Answers <c>/sim/truth?instrument=binance:BTC/USDT&amp;levels=20[&amp;sequence=n][&amp;timeMs=t]</c>.
    /// </summary>
    public RestReply Truth(string pathAndQuery) => truth.Answer(new Wire.RequestTarget(pathAndQuery));

    static long Grid(long ms) => ms - ms % StepMs;
}
