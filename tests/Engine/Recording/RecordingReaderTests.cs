using System.Text;
using StrategyHost.Engine.Recording;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Recording;

public sealed class RecordingReaderTests : RecordingTests
{
    [Fact]
    public void Several_members_read_as_one_recording()
    {
        var path = Save("a.frames.gz", Gzip(Lines(3)), Gzip(Lines(2000, first: 4)), Gzip(Lines(1, first: 2004)));
        var (lines, damage) = ReadAll(path);
        Assert.Null(damage);
        Assert.Equal(2004, lines.Count);
        Assert.Equal(Enumerable.Range(1, 2004).Select(i => 1723161255000000000 + i), lines.Select(l => l.TimeNs));
    }

    [Fact]
    public void A_line_may_go_over_from_one_member_to_the_next()
    {
        var text = Lines(2);
        var (lines, damage) = ReadAll(Save("a.gz", Gzip(text[..20]), Gzip(text[20..])));
        Assert.Null(damage);
        Assert.Equal(2, lines.Count);
    }

    [Fact]
    public void A_plain_file_is_read_too_whatever_its_line_ends()
    {
        var path = Save("a.frames", Encoding.UTF8.GetBytes(Lines(3).ReplaceLineEndings("\r\n")));
        var (lines, damage) = ReadAll(path);
        Assert.Null(damage);
        Assert.Equal("{\"u\":2,\"x\":15838}", lines[1].Text);
    }

    [Fact]
    public void Every_kind_is_told_and_unknown_ones_are_counted()
    {
        var path = Save("a.gz", Gzip(
            "1\topen\twss://venue/ws\n2\tsent\t{}\n3\trecv\t[]\n4\trest\t- {\"a\":1}\n5\tmark\t{\"gap\":1}\n"
            + "6\tweather\tfine\n7\trecv64\tAAEC/w==\n8\topen64\tAAAA\n9\tclose\t1001 going away\n10\trecv\t\n"));
        using var reader = Open(path);
        var lines = ReadAll(reader);
        Assert.Equal(
            [RecordKind.Open, RecordKind.Sent, RecordKind.Received, RecordKind.Rest, RecordKind.Mark,
                RecordKind.Received, RecordKind.Close, RecordKind.Received],
            lines.Select(l => l.Kind));
        Assert.Equal("\0\u0001\u0002\u00ff", lines[5].Text);
        Assert.Equal("", lines[7].Text);
        Assert.Equal(2, reader.UnknownLines);
        Assert.Equal(10, reader.LineNumber);
        Assert.Null(reader.Damage);
    }

    [Fact]
    public void Rest_and_close_texts_are_split()
    {
        using var reader = Open(Save("a.gz", Gzip(
            "1\trest\thttps://v/depth?a=b {\"x\": 1}\n2\trest\t- []\n3\tclose\t1001 bye\n")));
        Assert.True(reader.TryRead(out var line));
        line.SplitRest(out var url, out var body);
        Assert.Equal(("https://v/depth?a=b", "{\"x\": 1}"), (url, Encoding.UTF8.GetString(body)));
        Assert.True(reader.TryRead(out line));
        line.SplitRest(out url, out body);
        Assert.Equal((null, "[]"), (url, Encoding.UTF8.GetString(body)));
        Assert.True(reader.TryRead(out line));
        line.SplitClose(out var code, out var reason);
        Assert.Equal((1001, "bye"), (code, reason));
    }

    [Fact]
    public void Marks_say_which_connection_the_lines_belong_to()
    {
        var path = Save("a.gz", Gzip(
            "1\topen\tws://a\n2\topen\tws://b\n3\trecv\tof b\n4\tmark\t{\"connection\":1}\n5\trecv\tof a\n"
            + "6\topen\tws://c\n"));
        var (lines, _) = ReadAll(path);
        Assert.Equal([1, 2, 2, 1, 3], lines.Select(l => l.Connection));
    }

    [Fact]
    public void Without_an_open_all_belongs_to_the_first_connection() =>
        Assert.All(ReadAll(Save("a.gz", Gzip(Lines(3)))).Lines, l => Assert.Equal(1, l.Connection));

    [Fact]
    public void The_first_mark_names_venue_and_source()
    {
        using var simulated = Open(Save("a.gz", Gzip("1\tmark\t{\"venue\":\"binance\",\"source\":\"simulated\"}\n")));
        Assert.Equal(("binance", "simulated"), (simulated.Venue, simulated.Source));
        Assert.Single(ReadAll(simulated));
        using var real = Open(Save("b.gz", Gzip(Lines(1))));
        Assert.Equal((null, null), (real.Venue, real.Source));
        using var strange = Open(Save("c.gz", Gzip("1\tmark\t{broken\n")));
        Assert.Null(strange.Source);
    }

    [Fact]
    public void Time_may_go_backwards_and_is_counted()
    {
        using var reader = Open(Save("a.gz", Gzip("5\trecv\ta\n3\trecv\tb\n4\trecv\tc\n1\trecv\td\n")));
        Assert.Equal(4, ReadAll(reader).Count);
        Assert.Equal(2, reader.BackwardSteps);
    }

    [Fact]
    public void A_line_longer_than_the_first_buffer_is_read()
    {
        var text = new string('x', 3_000_000);
        var (lines, damage) = ReadAll(Save("a.gz", Gzip($"1\trecv\t{text}\n2\trecv\tend\n")));
        Assert.Null(damage);
        Assert.Equal(text, lines[0].Text);
        Assert.Equal("end", lines[1].Text);
    }

    [Fact]
    public void A_read_allocates_nothing()
    {
        using var reader = Open(Save("a.gz", Gzip(Lines(20_000))));
        for (var i = 0; i < 1000; i++) Assert.True(reader.TryRead(out _));
        var bytes = 0L;
        var allocated = Allocations.Steady(() =>
        {
            for (var i = 0; i < 1500 && reader.TryRead(out var line); i++) bytes += line.Text.Length;
        });
        Assert.Equal(0, allocated);
        Assert.True(bytes > 0);
    }

    [CapturesTheory]
    [InlineData("binance-futures/btcusdt-2024-08-08.frames.gz", 93_955)]
    [InlineData("binance-spot/btcusdt-2024-08-08.frames.gz", 41_250)]
    [InlineData("binance-spot/four-symbols-2021-10-12.frames.gz", 270)]
    [InlineData("bybit/xrpusdt-linear-ob500-2024-12-01.frames.gz", 27)]
    [InlineData("coinbase/level2-2021-04-17.frames.gz", 4_429)]
    [InlineData("okx/books-2022-05-13.frames.gz", 310)]
    [InlineData("upbit/rest-2026-03-11.frames.gz", 4)]
    [InlineData("upbit/ws-simple-2021-04-17.frames.gz", 451)]
    public void A_real_recording_is_read_to_its_last_line(string file, int count)
    {
        using var reader = Open(Captures.PathOf(file));
        Assert.Equal(count, ReadAll(reader).Count);
        Assert.Null(reader.Damage);
        Assert.Equal(0, reader.UnknownLines);
    }
}
