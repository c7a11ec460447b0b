using StrategyHost.Market;

namespace StrategyHost.Tests.Engine.Books;

/// <summary>
/// A market that walks and jumps and says so in snapshots and deltas: near and far levels, removals of what is there
/// and of what never was, several scales, prices between the ticks seen so far.
/// </summary>
sealed class RandomMarket
{
    // Decimals, step and first middle of the prices, as scaled integers.
    static readonly (byte Scale, long Step, long Middle)[] Kinds =
    [
        (2, 1, 6_193_017), // cents on 61,930.17
        (1, 5, 619_300), // half a unit
        (10, 1, 10_000_000_000_000_000), // ticks of 1e-10 on 1,000,000: past the integers that a double tells apart
        (10, 1, 31_425), // ticks of 1e-10 on 0.0000031425
        (0, 1_000, 1_000_000), // ticks of a thousand
        (8, 1_000, 314_250_000),
        (12, 1, 9_200_000_000_000_000_000), // nearly all of 64 bits
        (3, 1, 40), // a few ticks from zero
    ];

    readonly Random random;
    readonly List<long> used = [];
    readonly byte scale;
    readonly byte quantityScale;
    readonly long step;
    long middle;

    public RandomMarket(Random random)
    {
        this.random = random;
        (scale, step, middle) = Kinds[random.Next(Kinds.Length)];
        quantityScale = (byte)random.Next(0, 9);
    }

    /// <summary>Times that the middle jumped farther than the smallest window reaches.</summary>
    public int Jumps { get; private set; }

    /// <summary>The next update: a snapshot now and then, else a delta.</summary>
    public BookUpdate Next()
    {
        Move();
        var isSnapshot = random.Next(25) == 0;
        var finer = random.Next(60) == 0 ? random.Next(1, 5) : 0;
        var prices = (byte)Math.Min(Scaling.MaxScale, scale + finer);
        var most = !isSnapshot ? 6 : random.Next(4) switch { 0 => 0, 1 => 2, 2 => 15, _ => 45 };
        if (isSnapshot) used.Clear();
        var bids = Levels(Side.Bid, random.Next(most + 1), prices - scale, isSnapshot);
        var asks = Levels(Side.Ask, random.Next(most + 1), prices - scale, isSnapshot);
        var quantities = (byte)(random.Next(60) == 0 ? random.Next(13) : quantityScale);
        if (!isSnapshot) return Updates.Delta(default, bids, asks, prices, quantities);
        var limit = random.Next(3) == 0 ? 0 : Math.Max(1, bids.Length + random.Next(-2, 3));
        return Updates.Snapshot(1, bids, asks, limit, prices, quantities);
    }

    void Move()
    {
        if (random.Next(3) > 0) return;
        var isJump = random.Next(10) == 0;
        var ticks = isJump ? random.NextInt64(5_000, 400_000) : random.NextInt64(0, 8);
        if (random.Next(2) == 0) ticks = -ticks;
        if (isJump) Jumps++;
        middle = Math.Clamp(middle + (ticks * step), step, long.MaxValue - (1_000_000 * step));
    }

    ScaledLevel[] Levels(Side side, int count, int finer, bool isSnapshot)
    {
        var levels = new ScaledLevel[count];
        for (var i = 0; i < count; i++)
        {
            var isRemoval = random.Next(isSnapshot ? 30 : 3) == 0;
            var price = isRemoval && used.Count > 0 && random.Next(4) > 0 ? used[random.Next(used.Count)] : Price(side);
            if (!isRemoval && used.Count < 400) used.Add(price);
            var quantity = isRemoval ? 0 : random.NextInt64(1, random.Next(50) == 0 ? 4_000_000_000_000 : 5_000_000);
            levels[i] = new ScaledLevel(Finer(price, finer), quantity);
        }

        return levels;
    }

    long Price(Side side)
    {
        var reach = random.Next(20) switch { 0 => 300_000, 1 or 2 => 4_000, _ => 40 };
        var away = step * random.NextInt64(0, reach);
        var price = Math.Max(0, side == Side.Bid ? middle - away : middle + away);
        return random.Next(300) == 0 ? price + (step / 2) : price;
    }

    // A number may not fit any more: what a book does then is tested as well.
    long Finer(long price, int finer)
    {
        var factor = Scaling.PowerOfTen(finer);
        var digit = finer > 0 ? random.NextInt64(factor) : 0;
        return price > (long.MaxValue - digit) / factor ? price : (price * factor) + digit;
    }
}
