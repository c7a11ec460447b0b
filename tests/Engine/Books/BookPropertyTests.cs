using StrategyHost.Engine.Books;
using StrategyHost.Market;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Books;

/// <summary>
/// The book against <see cref="BookModel"/>: after every update the touch and the counts, every few updates every
/// level of both sides and everything that a strategy may ask of the published view.
/// </summary>
public sealed class BookPropertyTests
{
    const int UpdatesPerSeed = 50;

    public static TheoryData<int, int> Batches => Seeds.Batches(10_000, 1_000);

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_book_is_a_pair_of_sorted_maps_whatever_is_done_to_it(int firstSeed, int count)
    {
        var (refused, jumps, limited, beyond) = (0, 0, 0, 0);
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var random = new Random(seed);
            var (market, model, checks) = (new RandomMarket(random), new BookModel(), new BookChecks());
            // Some books live long enough for their windows to widen.
            var updates = seed % 100 == 0 ? UpdatesPerSeed * 40 : UpdatesPerSeed;
            for (var i = 0; i < updates; i++)
            {
                var update = market.Next();
                var isTaken = update.IsSnapshot ? model.Replace(in update) : model.Amend(in update);
                var isApplied = update.IsSnapshot
                    ? checks.Book.TryReplace(in update)
                    : checks.Book.TryAmend(in update);
                if (isTaken != isApplied) Assert.Fail($"seed {seed}, update {i}: taken {isApplied}, should {isTaken}");
                if (!isTaken) refused++;
                var difference = checks.CompareTouch(model);
                if (i % 7 == 0 || i == updates - 1)
                    difference ??= checks.CompareAll(model) ?? checks.CompareView(model, random);
                if (difference is not null) Assert.Fail($"seed {seed}, update {i}: {difference}");
                if (model.Bids.Horizon is not null) limited++;
                if (model.IsBeyondHorizon) beyond++;
            }

            jumps += market.Jumps;
        }

        // What must have been met for any of this to mean something.
        Assert.True(refused > 0 && jumps > count && limited > count && beyond > 0, $"{refused} refused, "
            + $"{jumps} jumps, {limited} with a horizon, {beyond} beyond it");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_side_that_overflows_is_the_map_as_far_as_it_says_that_it_is_known(int seed)
    {
        var random = new Random(seed);
        var (model, checks) = (new BookModel(), new BookChecks());
        var middle = 5_000_000L;
        for (var i = 0; i < 120; i++)
        {
            if (i % 30 == 29) middle += random.Next(-50_000, 50_000);
            var update = Updates.Delta(default, Wide(random, middle, -1), Wide(random, middle, 1));
            model.Amend(in update);
            checks.Book.TryAmend(in update);
            checks.AdoptHorizon(model);
            if (i % 15 == 14 && checks.CompareKnown(model) is { } difference) Assert.Fail($"update {i}: {difference}");
        }

        Assert.True(checks.Book.LevelsLetGo > 1_000, $"{checks.Book.LevelsLetGo} let go");
        Assert.InRange(checks.Book.Bids.Count, Ladder.MaxLevels / 2, Ladder.MaxLevels + 65_536);
        Assert.InRange(checks.Book.KnownBids, 1, checks.Book.Bids.Count);
    }

    // Six hundred levels spread over a million ticks, with a touch near the middle and some removals.
    static ScaledLevel[] Wide(Random random, long middle, int sign)
    {
        var levels = new ScaledLevel[600];
        for (var i = 0; i < levels.Length; i++)
        {
            var away = i < 20 ? random.NextInt64(1, 100) : random.NextInt64(1, 1_000_000);
            levels[i] = new ScaledLevel(middle + (sign * away), random.Next(8) == 0 ? 0 : random.Next(1, 1_000));
        }

        return levels;
    }
}
