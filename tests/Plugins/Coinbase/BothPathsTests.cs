using System.Globalization;
using StrategyHost.Exchange;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Plugins.Coinbase;

/// <summary>
/// The fast path for frames as the venue spells them against the general one. A space in front of a frame means nothing
/// in JSON and sends it the general way: whatever the frame, both must say the same.
/// </summary>
public sealed class BothPathsTests
{
    // SEEDS=1000000 for more.
    const int Frames = 20_000;

    static readonly string[] Scraps =
    [
        "0", "00", "1", ".", "-", "e5", "\"", ",", "[", "]", "{", "}", " ", "null", "buy", "sell", "[\"buy\",",
        "123456789012345678901234567890", "[\"sell\",\"1.5\",\"2\"]", "\"changes\":[],", "\"type\":\"snapshot\",",
        "\"product_id\":\"ETH-USD\",", "\"bids\":[[\"1\",\"2\"]],\"asks\":[],",
    ];

    [Fact]
    public void Both_paths_agree_on_deltas_of_any_changes()
    {
        var (plain, spaced, data, frames) = (new Wire(), new Wire(), 0, Seeds.Count(Frames));
        for (var seed = 1; seed <= frames; seed++)
        {
            // Scales only ever widen: a symbol that has met thirty digits refuses nearly everything after.
            if (seed % 20 == 0) (plain, spaced) = (new Wire(), new Wire());
            if (Agree(plain, spaced, Made(new Random(seed)), seed) == FrameKind.Data) data++;
        }

        Assert.True(data > frames / 2, $"only {data} of {frames} frames were data");
    }

    [Fact]
    public void Both_paths_agree_on_mutated_samples()
    {
        foreach (var sample in Samples.Data)
        {
            var (plain, spaced) = (new Wire(), new Wire());
            for (var seed = 1; seed <= Seeds.Count(Frames) / 10; seed++)
                Agree(plain, spaced, Mutated(sample, new Random(seed)), seed);
        }
    }

    static FrameKind Agree(Wire plain, Wire spaced, string frame, int seed)
    {
        plain.Sink.Lines.Clear();
        spaced.Sink.Lines.Clear();
        var kind = plain.Decode(frame);
        Assert.True(kind == spaced.Decode(" " + frame), $"seed {seed}: {kind} against the other: {frame}");
        Assert.True(plain.Sink.Lines.SequenceEqual(spaced.Sink.Lines), $"seed {seed}: {frame}");
        return kind;
    }

    static string Made(Random random)
    {
        var changes = Enumerable.Range(0, random.Next(4) == 0 ? random.Next(30) : random.Next(4)).Select(
            _ => $"[\"{(random.Next(2) == 0 ? "buy" : "sell")}\",\"{Number(random)}\",\"{Number(random)}\"]");
        return $$"""{"type":"l2update","product_id":"BTC-USD","changes":[{{string.Join(',', changes)}}],"t"""
            + """ime":"2026-11-20T10:00:00.050123Z"}""";
    }

    static string Number(Random random)
    {
        var odd = random.Next(200);
        if (odd == 0) return Scraps[random.Next(Scraps.Length)].Replace("\"", "", StringComparison.Ordinal);
        var whole = Digits(random, odd == 1 ? random.Next(1, 31) : random.Next(1, 8));
        if (random.Next(12) == 0) return whole;
        var decimals = Digits(random, odd == 2 ? random.Next(1, 24) : random.Next(1, 9));
        return random.Next(3) == 0 ? $"{whole}.{decimals}000000" : $"{whole}.{decimals}";
    }

    static string Digits(Random random, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(10).ToString(CultureInfo.InvariantCulture)));

    static string Mutated(string frame, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(frame.Length);
            frame = random.Next(3) switch
            {
                0 => frame[..at] + (char)random.Next(32, 127) + frame[(at + 1)..],
                1 => frame.Remove(at, Math.Min(frame.Length - at, random.Next(1, 6))) + " ",
                _ => frame.Insert(at, Scraps[random.Next(Scraps.Length)]),
            };
        }

        return frame;
    }
}
