using System.Text;
using StrategyHost.Engine.Recording;

namespace StrategyHost.Tests.Engine.Recording;

/// <summary>Whatever happened to a file: what was whole is read, and the rest is named.</summary>
public sealed class RecordingDamageTests : RecordingTests
{
    [Fact]
    public void Wherever_a_file_is_cut_the_whole_lines_before_are_read_and_the_cut_is_told()
    {
        var text = Lines(60);
        var whole = (byte[])[.. Gzip(text[..900]), .. Gzip(text[900..])];
        var border = Gzip(text[..900]).Length;
        var expected = ReadAll(Save("whole.gz", whole)).Lines;
        var most = 0;
        for (var length = 1; length < whole.Length; length++)
        {
            var path = Save("cut.gz", whole[..length]);
            if (!RecordingReader.TryOpen(path, out var reader, out var error))
            {
                Assert.Contains(length < 2 ? "not a recording" : "truncated", error);
                continue;
            }
            using (reader)
            {
                var read = ReadAll(reader);
                Assert.Equal(expected[..read.Count], read);
                Assert.InRange(read.Count, most, expected.Count);
                most = read.Count;
                if (length == border && text[899] == '\n') continue; // nobody can know that there was more
                Assert.Contains("cut.gz is truncated after line", reader.Damage);
            }
        }
        Assert.InRange(most, expected.Count - 1, expected.Count);
    }

    [Fact]
    public void A_truncated_file_says_where_and_how_much_was_lost()
    {
        var path = Save("a.frames", Encoding.UTF8.GetBytes(Lines(2) + "172316125"));
        var (lines, damage) = ReadAll(path);
        Assert.Equal(2, lines.Count);
        Assert.Equal(
            "a.frames is truncated after line 2 (2024-08-08T23:54:15Z): the last 9 bytes are no whole line; "
            + "the lines before them were read.", damage);
    }

    [Fact]
    public void A_last_line_without_line_end_is_not_whole()
    {
        var (lines, damage) = ReadAll(Save("a.gz", Gzip(Lines(2).TrimEnd())));
        Assert.Single(lines);
        Assert.Matches("the last [0-9]+ bytes are no whole line", damage);
    }

    [Fact]
    public void Flipped_bits_never_pass_for_data_beyond_the_member_they_are_in()
    {
        var first = Gzip(Lines(500));
        var expected = ReadAll(Save("a.gz", first, Gzip(Lines(500, first: 501)))).Lines;
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var second = Gzip(Lines(500, first: 501));
            second[random.Next(10, second.Length)] ^= (byte)(1 << random.Next(8));
            using var reader = Open(Save("a.gz", first, second));
            var read = ReadAll(reader);
            Assert.NotNull(reader.Damage);
            Assert.True(read.Count >= 500);
            Assert.Equal(expected[..500], read[..500]);
        }
    }

    [Fact]
    public void Bytes_after_the_last_member_are_told()
    {
        var (lines, damage) = ReadAll(Save("a.gz", Gzip(Lines(2)), [1, 2, 3, 4]));
        Assert.Equal(2, lines.Count);
        Assert.NotNull(damage);
    }

    [Theory]
    [InlineData("recv {}", "has not the two tabs of a record")]
    [InlineData("17231\trecv", "has not the two tabs of a record")]
    [InlineData("soon\trecv\t{}", "does not begin with a time in nanoseconds")]
    [InlineData("99999999999999999999\trecv\t{}", "does not begin with a time in nanoseconds")]
    [InlineData("17231 \trecv\t{}", "does not begin with a time in nanoseconds")]
    [InlineData("1723161255000000004\trecv64\t!!!", "is not the base64 that its kind promises")]
    public void A_bad_line_is_named_and_ends_the_reading(string bad, string what)
    {
        var (lines, damage) = ReadAll(Save("a.gz", Gzip(Lines(3) + bad + "\n" + Lines(1, first: 5))));
        Assert.Equal(3, lines.Count);
        Assert.Equal($"a.gz is damaged: line 4 {what}; the lines before it were read.", damage);
    }

    [Fact]
    public void What_is_no_recording_is_said_to_be_none()
    {
        var folder = Path.GetDirectoryName(PathOf("x"))!;
        Assert.Equal($"{folder} is a folder, not a recording.", Refusal(folder));
        Assert.Equal($"There is no recording {PathOf("none")}.", Refusal(PathOf("none")));
        Assert.Equal($"There is no recording {PathOf("no/ne")}.", Refusal(PathOf("no/ne")));
        Assert.Equal($"{PathOf("empty")} is empty: nothing was recorded.", Refusal(Save("empty", [])));
        Assert.Equal($"{PathOf("e.gz")} is empty: nothing was recorded.", Refusal(Save("e.gz", Gzip(""))));
        Assert.Contains("is not a recording: its first line", Refusal(Save("a.json", "{\"a\":1}"u8.ToArray())));
        Assert.Contains("is not a recording: its first line", Refusal(Save("a.txt", "# Title\n\ntext\n"u8.ToArray())));
        Assert.Contains("is not a recording: its first line", Refusal(Save("b.gz", Gzip("hello\n"))));
        var noise = Enumerable.Range(0, 5000).Select(i => (byte)(i * 31)).ToArray();
        Assert.Contains("is not a recording", Refusal(Save("noise", noise)));
        Assert.Contains("does not decompress", Refusal(Save("c.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], noise)));
    }

    static string Refusal(string path)
    {
        Assert.False(RecordingReader.TryOpen(path, out _, out var error));
        return error!;
    }
}
