namespace StrategyHost.Simulator.Market;

/// <summary>One venue's part of the market: its instruments and their differences from the fair prices.</summary>
sealed class VenueMarket
{
    readonly SeededRandom random;
    readonly double[] bases;
    readonly double[] pushes;

    public VenueMarket(
        IReadOnlyList<Listing> listings, IReadOnlyList<double> fairs, Numbering numbering, int pace,
        SeededRandom random)
    {
        this.random = random;
        bases = [.. listings.Select(_ => SeededMarket.FirstBasis(random))];
        pushes = new double[listings.Count];
        var shared = new SequenceSource(listings[0].FirstSequence, numbering.LongestJump, random.Fork());
        Instruments = [.. listings.Select((listing, i) => new SimulatedInstrument(
            listing,
            numbering.IsShared
                ? shared
                : new SequenceSource(listing.FirstSequence, numbering.LongestJump, random.Fork()),
            numbering.Meaning,
            random.Fork(),
            pace,
            Mid(listing, fairs, bases[i])))];
    }

    public IReadOnlyList<SimulatedInstrument> Instruments { get; }

    public void Step(long timeMs, IReadOnlyList<double> fairs)
    {
        for (var i = 0; i < Instruments.Count; i++)
        {
            bases[i] = SeededMarket.NextBasis(bases[i], random);
            pushes[i] = SeededMarket.NextPush(pushes[i], random);
            Instruments[i].Step(timeMs, Mid(Instruments[i].Listing, fairs, bases[i] + pushes[i]));
        }
    }

    static double Mid(Listing listing, IReadOnlyList<double> fairs, double basisBps) =>
        fairs[listing.Asset] * listing.Units * (1 + (listing.PremiumBps + basisBps) / 10_000);
}
