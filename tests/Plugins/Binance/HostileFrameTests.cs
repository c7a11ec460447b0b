using System.Text;
using System.Text.Json.Nodes;
using StrategyHost.Exchange;

namespace StrategyHost.Tests.Plugins.Binance;

public sealed class HostileFrameTests
{
    // Longer than any number that is believed, though its value would fit.
    const string LongNumber = "\"u\":\"000000000000000000000000000000000000000000000000000000000000"
        + "00000000000000000000000000000000000000000000000000000000000000000000000000000000105\"";

    public static TheoryData<string, string> Frames => Samples.Theory;

    [Theory]
    [MemberData(nameof(Frames))]
    public void Reordered_keys_unknown_keys_spaces_and_escapes_change_nothing(string venue, string frame)
    {
        var expected = Wire.Inferring(Wire.Adapter(venue), Wire.FuturesCombined);
        expected.Decode(frame);
        foreach (var spelling in Spellings(frame))
        {
            var wire = Wire.Inferring(Wire.Adapter(venue), Wire.FuturesCombined);
            Assert.True(wire.Decode(spelling) == FrameKind.Data, $"{wire.Session.Reason}: {spelling}");
            Assert.Equal(expected.Sink.Lines, wire.Sink.Lines);
        }
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_truncated_frame_is_rejected_wherever_it_ends(string venue, string frame)
    {
        var wire = Wire.Inferring(Wire.Adapter(venue), Wire.FuturesCombined);
        var bytes = Encoding.UTF8.GetBytes(frame);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(FrameKind.Rejected, wire.Decode(bytes[..length]));
            Assert.NotNull(wire.Session.Reason);
        }

        Assert.Empty(wire.Sink.Lines);
        Assert.Equal(FrameKind.Rejected, wire.Decode(frame + "x"));
        Assert.Equal(FrameKind.Data, wire.Decode(frame));
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void Mutated_frames_never_throw_and_reach_the_sink_only_as_data(string venue, string frame)
    {
        var random = new Random(frame.Length);
        var plain = Encoding.UTF8.GetBytes(frame);
        var wire = Wire.Inferring(Wire.Adapter(venue), Wire.FuturesCombined);
        for (var i = 0; i < 10_000; i++)
        {
            wire.Sink.Lines.Clear();
            var kind = wire.Decode(Mutate(plain, random));
            Assert.Equal(kind == FrameKind.Data ? 1 : 0, wire.Sink.Lines.Count);
            var hasReason = kind is FrameKind.Rejected or FrameKind.Error or FrameKind.Notice;
            Assert.Equal(hasReason, wire.Session.Reason != null);
        }
    }

    [Theory]
    [InlineData("61930.17000000", "-1", "negative")]
    [InlineData("61930.17000000", "NaN", "not a number")]
    [InlineData("61930.17000000", "0.0000000000000000001", "18 decimals")]
    [InlineData("61930.17000000", "9223372036854775808", "64 bits")]
    [InlineData("61930.17000000", "92233720368547758.07", null)]
    [InlineData("61930.17000000", "92233720368547758.08", "64 bits")]
    [InlineData("61930.17000000", "0.000000000000000001", "64 bits")]
    [InlineData("\"U\":101", "\"U\":\"x\"", "numbers")]
    [InlineData("\"U\":101", "\"U\":106", "numbers")]
    [InlineData("\"U\":101", "\"U\":-1", "numbers")]
    [InlineData("\"U\":101,", "", "numbers")]
    [InlineData("\"u\":105", "\"u\":9223372036854775808", "numbers")]
    [InlineData("1790000000208", "99999999999999999999", "time")]
    [InlineData("1790000000208", "99999999999999", "time")]
    [InlineData("1790000000208", "-5", "time")]
    [InlineData("\"u\":105", LongNumber, "numbers")]
    [InlineData("\"a\":[[", "\"x\":[[", "not a level")]
    [InlineData("[\"61947.64000000\",\"1.54698000\"]", "7", "not a level")]
    [InlineData("[\"61947.64000000\",\"1.54698000\"]", "[]", "not a number")]
    [InlineData("[[\"61947.64000000\",\"1.54698000\"]]", "{}", "not a level")]
    [InlineData("61947.64000000", "6\\ud8001", "not a number")]
    public void A_number_that_does_not_fit_is_rejected_with_its_reason(string part, string other, string? reason)
    {
        var wire = Wire.Spot();
        Assert.Contains(part, Samples.SpotDelta);
        var kind = wire.Decode(Samples.SpotDelta.Replace(part, other));
        Assert.Equal(reason is null ? FrameKind.Data : FrameKind.Rejected, kind);
        if (reason is null) return;
        Assert.Contains(reason, wire.Session.Reason);
        Assert.Empty(wire.Sink.Lines);
        Assert.All(wire.Symbols.Entries, entry => Assert.Equal(0, entry.PriceScale));
    }

    [Theory]
    [InlineData("binance-futures", Samples.FuturesDelta, "\"pu\":452,", "")]
    [InlineData("binance", Samples.SpotPartial, "\"lastUpdateId\":170", "\"lastUpdateId\":\"?\"")]
    [InlineData("binance", Samples.SpotPartial, "\"lastUpdateId\":170", "\"lastUpdateId\":-1")]
    [InlineData("binance", Samples.SpotQuote, "\"u\":105", "\"u\":null")]
    [InlineData("binance", Samples.SpotQuote, "\"1.50000000\"", "\"-1.5\"")]
    [InlineData("binance-futures", Samples.FuturesQuote, "\"E\":1790000005289", "\"E\":\"noon\"")]
    [InlineData("binance", Samples.SpotTicker, "\"c\":\"2101.54000000\",", "")]
    [InlineData("binance", Samples.SpotTicker, "650210444.31358100", "8401.8e99")]
    [InlineData("binance", Samples.SpotTicker, "\"3.21750000\"", "\"-1\"")]
    [InlineData("binance", Samples.SpotTrade, "\"m\":true", "\"m\":\"true\"")]
    [InlineData("binance", Samples.SpotTrade, "\"m\":true,", "")]
    [InlineData("binance", Samples.SpotTrade, "\"t\":70000001", "\"t\":6.5")]
    [InlineData("binance", Samples.SpotTrade, "\"T\":1790000002034", "\"T\":[]")]
    [InlineData("binance", Samples.SpotTrade, "\"6.48000000\"", "null")]
    public void A_frame_that_lacks_what_it_must_have_is_rejected(string venue, string frame, string part, string other)
    {
        var wire = Wire.Inferring(Wire.Adapter(venue), Wire.SpotCombined);
        Assert.Contains(part, frame);
        Assert.Equal(FrameKind.Rejected, wire.Decode(frame.Replace(part, other)));
        Assert.NotNull(wire.Session.Reason);
        Assert.Empty(wire.Sink.Lines);
    }

    [Fact]
    public void More_levels_than_a_book_may_have_are_rejected()
    {
        var levels = string.Join(',', Enumerable.Range(1, LevelBuffer.MaxLevels + 1).Select(i => $"[\"{i}\",\"1\"]"));
        var wire = Wire.Spot();
        var frame = Samples.SpotDelta.Replace("[\"61947.64000000\",\"1.54698000\"]", levels);
        Assert.Equal(FrameKind.Rejected, wire.Decode(frame));
        Assert.Contains("levels on a side", wire.Session.Reason);
        Assert.Equal(FrameKind.Data, wire.Decode(Samples.SpotDelta));
    }

    [Fact]
    public void The_last_of_two_equal_keys_counts()
    {
        var wire = Wire.Spot();
        wire.Decode("""
            {"stream":"ethusdt@depth","data":{"e":"depthUpdate","s":"ETHUSDT","U":1,"u":2,
            "b":[["7.125","1"]],"a":[],"b":[["8.5","1"]],"s":"BTCUSDT"}}
            """);
        Assert.Equal(["book binance:BTC/USDT delta Full/0 0>1..2 at 0 bids [(8.5 x 1)] asks []"], wire.Sink.Lines);
    }

    [Theory]
    [InlineData("{'e':'depthUpdate','a':[['8.5','1']],'s':'BTCUSDT','U':1,'u':2,'b':[['7','2']]}")]
    [InlineData("{'e':'depthUpdate','s':'BTCUSDT','b':[['-1','1']],'U':1,'u':2,'a':[['8.5','1']],'b':[['7','2']]}")]
    public void A_side_counts_wherever_it_stands_and_only_where_it_stands_last(string frame)
    {
        var wire = Wire.Spot();
        Assert.Equal(FrameKind.Data, wire.Decode(frame.Replace('\'', '"')));
        Assert.Equal(
            ["book binance:BTC/USDT delta Full/0 0>1..2 at 0 bids [(7 x 2)] asks [(8.5 x 1)]"], wire.Sink.Lines);
    }

    [Fact]
    public void A_frame_nested_too_deeply_is_rejected() =>
        Assert.Equal(FrameKind.Rejected, Wire.Spot().Decode(new string('[', 100_000)));

    static byte[] Mutate(byte[] plain, Random random)
    {
        var bytes = plain.ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.Insert(at, (byte)"\"{}[]:,.-\\0eE9"[random.Next(14)]); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                default: bytes[at] = bytes[random.Next(bytes.Count)]; break;
            }
        }

