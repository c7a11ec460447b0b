using System.Text;
using System.Text.Json.Nodes;
using StrategyHost.Exchange;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Plugins.Okx;

public sealed class HostileFrameTests
{
    static readonly string[] Scraps =
    [
        "0", "9", ".", "-", "e5", "\"", ",", "[", "]", "{", "}", " ", "\\u0031", "null", ",\"0\"", ",0", ",[]",
        "123456789012345678901234567890", "[\"1.5\",\"2\",\"0\",\"1\"]", "[\"1.5\",\"2\"],", "\"asks\":[],", "},{",
    ];

    [Theory]
    [MemberData(nameof(Samples.Theory), MemberType = typeof(Samples))]
    public void Reordered_and_unknown_keys_and_spaces_change_nothing(string frame)
    {
        var expected = new Wire();
        expected.Decode(frame);
        var node = JsonNode.Parse(frame)!;
        string[] spellings =
        [
            node.ToJsonString(new() { WriteIndented = true }), Reversed(node).ToJsonString(),
            frame.Replace("\"ts\"", "\"more\":{\"instId\":\"X\",\"asks\":[[\"1\"]]},\"st\":1.5,\"ts\""),
            frame.Replace("\"data\"", "\"d\\u0061ta\"").Replace("USD", "U\\u0053D"),
        ];
        foreach (var spelling in spellings)
        {
            var wire = new Wire();
            Assert.True(wire.Decode(spelling) == FrameKind.Data, $"{wire.Session.Reason}: {spelling}");
            Assert.Equal(expected.Sink.Lines, wire.Sink.Lines);
        }
    }

    [Theory]
    [MemberData(nameof(Samples.Theory), MemberType = typeof(Samples))]
    public void A_truncated_frame_is_rejected_wherever_it_ends(string frame)
    {
        var wire = new Wire();
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

    // A space in front of a frame means nothing in JSON and sends it the general way: both ways must say the same.
    [Theory]
    [MemberData(nameof(Samples.Theory), MemberType = typeof(Samples))]
    public void Mutated_frames_never_throw_and_both_paths_say_the_same_of_them(string frame)
    {
        var (plain, spaced) = (new Wire(), new Wire());
        for (var seed = 1; seed <= Seeds.Count(10_000); seed++)
        {
            if (seed % 20 == 0) (plain, spaced) = (new Wire(), new Wire());
            plain.Sink.Lines.Clear();
            spaced.Sink.Lines.Clear();
            var mutated = Mutated(frame, new Random(seed));
            var kind = plain.Decode(mutated);
            Assert.True(kind == spaced.Decode(" " + mutated), $"seed {seed}: {kind} against the other: {mutated}");
            Assert.True(plain.Sink.Lines.SequenceEqual(spaced.Sink.Lines), $"seed {seed}: {mutated}");
            Assert.Equal(kind == FrameKind.Data, plain.Sink.Lines.Count > 0);
            var hasReason = kind is FrameKind.Rejected or FrameKind.Error or FrameKind.Notice;
            Assert.True(hasReason == (plain.Session.Reason is not null), $"seed {seed}: {plain.Session.Reason}");
        }
    }

    [Theory]
    [InlineData(Samples.Update, "\"1871.75\"", "\"-1\"", "negative")]
    [InlineData(Samples.Update, "\"1871.75\"", "\"9223372036854775808\"", "64 bits")]
    [InlineData(Samples.Update, "\"1871.75\"", "\"0.0000000000000000001\"", "18 decimals")]
    [InlineData(Samples.Update, "[\"61199\",\"7\",\"0\",\"1\"]", "[\"61199\"]", "not a number")]
    [InlineData(Samples.Update, "\"prevSeqId\":463", "\"prevSeqId\":-1", "numbers")]
    [InlineData(Samples.Update, "\"prevSeqId\":463", "\"old\":463", "numbers")]
    [InlineData(Samples.Update, "\"seqId\":484,", "", "numbers")]
    [InlineData(Samples.Update, "\"seqId\":484", "\"seqId\":4.5", "numbers")]
    [InlineData(Samples.Update, "\"checksum\":0", "\"checksum\":\"x\"", "checksum")]
    [InlineData(Samples.Update, "1790000003793", "17900000037930000", "time")]
    [InlineData(Samples.Update, "\"update\"", "\"merge\"", "action")]
    [InlineData(Samples.Update, "\"bids\"", "\"x\"", "not a level")]
    [InlineData(Samples.Update, "\"prevSeqId\":463}", "\"prevSeqId\":463},{}", "not a level")]
    [InlineData(Samples.Quote, "[[\"38632.3\"", "[[\"1\",\"1\"],[\"38632.3\"", "best prices")]
    [InlineData(Samples.Quote, "520", "-520", "number")]
    [InlineData(Samples.Ticker, "\"last\":\"63707.3\",", "", "last price")]
    [InlineData(Samples.Ticker, "229576048.73", "8401.8e99", "28 digits")]
    [InlineData(Samples.Trade, "\"338476307\"", "\"abc\"", "number")]
    [InlineData(Samples.Trade, "\"sell\"", "\"short\"", "taker")]
    [InlineData(Samples.Trade, "\"0.2\"", "null", "not a number")]
    [InlineData(Samples.Trade, "1790000007818", "noon", "time")]
    public void What_is_not_to_be_believed_is_rejected_with_its_reason(
        string frame, string part, string other, string reason)
    {
        var wire = new Wire();
        Assert.Contains(part, frame);
        Assert.Equal(FrameKind.Rejected, wire.Decode(frame.Replace(part, other)));
        Assert.Contains(reason, wire.Session.Reason);
        Assert.Empty(wire.Sink.Lines);
        Assert.All(wire.Symbols.Entries, entry => Assert.Equal(0, entry.PriceScale));
    }

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

    static JsonNode Reversed(JsonNode node) => node switch
    {
        JsonObject obj => new JsonObject(obj.Reverse()
            .Select(x => KeyValuePair.Create(x.Key, x.Value is { } value ? Reversed(value) : null))),
        JsonArray array => new JsonArray([.. array.Select(x => x is { } value ? Reversed(value) : null)]),
        _ => node.DeepClone(),
    };
}
