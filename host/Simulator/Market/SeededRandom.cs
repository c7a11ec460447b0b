namespace StrategyHost.Simulator.Market;

/// <summary>SplitMix64: the same seed gives the same market on every machine and every runtime.</summary>
sealed class SeededRandom(ulong seed)
{
    ulong state = seed;

    /// <summary>A uniform number in [0, 1).</summary>
    public double Fraction() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform integer in [0, <paramref name="bound"/>).</summary>
    public long Below(long bound) => (long)(Fraction() * bound);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Fraction() < probability;

    /// <summary>A bell-shaped number, mean 0, variance 1: from twelve uniform ones.</summary>
    public double Bell()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += Fraction();
        return sum;
    }

    /// <summary>An independent stream for one part of the market.</summary>
    public SeededRandom Fork() => new(Bits());

    ulong Bits()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
