using System.Text.Json;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Simulator.Wire.Okx;

/// <summary>Frames have the real ones' keys and their order.</summary>
public sealed class OkxShapeTests
{
    [Theory]
    [InlineData("books", """
        {"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[["1","2","0","1"]],
        "bids":[["1","2","0","1"]],"ts":"1","checksum":0,"prevSeqId":1,"seqId":2}]}
        """)]
    [InlineData("bbo-tbt", """
        {"arg":{"channel":"bbo-tbt","instId":"BTC-USDT"},"data":[{"asks":[["1","2","0","1"]],
        "bids":[["1","2","0","1"]],"ts":"1","seqId":2}]}
        """)]
    public void Book_messages_have_the_documented_keys(string channel, string sample)
    {
        var frames = Frames(new LockStep(1), channel, "BTC-USDT")
            .Where(x => !x.Contains("s\":[]", StringComparison.Ordinal)).ToArray();
        Assert.True(frames.Length > 50, $"only {frames.Length} frames");
        Assert.All(frames, frame => Assert.Equal(KeysOf(sample), KeysOf(frame)));
    }

    [CapturesTheory]
    [InlineData("okx/live-2026-08-ccxt.jsonl", "tickers", "BTC-USDT")]
    [InlineData("okx/live-2026-08-ccxt.jsonl", "tickers", "BTC-USDT-SWAP")]
    [InlineData("okx/live-2026-08-ccxt.jsonl", "books5", "BTC-USDT")]
    [InlineData("okx/crypto-msg-parser-v5-frames.jsonl", "trades", "BTC-USDT")]
    [InlineData("okx/crypto-msg-parser-v5-frames.jsonl", "trades", "BTC-USDT-SWAP")]
    public void Messages_have_the_keys_of_real_ones(string file, string channel, string instrument)
    {
        var real = File.ReadLines(Captures.PathOf(file)).Select(Frame).Where(x => IsOf(x, channel, instrument))
            .Select(x => KeysOf(x.GetRawText())).ToHashSet();
        Assert.NotEmpty(real);
        var frames = Frames(new LockStep(1), channel, instrument);
        Assert.NotEmpty(frames);
        Assert.All(frames, frame => Assert.Contains(KeysOf(frame), real));
    }

    [Fact]
    public void Sizes_of_contracts_count_contracts_and_turnover_is_in_the_base_currency()
    {
        var run = new LockStep(1);
        var swap = run.Venues["okx"].Instruments.Single(x => x.VenueSymbol == "BTC-USDT-SWAP");
        var ticker = OkxClient.Parse(run.Rest(run.Venues["okx"], "/api/v5/market/ticker?instId=BTC-USDT-SWAP"))
            .GetProperty("data")[0];
        var contracts = LevelBook.Number(ticker.GetProperty("vol24h"));
        Assert.Equal(contracts * swap.ContractSize, LevelBook.Number(ticker.GetProperty("volCcy24h")));
    }

    [Fact]
    public void Numbers_have_no_trailing_zeros()
    {
        var run = new LockStep(1);
        foreach (var instrument in run.Venues["okx"].Instruments)
        {
            foreach (var level in Frames(run, "books5", instrument.VenueSymbol).Take(20).SelectMany(Levels))
                Assert.DoesNotMatch(@"\.\d*0$|\.$", level);
        }
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
        run.Venues.Advance(run.Now);
        var client = new OkxClient(run);
        foreach (var channel in (string[])["books", "books5", "bbo-tbt", "tickers", "trades"])
        {
            client.Say(OkxClient.Subscribe(channel, "ETH-USDT"));
            if (crowded) new OkxClient(run).Say(OkxClient.Subscribe(channel, "ETH-USDT"));
        }

        run.RunMs(3_000, crowded ? 20 : 500);
        return LockStep.Take(client.Connection);
    }

    static List<string> Frames(LockStep run, string channel, string instrument)
    {
        var client = new OkxClient(run);
        client.Ask(OkxClient.Subscribe(channel, instrument));
        run.RunMs(10_000);
        return LockStep.Take(client.Connection);
    }

    static IEnumerable<string> Levels(string frame)
    {
        var datum = OkxClient.Parse(frame).GetProperty("data")[0];
        return datum.GetProperty("bids").EnumerateArray().Concat(datum.GetProperty("asks").EnumerateArray())
            .SelectMany(level => (string[])[level[0].GetString()!, level[1].GetString()!]);
    }

    static JsonElement Frame(string line)
    {
        var frame = OkxClient.Parse(line);
        return frame.TryGetProperty("frame", out var inner) ? inner : frame;
    }

    static bool IsOf(JsonElement frame, string channel, string instrument) =>
        frame.TryGetProperty("data", out _) && frame.TryGetProperty("arg", out var arg)
        && arg.GetProperty("channel").GetString() == channel
        && arg.TryGetProperty("instId", out var id) && id.GetString() == instrument;

    /// <summary>Keys in their order with kinds of values, whatever the values are.</summary>
    static string KeysOf(string frame) => KeysOf(OkxClient.Parse(frame));

    static string KeysOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object =>
            $"{{{string.Join(',', value.EnumerateObject().Select(x => $"{x.Name}:{KeysOf(x.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(KeysOf).Distinct())}]",
        var kind => kind.ToString(),
    };
}
