using StrategyHost.Market;

namespace StrategyHost.Simulator.Market;

/// <summary>
/// One instrument's life: its book follows the mid it is given, traders take at the touch, the rest of the book
/// changes at random. Every intermediate state is uncrossed: what is in the way is removed before anything is added.
/// </summary>
sealed class SimulatedInstrument
{
    const double TradeChance = 0.08;
    const double RequoteChance = 0.05;
    const double WidenChance = 0.05;

    readonly Listing listing;
    readonly SequenceSource sequences;
    readonly SeededRandom random;
    readonly int pace;
    readonly List<BestPrices> bests = [];
    readonly List<TradePrint> trades = [];
    readonly long span;
    readonly int fewestLevels;
    readonly int mostLevels;
    BestPrices noted;
    long timeMs;
    long spread = 1;

    public SimulatedInstrument(
        Listing listing, SequenceSource sequences, NumberMeaning meaning, SeededRandom random, int pace, double mid)
    {
        this.listing = listing;
        this.sequences = sequences;
        this.random = random;
        this.pace = pace;
        var ticks = Ticks(mid);
        fewestLevels = listing.Levels - listing.Levels / 30;
        mostLevels = listing.Levels + listing.Levels / 30;
        // a coarse tick needs a wide book for its thousand levels, a fine one has them within half a percent; bids
        // must not reach down to nothing
        span = Math.Min(Math.Max(ticks / 200, 2 * mostLevels), ticks / 2);
        Book = new SimulatedBook(sequences.Last);
        Numbers = new WireNumbers(Book, meaning);
        Day = new DayStatistics(listing, ticks, random);
        Fill(ticks);
        noted = Best();
    }

    public Listing Listing => listing;

    public Instrument Instrument => listing.Instrument;

    public SimulatedBook Book { get; }

    /// <summary>What the numbers in the venue's messages named.</summary>
    public WireNumbers Numbers { get; }

    public DayStatistics Day { get; }

    /// <summary>The changes of the best in the newest step, oldest first.</summary>
    public IReadOnlyList<BestPrices> Bests => bests;

    /// <summary>The trades of the newest step, oldest first.</summary>
    public IReadOnlyList<TradePrint> Trades => trades;

    public BestPrices Best() => new(Book.Sequence, Book.Bids.Best, Book.Asks.Best);

    /// <summary>Lives one step.</summary>
    public void Step(long stepTimeMs, double mid)
    {
        timeMs = stepTimeMs;
        bests.Clear();
        trades.Clear();
        MoveTouch(mid);
        NoteBest();
        for (var i = (2 + random.Below(3)) * pace; i > 0; i--) ChangeBehindTouch();
        if (random.Chance(TradeChance * pace)) Trade();
        NoteBest();
        KeepPopulation(Book.Bids);
        KeepPopulation(Book.Asks);
        // venues publish differences each 100 ms: at those moments the last change is often one of the best itself
        if (random.Chance(timeMs % 100 == 0 ? 0.6 : RequoteChance * pace)) Requote();
        NoteBest();
    }

    void Fill(long mid)
    {
        foreach (var ladder in (Ladder[])[Book.Bids, Book.Asks])
        {
            var best = ladder.Side == Side.Bid ? mid : mid + spread;
            Book.Place(ladder.Side, best, Lots());
            while (ladder.Count < listing.Levels)
                Book.Place(ladder.Side, Behind(ladder.Side, best, Distance()), Lots());
        }
    }

    void MoveTouch(double mid)
    {
        if (random.Chance(WidenChance)) spread = random.Chance(0.7) ? 1 : 2 + random.Below(4);
        var bid = Ticks(mid) - spread / 2;
        var ask = bid + spread;
        ClearBetter(Book.Asks, ask);
        ClearBetter(Book.Bids, bid);
        Approach(Book.Bids, bid);
        Approach(Book.Asks, ask);
    }

    /// <summary>Removes what stands better than the wanted best, and so in the other side's way.</summary>
    void ClearBetter(Ladder ladder, long best)
    {
        while (ladder.Count > 0 && ladder.IsBetter(ladder.Best.Price, best))
            Change(ladder.Side, ladder.Best.Price, 0);
    }

    void Approach(Ladder ladder, long best)
    {
        if (ladder.Count > 0 && !ladder.IsBetter(best, ladder.Best.Price)) return;
        var gap = ladder.Count == 0 ? 1 : Math.Abs(best - ladder.Best.Price);
        for (var i = Math.Min(gap - 1, 4); i > 0; i--)
            Change(ladder.Side, Behind(ladder.Side, best, 1 + random.Below(gap)), Lots());
        Change(ladder.Side, best, Lots());
    }

    void ChangeBehindTouch()
    {
        var ladder = random.Chance(0.5) ? Book.Bids : Book.Asks;
        if (random.Chance(0.45)) Change(ladder.Side, Behind(ladder.Side, ladder.Best.Price, Distance()), Lots());
        else ChangeExisting(ladder);
    }

    void ChangeExisting(Ladder ladder)
    {
        var near = random.Fraction();
        var level = ladder.At(1 + (int)((ladder.Count - 1) * near * near));
        Change(ladder.Side, level.Price, random.Chance(0.35) ? 0 : Lots());
    }

    void Trade()
    {
        var taker = random.Chance(0.5) ? Side.Bid : Side.Ask;
        var ladder = taker == Side.Bid ? Book.Asks : Book.Bids;
        var wanted = 1 + random.Below(listing.UsualLots);
        for (var swept = 0; wanted > 0 && swept < 3; swept++)
        {
            var best = ladder.Best;
            var taken = Math.Min(wanted, best.Quantity);
            Change(ladder.Side, best.Price, best.Quantity - taken);
            trades.Add(new TradePrint(Day.Add(best.Price, taken), best.Price, taken, taker));
            wanted -= taken;
        }
    }

    void Requote()
    {
        var ladder = random.Chance(0.5) ? Book.Bids : Book.Asks;
        Change(ladder.Side, ladder.Best.Price, Lots());
    }

    void KeepPopulation(Ladder ladder)
    {
        while (ladder.Count > mostLevels) Change(ladder.Side, ladder.Worst.Price, 0);
        while (ladder.Count < fewestLevels)
        {
            var price = Behind(ladder.Side, ladder.Best.Price, Distance());
            if (ladder.QuantityAt(price) != 0) price = Behind(ladder.Side, ladder.Worst.Price, 1 + random.Below(3));
            Change(ladder.Side, price, Lots());
        }
    }

    void NoteBest()
    {
        var best = Best();
        if (best.SamePrices(noted)) return;
        noted = best;
        bests.Add(best);
    }

    void Change(Side side, long price, long quantity)
    {
        if (price <= 0 || Book.Of(side).QuantityAt(price) == quantity) return;
        Book.Change(sequences.Next(), timeMs, side, price, quantity);
    }

    long Ticks(double mid) => (long)(mid * Scaling.PowerOfTen(listing.PriceScale));

    static long Behind(Side side, long best, long distance) => side == Side.Bid ? best - distance : best + distance;

    /// <summary>Ticks behind the best, denser near it.</summary>
    long Distance()
    {
        var x = random.Fraction();
        return 1 + (long)(span * x * (0.35 + 0.65 * x));
    }

    /// <summary>Mostly small, now and then large, never zero.</summary>
    long Lots()
    {
        var x = random.Fraction();
        return 1 + (long)(listing.UsualLots * 4 * x * x * x);
    }
}
