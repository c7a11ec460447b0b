using System.IO.Compression;
using System.Text;

namespace StrategyHost.Tests.App.Commands;

public sealed class DamagedRecordingTests : CommandTest
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.9999)]
    public async Task A_truncated_recording_is_played_as_far_as_it_goes(double share)
    {
        var whole = File.ReadAllBytes(Recording);
        Folder.Write("cut.frames.gz", whole[..(int)(whole.Length * share)]);
        string[] replay = ["replay", "cut.frames.gz", "--json"];
        var result = await FailsAsync(1, replay, "cut.frames.gz is truncated after line");
        var report = result.Json;
        Assert.Equal("replay of simulated", report.GetProperty("source").GetString());
        Assert.Contains("truncated", report.GetProperty("recording").GetProperty("damage").GetString());
        Assert.True(report.GetProperty("recording").GetProperty("lines").GetInt64() > 0);
        foreach (var feed in report.GetProperty("feeds").EnumerateArray())
            Assert.True(feed.GetProperty("bookUpdates").GetInt64() > 0);
    }

    [Fact]
    public async Task A_recording_cut_in_its_first_line_is_none()
    {
        Folder.Write("cut.frames.gz", File.ReadAllBytes(Recording)[..20]);
        await FailsAsync(2, ["replay", "cut.frames.gz"], "cut.frames.gz is truncated");
    }

    [Fact]
    public async Task A_recording_with_wrong_bytes_is_played_up_to_them()
    {
        var bytes = File.ReadAllBytes(Recording);
        bytes.AsSpan(bytes.Length / 2, 8).Fill(0xA5);
        Folder.Write("bad.frames.gz", bytes);
        var result = await FailsAsync(1, ["replay", "bad.frames.gz"], "bad.frames.gz is ", "the lines before");
        Assert.Contains(result.Out, x => x.Contains(" summary  replay of simulated"));
    }

    [Theory]
    [InlineData("text.frames.gz", "This is a letter.\nNot a recording.\n", "is not a recording")]
    [InlineData("empty.frames.gz", "", "is empty")]
    public async Task What_is_no_recording_is_refused(string name, string text, string words)
    {
        Folder.Write(name, text);
        await FailsAsync(2, ["replay", name], $"{name} {words}");
    }

    [Fact]
    public async Task A_missing_recording_and_a_folder_are_named()
    {
        await FailsAsync(2, ["replay", "nowhere.frames.gz"], "no recording nowhere.frames.gz");
        await FailsAsync(2, ["replay", Folder.Path], Folder.Path, "is a folder");
    }

    [Fact]
    public async Task A_recording_of_a_venue_that_no_plugin_decodes_is_named()
    {
        var lines = "1700000000000000000\topen\twss://ws.nyse.example/v1\n1700000000000000001\trecv\t{\"price\":1}\n";
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write(Encoding.UTF8.GetBytes(lines));
        Folder.Write("other.frames.gz", packed.ToArray());
        var result = await FailsAsync(1, ["replay", "other.frames.gz"], "other.frames.gz", "no market data");
        Assert.Contains(result.Out, x => x.Contains("No plugin decodes wss://ws.nyse.example/v1"));
    }
}
