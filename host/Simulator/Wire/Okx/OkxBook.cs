using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Okx;

/// <summary>
/// How one instrument's messages are numbered: ids jump with the book's own numbers, and fall when the venue resets
/// them in maintenance. Every number that is sent is noted, so that the truth can be asked by it.
/// </summary>
sealed class OkxBook
{
    /// <summary>Where ids start again, and so far apart that no two resets in a row meet.</summary>
    const long FirstAfterReset = 1_000_000;

    const int IntervalMs = OkxVenue.IntervalMs;

    readonly long resetEveryMs;
    readonly long phaseMs;
    long offset;

    /// <param name="of">The instrument.</param>
    /// <param name="resetEvery">How often ids are reset; null for never.</param>
    /// <param name="seed">Places the resets in time, differently for each instrument.</param>
    public OkxBook(SimulatedInstrument of, TimeSpan? resetEvery, int seed)
    {
        Of = of;
        resetEveryMs = (long)(resetEvery ?? TimeSpan.Zero).TotalMilliseconds / IntervalMs * IntervalMs;
        var random = new SeededRandom((ulong)(seed ^ of.Listing.FirstSequence));
        phaseMs = random.Below(resetEveryMs / IntervalMs) * IntervalMs;
    }

    public SimulatedInstrument Of { get; }

    /// <summary>The id of the book as it is now.</summary>
    public long Number => Of.Book.Sequence - offset;

    /// <summary>The id of the book as it is now, to be sent in a message of this time.</summary>
    public long Note(long timeMs)
    {
        Of.Numbers.Add(Number, timeMs);
        return Number;
    }

    /// <summary>Resets the ids when the time has come: the next number is smaller than the last.</summary>
    public void Pass(long timeMs)
    {
        if (resetEveryMs > 0 && timeMs % resetEveryMs == phaseMs && Number > FirstAfterReset)
            offset = Of.Book.Sequence - FirstAfterReset;
    }
}
