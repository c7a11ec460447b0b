using System.Text;
using StrategyHost.Engine.Recording;
using StrategyHost.Market;

namespace StrategyHost.Tests.Engine.Recording;

public sealed class RecordingWriterTests : RecordingTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        var path = PathOf("a.frames.gz");
        using (var writer = Create(path))
        {
            writer.Mark("{\"venue\":\"binance\",\"source\":\"simulated\"}", 1);
            var connection = writer.Open("ws://127.0.0.1:9001/stream", 2);
            writer.Sent(connection, "{\"id\":1}"u8, 3);
            writer.Received(connection, "{\"u\":1}"u8, new Stamp(4, 0));
            writer.Rest("http://127.0.0.1:9001/depth?a=1", "{\"x\": [1, 2]}"u8, 5);
            writer.Rest(null, "[]"u8, 6);
            writer.Close(connection, 1001, "going\r\naway", 7);
        }
        var (lines, damage) = ReadAll(path);
        Assert.Null(damage);
        Assert.Equal(
            [
                new(1, RecordKind.Mark, 1, "{\"venue\":\"binance\",\"source\":\"simulated\"}"),
                new(2, RecordKind.Open, 1, "ws://127.0.0.1:9001/stream"),
                new(3, RecordKind.Sent, 1, "{\"id\":1}"),
                new(4, RecordKind.Received, 1, "{\"u\":1}"),
                new(5, RecordKind.Rest, 1, "http://127.0.0.1:9001/depth?a=1 {\"x\": [1, 2]}"),
                new(6, RecordKind.Rest, 1, "- []"),
                new(7, RecordKind.Close, 1, "1001 going away"),
            ],
            lines);
    }

    [Theory]
    [InlineData("7b0a7d")] // { LF }
    [InlineData("7b0d0a7d")]
    [InlineData("0d")]
    [InlineData("ff00fe")] // not UTF-8
    [InlineData("")]
    [InlineData("09")] // a tab is text like any other
    [InlineData("c3a9e282ac")]
    public void Every_byte_of_a_message_survives(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        var path = PathOf("a.gz");
        using (var writer = Create(path))
        {
            var connection = writer.Open("ws://a", 1);
            writer.Received(connection, bytes, new Stamp(2, 0));
            writer.Sent(connection, bytes, 3);
            writer.Rest("http://a", bytes, 4);
        }
        var (lines, damage) = ReadAll(path);
        Assert.Null(damage);
        var text = Encoding.Latin1.GetString(bytes);
        Assert.Equal([text, text, "http://a " + text], lines.Skip(1).Select(l => l.Text));
    }

    [Fact]
    public void Lines_of_several_connections_keep_whose_they_are()
    {
        var path = PathOf("a.gz");
        using (var writer = Create(path))
        {
            var a = writer.Open("ws://a", 1);
            var b = writer.Open("ws://b", 2);
            foreach (var (owner, text) in new[] { (a, "a1"), (b, "b1"), (b, "b2"), (a, "a2"), (b, "b3") })
                writer.Received(owner, Encoding.ASCII.GetBytes(text), new Stamp(3, 0));
            writer.Close(a, 1000, "", 4);
        }
        var received = ReadAll(path).Lines.Where(l => l.Kind == RecordKind.Received).ToList();
        Assert.Equal([1, 2, 2, 1, 2], received.Select(l => l.Connection));
        Assert.Equal(1, ReadAll(path).Lines[^1].Connection);
    }

    [Fact]
    public async Task Threads_may_write_at_once()
    {
        var path = PathOf("a.gz");
        using (var writer = Create(path))
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() =>
            {
                var connection = writer.Open($"ws://{n}", n);
                for (var i = 0; i < 1000; i++)
                    writer.Received(connection, Encoding.ASCII.GetBytes($"{n}:{i}"), new Stamp(i, 0));
            })));
        }
        var lines = ReadAll(path).Lines;
        var urls = lines.Where(l => l.Kind == RecordKind.Open).Select(l => l.Text[5..]).ToList();
        for (var n = 1; n <= 4; n++)
        {
            var mine = lines.Where(l => l.Kind == RecordKind.Received && l.Connection == n).Select(l => l.Text);
            Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{urls[n - 1]}:{i}"), mine);
        }
    }

    [Fact]
    public void What_does_not_fit_the_queue_is_counted_and_its_loss_written_in_its_place()
    {
        var path = PathOf("a.gz");
        var count = 0;
        long lost;
        using (var writer = Create(path))
        {
            var connection = writer.Open("ws://a", 1);
            var large = new byte[1 << 20];
            large.AsSpan().Fill((byte)'x'); // copied faster than compressed, so that the queue fills
            while (writer.Lost < 3 && count < 20_000) writer.Received(connection, large, new Stamp(2 + count++, 0));
            writer.Close(connection, 1000, "", 2 + count);
            lost = writer.Lost;
        }
        Assert.True(lost > 0);
        var lines = ReadAll(path).Lines;
        Assert.Equal(count, lost + lines.Count(l => l.Kind == RecordKind.Received));
        Assert.Equal(lost, lines.Where(l => l.Kind == RecordKind.Mark).Sum(l => long.Parse(l.Text[8..^1])));
        Assert.Equal(RecordKind.Close, lines[^1].Kind); // what is rare is never dropped
    }

    [Fact]
    public void Large_recordings_become_several_members()
    {
        var path = PathOf("a.gz");
        using (var writer = Create(path))
        {
            var connection = writer.Open("ws://a", 1);
            var message = Encoding.ASCII.GetBytes(new string('x', 100_000));
            for (var i = 0; i < 100; i++) writer.Received(connection, message, new Stamp(2 + i, 0));
        }
        var bytes = File.ReadAllBytes(path);
        var members = Enumerable.Range(0, bytes.Length - 3).Count(i => bytes.AsSpan(i, 4).SequenceEqual(Magic));
        Assert.True(members >= 3, $"{members} members");
        Assert.Equal(101, ReadAll(path).Lines.Count);
    }

    [Fact]
    public void An_existing_file_is_not_overwritten_unless_told()
    {
        var path = Save("a.gz", Gzip(Lines(1)));
        Assert.False(RecordingWriter.TryCreate(path, false, TimeProvider.System, out _, out var error));
        Assert.Equal($"{path} exists already; choose another name or say that it may be overwritten.", error);
        Assert.Single(ReadAll(path).Lines);
        Create(path, overwrite: true).Dispose();
        Assert.False(RecordingReader.TryOpen(path, out _, out _)); // replaced by an empty one
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_one_sentence()
    {
        var file = Save("file", [1]);
        Assert.False(RecordingWriter.TryCreate(
            Path.Combine(file, "a.gz"), false, TimeProvider.System, out _, out var error));
        Assert.Contains("cannot be written", error);
    }

    [Fact]
    public void A_full_disk_ends_the_recording_and_not_the_feed()
    {
        if (!File.Exists("/dev/full")) return; // a device of Linux on which every write fails
        using var writer = Create("/dev/full", overwrite: true);
        var connection = writer.Open("ws://a", 1);
        var noise = new byte[1 << 20];
        new Random(1).NextBytes(noise);
        for (var i = 0; i < 50; i++) writer.Received(connection, noise, new Stamp(i, 0));
        writer.Dispose();
        Assert.StartsWith("Recording to /dev/full ended: ", writer.Error);
    }

    [Fact]
    public void A_message_is_taken_without_allocating()
    {
        using var writer = Create(PathOf("a.gz"));
        var connection = writer.Open("ws://a", 1);
        var message = new byte[900];
        var allocated = long.MaxValue;
        for (var round = 0; round < 100 && allocated > 0; round++) // until both batches have grown to what they need
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 200; i++) writer.Received(connection, message, new Stamp(i, 0));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void What_comes_after_the_end_is_ignored()
    {
        var path = PathOf("a.gz");
        var writer = Create(path);
        var connection = writer.Open("ws://a", 1);
        writer.Dispose();
        writer.Received(connection, "late"u8, new Stamp(2, 0));
        writer.Dispose();
        Assert.Single(ReadAll(path).Lines);
    }

    static readonly byte[] Magic = [0x1f, 0x8b, 8, 0];

    static RecordingWriter Create(string path, bool overwrite = false)
    {
        Assert.True(
            RecordingWriter.TryCreate(path, overwrite, TimeProvider.System, out var writer, out var error), error);
        return writer;
    }
}
