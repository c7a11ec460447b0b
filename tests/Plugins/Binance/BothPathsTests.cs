using System.Globalization;
using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Plugins.Binance;

/// <summary>
/// The fast path for frames as the venue spells them against the general one. A space in front of a frame means nothing
/// in JSON and sends it the general way: whatever the frame, both must say the same.
/// </summary>
public sealed class BothPathsTests
{
    // SEEDS=1000000 for more; the frames of the captures come on top.
    const int Frames = 50_000;

    static readonly string[] Scraps =
    [
        "0", "00", "1", "9", ".", "-", "e5", "\"", ",", "[", "]", "{", "}", " ", "\\u0031", "null", "0.00000000",
        "123456789012345678901234567890", "[\"1.5\",\"2\"]", "[\"1.5\",\"2\",\"3\"]", "\"a\":[],", "\"s\":\"ETHUSDT\",",
    ];

    [Theory]
    [InlineData("binance")]
    [InlineData("binance-futures")]
    public void Both_paths_agree_on_frames_made_of_any_levels(string venue)
    {
        var (pair, data, frames) = (new Pair(venue), 0, Seeds.Count(Frames) / 2);
        for (var seed = 1; seed <= frames; seed++)
        {
            // Scales only ever widen: a symbol that has met thirty digits refuses nearly everything after.
            if (seed % 20 == 0) pair = new Pair(venue);
            if (pair.Compare(Made(venue, new Random(seed)), seed)) data++;
        }

        Assert.True(data > frames / 2, $"only {data} of {frames} frames were data");
    }

    [Theory]
    [MemberData(nameof(Samples.Theory), MemberType = typeof(Samples))]
    public void Both_paths_agree_on_mutated_samples(string venue, string frame)
    {
        var pair = new Pair(venue);
        for (var seed = 1; seed <= Seeds.Count(Frames) / 20; seed++)
        {
            pair.Compare(Mutated(frame, new Random(seed)), seed);
        }

        Assert.True(pair.Compared > 0);
    }

    [CapturesTheory]
    [InlineData("binance", "binance-spot/btcusdt-2024-08-08.frames.gz")]
    [InlineData("binance", "binance-spot/four-symbols-2021-10-12.frames.gz")]
    [InlineData("binance-futures", "binance-futures/btcusdt-2024-08-08.frames.gz")]
    public void Both_paths_agree_on_every_captured_frame(string venue, string file)
    {
        var pair = new Pair(venue);
        foreach (var (kind, text) in CaptureTests.Lines(file))
        {
            if (kind == "recv") pair.Compare(text, pair.Compared);
        }

        Assert.True(pair.Compared > 0);
    }

    static string Made(string venue, Random random)
    {
        var isFutures = venue != "binance";
        var text = new StringBuilder("""{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate",""");
        text.Append("\"E\":1790000000208,");
        if (isFutures) text.Append("\"T\":1790000000207,");
        text.Append("\"s\":\"BTCUSDT\",\"U\":101,\"u\":105,");
        if (isFutures) text.Append("\"pu\":100,");
        text.Append("\"b\":").Append(Levels(random)).Append(",\"a\":").Append(Levels(random)).Append("}}");
        return text.ToString();
    }

    static string Levels(Random random)
    {
        var levels = Enumerable.Range(0, random.Next(4) == 0 ? random.Next(30) : random.Next(4))
            .Select(_ => $"[\"{Number(random)}\",\"{Number(random)}\"]");
        return $"[{string.Join(',', levels)}]";
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
        var text = new StringBuilder(frame);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text[at] = (char)random.Next(32, 127);
                    break;
                case 1:
                    text.Remove(at, Math.Min(text.Length - at - 1, random.Next(1, 6)));
                    break;
                case 2:
                    text.Insert(at, Scraps[random.Next(Scraps.Length)]);
                    break;
                default:
                    text.Insert(at, text.ToString(at, Math.Min(text.Length - at, random.Next(1, 40))));
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Two sessions of one venue: one is given frames as they are, the other with a space in front.</summary>
    sealed class Pair(string venue)
    {
        readonly Wire plain = Wire.Inferring(Wire.Adapter(venue), Wire.FuturesCombined);
        readonly Wire spaced = Wire.Inferring(Wire.Adapter(venue), Wire.FuturesCombined);

        public int Compared { get; private set; }

        public bool Compare(string frame, int seed)
        {
            plain.Sink.Lines.Clear();
            spaced.Sink.Lines.Clear();
            var kind = plain.Decode(frame);
            Assert.True(kind == spaced.Decode(" " + frame), $"seed {seed}: {kind} against the other: {frame}");
            Assert.True(plain.Sink.Lines.SequenceEqual(spaced.Sink.Lines), $"seed {seed}: {frame}");
            Assert.Equal(Scales(plain), Scales(spaced));
            Compared++;
            return kind == FrameKind.Data;
        }

        static IEnumerable<(string, byte, byte)> Scales(Wire wire) =>
            wire.Symbols.Entries.Select(x => (x.Instrument.Name, x.PriceScale, x.QuantityScale));
    }
}
