using System.Text;
using System.Text.Json;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator.Wire.Okx;

/// <summary>The checksum: 0 as it is now, or one that holds over the digits that were sent, as it was.</summary>
public sealed class OkxChecksumTests
{
    [Fact]
    public void The_documented_algorithm_gives_the_known_value() =>
        Assert.Equal(831078360, Crc("3366.1:7:3366.8:9:3368:8:3372:8"));

    [Theory]
    [InlineData("BTC-USDT")]
    [InlineData("BTC-USDT-SWAP")]
    [InlineData("SHIB-USDT")]
    public void Every_checksum_holds_over_the_texts_that_were_sent(string instrument)
    {
        var run = new LockStep(new SimulatorOptions { OkxChecksums = true });
        var client = new OkxClient(run);
        client.Say(OkxClient.Subscribe("books", instrument));
        run.RunMs(10_000);
        var sides = (Bids: new Dictionary<decimal, JsonElement>(), Asks: new Dictionary<decimal, JsonElement>());
        var messages = client.Data();
        Assert.True(messages.Count > 90, $"only {messages.Count} messages");
        foreach (var datum in messages.Select(message => message.GetProperty("data")[0]))
        {
            Put(sides.Bids, datum.GetProperty("bids"));
            Put(sides.Asks, datum.GetProperty("asks"));
            var bids = sides.Bids.OrderByDescending(x => x.Key).Select(x => x.Value).Take(25).ToArray();
            var asks = sides.Asks.OrderBy(x => x.Key).Select(x => x.Value).Take(25).ToArray();
            var text = bids.Zip(asks).SelectMany(x => (JsonElement[])[x.First, x.Second])
                .Select(level => $"{level[0].GetString()}:{level[1].GetString()}");
            Assert.Equal(Crc(string.Join(':', text)), datum.GetProperty("checksum").GetInt32());
        }
    }

    [Fact]
    public void Usually_it_is_zero()
    {
        var run = new LockStep(1);
        var client = new OkxClient(run);
        client.Say(OkxClient.Subscribe("books", "BTC-USDT"));
        run.RunMs(1_000);
        Assert.All(client.Data(), x => Assert.Equal(0, x.GetProperty("data")[0].GetProperty("checksum").GetInt32()));
    }

    static void Put(Dictionary<decimal, JsonElement> side, JsonElement levels)
    {
        foreach (var level in levels.EnumerateArray())
        {
            if (level[1].GetString() == "0") side.Remove(LevelBook.Number(level[0]));
            else side[LevelBook.Number(level[0])] = level;
        }
    }

    /// <summary>CRC-32 by its table, unlike the simulator's.</summary>
    static int Crc(string text)
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            table[i] = i;
            for (var bit = 0; bit < 8; bit++)
                table[i] = (table[i] & 1) != 0 ? 0xEDB88320 ^ (table[i] >> 1) : table[i] >> 1;
        }

        var crc = Encoding.ASCII.GetBytes(text).Aggregate(
            uint.MaxValue, (sum, value) => table[(sum ^ value) & 0xFF] ^ (sum >> 8));
        return unchecked((int)~crc);
    }
}
