namespace StrategyHost.Simulator.Market;

/// <summary>
/// The one market behind all venues: a common factor and each asset's own noise move the fair prices, each venue
/// quotes them with a small, slowly changing difference. Everything follows from the seed and the steps.
/// </summary>
sealed class SeededMarket
{
    const double CommonChance = 0.10;
    const double OwnChance = 0.06;
    const double CommonBps = 0.5;
    const double BasisBps = 0.25;

    /// <summary>A book is pushed away from the others about once in 200 s, and is back within some seconds.</summary>
    const double PushChance = 1e-4;
    const double PushBps = 9;
    const double PushMemory = 0.985;

    /// <summary>How much of a difference is left after a step; differences last some seconds.</summary>
    const double BasisMemory = 0.995;

    /// <summary>How weakly a fair price is drawn to its start, so that a run of days stays plausible.</summary>
    const double Pull = 1e-6;

    readonly SeededRandom random;
    readonly double[] starts;
    readonly double[] fairs;
    readonly List<VenueMarket> venues = [];

    public SeededMarket(int seed)
    {
        random = new SeededRandom((ulong)seed);
        starts = [.. Listings.Assets.Select(asset => (double)asset.Start * (1 + random.Bell() * 0.002))];
        fairs = [.. starts];
    }

    /// <summary>Adds a venue with all that it lists.</summary>
    public VenueMarket Add(string name, int pace)
    {
        var venue = new VenueMarket(Listings.Of(name), fairs, Numbering.Of(name), pace, random.Fork());
        venues.Add(venue);
        return venue;
    }

    public void Step(long timeMs)
    {
        var common = random.Chance(CommonChance) ? random.Bell() * CommonBps : 0;
        for (var i = 0; i < fairs.Length; i++)
        {
            var own = random.Chance(OwnChance) ? random.Bell() * Listings.Assets[i].StepBps : 0;
            fairs[i] += fairs[i] * (common + own) / 10_000 + (starts[i] - fairs[i]) * Pull;
        }

        foreach (var venue in venues) venue.Step(timeMs, fairs);
    }

    /// <summary>A difference to begin with, as if the market had run for long: in basis points.</summary>
    public static double FirstBasis(SeededRandom random) =>
        random.Bell() * BasisBps * Math.Sqrt(1 / (1 - BasisMemory * BasisMemory));

    /// <summary>A push by a large order: none most of the time, then large, then fading; in basis points.</summary>
    public static double NextPush(double push, SeededRandom random)
    {
        if (!random.Chance(PushChance)) return push * PushMemory;
        return (random.Chance(0.5) ? PushBps : -PushBps) * (1 + random.Fraction());
    }

    /// <summary>A difference from the fair price that wanders around zero, in basis points.</summary>
    public static double NextBasis(double basis, SeededRandom random) =>
        random.Chance(0.1) ? basis * BasisMemory + random.Bell() * BasisBps : basis;
}