        return [.. bytes];
    }

    static IEnumerable<string> Spellings(string frame)
    {
        var node = JsonNode.Parse(frame)!;
        yield return node.ToJsonString(new() { WriteIndented = true });
        yield return Reorder(node, reverse: true).ToJsonString();
        yield return Reorder(node, reverse: false).ToJsonString();
        yield return With(node).ToJsonString();
        yield return Escape(frame, everything: false);
        yield return Escape(frame, everything: true);
        yield return Escape(With(Reorder(node, reverse: true)).ToJsonString(), everything: true);
    }

    static JsonNode Reorder(JsonNode node, bool reverse)
    {
        if (node is not JsonObject obj) return node.DeepClone();
        var pairs = reverse ? obj.Reverse() : obj.OrderBy(pair => pair.Key, StringComparer.Ordinal);
        return new JsonObject(pairs.Select(
            pair => KeyValuePair.Create(pair.Key, (JsonNode?)Reorder(pair.Value!, reverse))));
    }

    static JsonObject With(JsonNode node)
    {
        var more = (JsonObject)node.DeepClone();
        foreach (var target in new[] { more, (JsonObject)more["data"]! })
        {
            target.Insert(0, "ps", "BTCUSDT");
            target.Insert(1, "st", 1);
            target.Add("nested", JsonNode.Parse("""{"e":"trade","b":[["1","2"]],"data":{"s":"X"}}"""));
            target.Add("Z", JsonNode.Parse("""[[["1"]],null,true,-1.5e3]"""));
        }

        return more;
    }

    // Every letter and digit inside quotes as \u00xx, or the first after each quote.
    static string Escape(string json, bool everything)
    {
        var text = new StringBuilder();
        var (isInside, count) = (false, 0);
        foreach (var letter in json)
        {
            if (letter == '"') (isInside, count) = (!isInside, 0);
            if (isInside && char.IsAsciiLetterOrDigit(letter) && (everything || count++ == 0))
                text.Append($"\\u{(int)letter:x4}");
            else text.Append(letter);
        }

        return text.ToString();
    }
}
