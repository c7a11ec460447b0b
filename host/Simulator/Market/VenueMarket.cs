namespace StrategyHost.Simulator.Market;

/// <summary>One venue's part of the market: its instruments and their differences from the fair prices.</summary>
sealed class VenueMarket
{
    readonly SeededRandom random;
    readonly double[] bases;

    public VenueMarket(
        IReadOnlyList<Listing> listings, IReadOnlyList<double> fairs, int longestJump, int pace, SeededRandom random)
    {
        this.random = random;
        bases = [.. listings.Select(_ => random.Bell())];
        var shared = new SequenceSource(listings[0].FirstSequence, longestJump, random.Fork());
        Instruments = [.. listings.Select((listing, i) => new SimulatedInstrument(
            listing,
            longestJump == 1 ? new SequenceSource(listing.FirstSequence, 1, random) : shared,
            random.Fork(),
            pace,
            Mid(fairs, i)))];
    }

    public IReadOnlyList<SimulatedInstrument> Instruments { get; }

    public void Step(long timeMs, IReadOnlyList<double> fairs)
    {
        for (var i = 0; i < Instruments.Count; i++)
        {
            bases[i] = SeededMarket.NextBasis(bases[i], random);
            Instruments[i].Step(timeMs, Mid(fairs, i));
        }
    }

    double Mid(IReadOnlyList<double> fairs, int i) => fairs[i] * (1 + bases[i] / 10_000);
}
