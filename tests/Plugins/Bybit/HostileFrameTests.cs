using System.Text;
using System.Text.Json.Nodes;
using StrategyHost.Exchange;

namespace StrategyHost.Tests.Plugins.Bybit;

public sealed class HostileFrameTests
{
    [Theory]
    [MemberData(nameof(Samples.Theory), MemberType = typeof(Samples))]
    public void Reordered_and_unknown_keys_and_spaces_change_nothing(string venue, string frame)
    {
        var expected = new Wire(venue);
        expected.Decode(frame);
        var node = JsonNode.Parse(frame)!;
        var reversed = Reversed(node);
        var more = (JsonObject)reversed.DeepClone();
        more.Insert(0, "Z", JsonNode.Parse("""[[["1"]],null,true,-1.5e3,{"b":[["1","2"]],"topic":"x"}]"""));
        foreach (var spelling in new[]
            { node.ToJsonString(new() { WriteIndented = true }), reversed.ToJsonString(), more.ToJsonString(),
                frame.Replace("BTC", "\\u0042TC") })
        {
            var wire = new Wire(venue);
            Assert.True(wire.Decode(spelling) == FrameKind.Data, $"{wire.Session.Reason}: {spelling}");
            Assert.Equal(expected.Sink.Lines, wire.Sink.Lines);
        }
    }

    [Theory]
    [MemberData(nameof(Samples.Theory), MemberType = typeof(Samples))]
    public void A_truncated_frame_is_rejected_wherever_it_ends(string venue, string frame)
    {
        var (wire, bytes) = (new Wire(venue), Encoding.UTF8.GetBytes(frame));
        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal(FrameKind.Rejected, wire.Decode(bytes[..length]));
        Assert.Empty(wire.Sink.Lines);
        Assert.Equal(FrameKind.Rejected, wire.Decode(frame + "x"));
        Assert.Equal(FrameKind.Data, wire.Decode(frame));
    }

    [Theory]
    [MemberData(nameof(Samples.Theory), MemberType = typeof(Samples))]
    public void Mutated_frames_never_throw_reach_the_sink_only_as_data_and_take_both_paths_alike(
        string venue, string frame)
    {
        var (random, plain) = (new Random(frame.Length), Encoding.UTF8.GetBytes(frame));
        var (wire, spaced) = (new Wire(venue), new Wire(venue));
        for (var i = 0; i < 10_000; i++)
        {
            // Scales only ever widen: a symbol that has met many digits refuses nearly everything after.
            if (i % 50 == 0) (wire, spaced) = (new Wire(venue), new Wire(venue));
            wire.Sink.Lines.Clear();
            spaced.Sink.Lines.Clear();
            var mutated = Mutate(plain, random);
            var kind = wire.Decode(mutated);
            Assert.Equal(kind == FrameKind.Data, wire.Sink.Lines.Count > 0);
            Assert.Equal(kind is FrameKind.Rejected or FrameKind.Error, wire.Session.Reason != null);
            // A space in front means nothing in JSON and sends a frame the general way.
            Assert.Equal(kind, spaced.Decode([(byte)' ', .. mutated]));
            Assert.Equal(wire.Sink.Lines, spaced.Sink.Lines);
        }
    }

    [Theory]
    [InlineData("\"61930.1\"", "\"-1\"", "negative")]
    [InlineData("\"61930.1\"", "\"NaN\"", "not a number")]
    [InlineData("\"61930.1\"", "\"0.0000000000000000001\"", "18 decimals")]
    [InlineData("\"61930.1\"", "\"9223372036854775808\"", "64 bits")]
    [InlineData("\"u\":105", "\"u\":\"x\"", "number")]
    [InlineData("\"u\":105", "\"u\":0", "number")]
    [InlineData("\"u\":105,", "", "number")]
    [InlineData("\"u\":105", "\"u\":9223372036854775808", "number")]
    [InlineData("1790000000208", "-5", "time")]
    [InlineData("1790000000205", "99999999999999999999", "time")]
    [InlineData("\"a\":[[", "\"x\":[[", "not a level")]
    [InlineData("[\"61930.2\",\"0.7\"]", "7", "not a level")]
    [InlineData("[[\"61930.2\",\"0.7\"]]", "{}", "not a level")]
    [InlineData("\"snapshot\"", "\"whole\"", "neither a snapshot nor a delta")]
    [InlineData("\"type\":\"snapshot\",", "", "neither a snapshot nor a delta")]
    public void A_book_that_lacks_what_it_must_have_is_rejected(string part, string other, string reason)
    {
        var wire = new Wire("bybit");
        Assert.Contains(part, Samples.Snapshot);
        Assert.Equal(FrameKind.Rejected, wire.Decode(Samples.Snapshot.Replace(part, other)));
        Assert.Contains(reason, wire.Session.Reason);
        Assert.Empty(wire.Sink.Lines);
        Assert.All(wire.Symbols.Entries, entry => Assert.Equal(0, entry.PriceScale));
    }

    [Theory]
    [InlineData(Samples.SpotTicker, "\"lastPrice\":\"61930.2\",", "")]
    [InlineData(Samples.SpotTicker, "\"61930.2\"", "\"\"")]
    [InlineData(Samples.SpotTicker, "\"7217.990977\"", "\"8e99\"")]
    [InlineData(Samples.SpotTicker, "\"7217.990977\"", "\"-8\"")]
    [InlineData(Samples.SpotTrades, "\"Sell\"", "\"sell\"")]
    [InlineData(Samples.SpotTrades, "\"0.041732\"", "\"0\"")]
    [InlineData(Samples.SpotTrades, "\"61930.38\"", "null")]
    [InlineData(Samples.SpotTrades, "1790000000924", "\"noon\"")]
    [InlineData(Samples.SpotTrades, "[{", "[7,{")]
    [InlineData(Samples.SpotTrades, "\"data\":[{", "\"data\":[],\"x\":[{")]
    [InlineData(Samples.SpotTrades, "\"data\":", "\"x\":")]
    public void A_ticker_or_trade_that_lacks_what_it_must_have_is_rejected(string frame, string part, string other)
    {
        var wire = new Wire("bybit");
        Assert.Contains(part, frame);
        Assert.Equal(FrameKind.Rejected, wire.Decode(frame.Replace(part, other)));
        Assert.NotNull(wire.Session.Reason);
        Assert.Empty(wire.Sink.Lines);
    }

    [Fact]
    public void The_scales_of_a_trade_widen_only_once_the_whole_message_is_believed()
    {
        var wire = new Wire("bybit");
        wire.Decode(Samples.SpotTrades.Replace("]}", ",7]}"));
        Assert.Equal(0, Assert.Single(wire.Symbols.Entries).PriceScale);
        wire.Decode(Samples.SpotTrades);
        Assert.Equal((2, 6), (wire.Symbols.Entries.Single().PriceScale, wire.Symbols.Entries.Single().QuantityScale));
    }

    static JsonNode Reversed(JsonNode node) => node switch
    {
        JsonObject all => new JsonObject(
            all.Reverse().Select(x => KeyValuePair.Create(x.Key, (JsonNode?)Reversed(x.Value!)))),
        JsonArray list => new JsonArray([.. list.Select(x => Reversed(x!))]),
        _ => node.DeepClone(),
    };

    static byte[] Mutate(byte[] plain, Random random)
    {
        var bytes = plain.ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.Insert(at, (byte)"\"{}[]:,.-\\0eE9"[random.Next(14)]); break;
                case 2: bytes.RemoveAt(at); break;
                default: bytes[at] = bytes[random.Next(bytes.Count)]; break;
            }
        }

        return [.. bytes];
    }
}
