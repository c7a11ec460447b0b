using System.IO.Compression;
using System.Text;
using StrategyHost.Engine.Recording;

namespace StrategyHost.Tests.Engine.Recording;

/// <summary>A folder of their own for tests of recordings, and recordings as lists.</summary>
public abstract class RecordingTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("recording-").FullName;

    internal string PathOf(string name) => Path.Combine(folder, name);

    internal string Save(string name, params byte[][] parts)
    {
        File.WriteAllBytes(PathOf(name), [.. parts.SelectMany(p => p)]);
        return PathOf(name);
    }

    internal static byte[] Gzip(string text)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }

    internal static string Lines(int count, int first = 1) => string.Concat(Enumerable.Range(first, count).Select(
        i => $"{1723161255000000000 + i}\trecv\t{{\"u\":{i},\"x\":{i * 7919L % 104729}}}\n"));

    internal static RecordingReader Open(string path)
    {
        Assert.True(RecordingReader.TryOpen(path, out var reader, out var error), error);
        return reader;
    }

    internal static List<Kept> ReadAll(RecordingReader reader)
    {
        var all = new List<Kept>();
        while (reader.TryRead(out var line)) all.Add(Kept.From(line));
        Assert.False(reader.TryRead(out _));
        return all;
    }

    internal static (List<Kept> Lines, string? Damage) ReadAll(string path)
    {
        using var reader = Open(path);
        return (ReadAll(reader), reader.Damage);
    }

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A line, kept.</summary>
    internal sealed record Kept(long TimeNs, RecordKind Kind, int Connection, string Text)
    {
        public static Kept From(RecordedLine line) =>
            new(line.TimeNs, line.Kind, line.Connection, Encoding.Latin1.GetString(line.Text));
    }
}
