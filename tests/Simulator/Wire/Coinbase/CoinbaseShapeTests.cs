using System.IO.Compression;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Simulator.Wire.Coinbase;

/// <summary>Frames have the real ones' keys, their order and their digits; REST answers and refusals.</summary>
public sealed class CoinbaseShapeTests
{
    [CapturesTheory]
    [InlineData("l2update")]
    [InlineData("match")]
    [InlineData("last_match")]
    public void Messages_have_the_keys_of_a_real_recording(string type)
    {
        var real = Recorded().Where(x => CoinbaseClient.TypeOf(CoinbaseClient.Parse(x)) == type)
            .Select(KeysOf).ToHashSet();
        Assert.NotEmpty(real);
        Assert.Subset(real, Frames(new LockStep(1), type).Select(KeysOf).ToHashSet());
    }

    [Theory]
    [InlineData("ticker", "type,sequence,product_id,price,open_24h,volume_24h,low_24h,high_24h,volume_30d,best_bid,"
        + "best_bid_size,best_ask,best_ask_size,side,time,trade_id,last_size")]
    [InlineData("heartbeat", "type,last_trade_id,product_id,sequence,time")]
    public void Messages_have_the_documented_keys(string type, string keys) =>
        Assert.Equal([keys], Frames(new LockStep(1), type).Select(KeysOf).Distinct());

    [Fact]
    public void The_order_of_a_snapshots_sides_varies_and_levels_have_all_decimals()
    {
        var run = new LockStep(1);
        run.RunMs(200);
        var orders = new HashSet<string>();
        foreach (var instrument in run.Venues["coinbase"].Instruments)
        {
            var client = new CoinbaseClient(run);
            var frame = client.Ask(CoinbaseClient.Subscribe("level2_batch", instrument.VenueSymbol))[1];
            orders.Add(KeysOf(frame));
            var level = CoinbaseClient.Parse(frame).GetProperty("asks")[0];
            Assert.Equal(instrument.PriceScale, DecimalsOf(level[0].GetString()!));
            Assert.Equal(instrument.QuantityScale, DecimalsOf(level[1].GetString()!));
        }

        Assert.Equal(["type,product_id,asks,bids,time", "type,product_id,bids,asks,time"], orders.Order());
    }

    [Fact]
    public void Equal_seeds_give_equal_frames_byte_for_byte_and_who_listens_changes_nothing()
    {
        Assert.Equal(Frames(4, crowded: false), Frames(4, crowded: true));
        Assert.NotEqual(Frames(4, crowded: false), Frames(5, crowded: false));
    }

    static List<string> Frames(int seed, bool crowded)
    {
        var run = new LockStep(seed);
        run.RunMs(1_000);
        var client = new CoinbaseClient(run);
        foreach (var channel in (string[])["level2_batch", "ticker", "ticker_batch", "matches", "heartbeat"])
        {
            client.Say(CoinbaseClient.Subscribe(channel, "ETH-USD"));
            if (crowded) new CoinbaseClient(run).Say(CoinbaseClient.Subscribe(channel, "ETH-USD"));
        }

        run.RunMs(5_000, crowded ? 20 : 500);
        return LockStep.Take(client.Connection);
    }

    static List<string> Frames(LockStep run, string type)
    {
        run.RunMs(5_000);
        var client = new CoinbaseClient(run);
        foreach (var channel in (string[])["level2_batch", "ticker", "matches", "heartbeat"])
            client.Say(CoinbaseClient.Subscribe(channel, "XRP-USD"));
        run.RunMs(20_000);
        var frames = LockStep.Take(client.Connection)
            .Where(x => x.StartsWith($"{{\"type\":\"{type}\"", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(frames);
        return frames;
    }

    static IEnumerable<string> Recorded()
    {
        using var reader = new StreamReader(new GZipStream(
            File.OpenRead(Captures.PathOf("coinbase/level2-2021-04-17.frames.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split('\t', 3);
            if (parts[1] == "recv") yield return parts[2];
        }
    }

    static string KeysOf(string frame) =>
        string.Join(',', CoinbaseClient.Parse(frame).EnumerateObject().Select(x => x.Name));

    static int DecimalsOf(string number)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : number.Length - point - 1;
    }
}
