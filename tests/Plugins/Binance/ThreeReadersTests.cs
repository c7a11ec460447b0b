using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Plugins.Binance;

/// <summary>
/// Differential tests: the fast path, the general path and an independent reader agree on every frame, whether it is
/// believed or not.
/// </summary>
public sealed class ThreeReadersTests
{
    const int Frames = 50_000; // SEEDS=1000000 for more
    const int FramesPerConnection = 20;

    static readonly string[] Addresses =
    [
        Wire.SpotCombined, "wss://venue.test/ws/btcusdt@depth@100ms", "wss://venue.test/ws/btcusdt@depth20@100ms",
        Wire.FuturesCombined, "wss://venue.test/ws/btcusdt@bookTicker", "wss://venue.test/ws/ethusdt@trade",
        "wss://venue.test/ws/btcusdt@depth/btcusdt@trade", "wss://venue.test/ws/btcusdt@depth5@100ms/ethusdt@trade",
    ];

    public static TheoryData<int, int> Batches => Seeds.Batches(Frames, 2_500);

    public static TheoryData<string, string> Whole => Samples.Theory;

    [Theory]
    [MemberData(nameof(Batches))]
    public void Three_readers_agree_on_forged_and_damaged_frames(int firstSeed, int count)
    {
        var (data, kinds) = (0, new HashSet<FrameKind>());
        // Scales only ever widen: a symbol that has met thirty digits refuses nearly everything after.
        for (var seed = firstSeed; seed < firstSeed + count; seed += FramesPerConnection)
        {
            var random = new Random(seed);
            var venue = random.Next(2) == 0 ? "binance" : "binance-futures";
            var address = random.Next(3) > 0 ? Wire.SpotCombined : Addresses[random.Next(Addresses.Length)];
            using var readers = new ThreeReaders(venue, address);
            for (var i = seed; i < Math.Min(seed + FramesPerConnection, firstSeed + count); i++)
                kinds.Add(readers.Compare(new FrameForge(venue, random).Make(), $"seed {seed}, frame {i - seed}"));
            data += readers.Data;
        }

        Assert.True(data > count / 3, $"only {data} of {count} frames were data");
        Assert.Superset(new HashSet<FrameKind> { FrameKind.Data, FrameKind.Rejected, FrameKind.Unknown }, kinds);
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void Three_readers_agree_wherever_a_frame_ends_and_whichever_bit_is_wrong(string venue, string frame)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);
        using var readers = new ThreeReaders(venue, Wire.FuturesCombined);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var kind = readers.Compare(bytes[..length], $"cut to {length}");
            Assert.Equal(length < bytes.Length ? FrameKind.Rejected : FrameKind.Data, kind);
        }

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            using var fresh = new ThreeReaders(venue, Wire.FuturesCombined);
            fresh.Compare(flipped, $"bit {bit}");
        }
    }

    [CapturesTheory]
    [InlineData("binance", "binance-spot/btcusdt-2024-08-08.frames.gz")]
    [InlineData("binance", "binance-spot/four-symbols-2021-10-12.frames.gz")]
    [InlineData("binance-futures", "binance-futures/btcusdt-2024-08-08.frames.gz")]
    public void Three_readers_agree_on_every_captured_frame(string venue, string file)
    {
        using var readers = new ThreeReaders(venue, Wire.FuturesCombined);
        foreach (var (kind, text) in CaptureTests.Lines(file))
        {
            if (kind == "recv") readers.Compare(Encoding.UTF8.GetBytes(text), $"frame {readers.Compared}");
        }

        Assert.True(readers.Data > readers.Compared / 2, $"{readers.Data} of {readers.Compared} were data");
    }
}
