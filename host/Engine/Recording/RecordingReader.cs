using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using StrategyHost.Market;

namespace StrategyHost.Engine.Recording;

/// <summary>
/// Reads a recording (docs/recording-format.md) line by line. Damage is a value: every whole line before it is given
/// out, then <see cref="Damage"/> says where the file is broken and what that cost.
/// </summary>
/// <remarks>One thread. Hot: a read allocates nothing once its buffers have the size of the longest line.</remarks>
public sealed class RecordingReader : IDisposable
{
    readonly string path;
    readonly LineSource lines;
    byte[] decoded = [];
    long lastTimeNs = long.MinValue;
    int opens;
    int connection = 1;
    byte[]? firstLine; // looked at when opening, not yet given out

    RecordingReader(string path, LineSource lines)
    {
        this.path = path;
        this.lines = lines;
    }

    /// <summary>Number of the last line read, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Lines of a kind this version does not know; they were skipped.</summary>
    public long UnknownLines { get; private set; }

    /// <summary>Lines whose time was before that of the line above: allowed, but worth knowing.</summary>
    public long BackwardSteps { get; private set; }

    /// <summary>Where and how the file is broken, one sentence; null while nothing is wrong.</summary>
    public string? Damage { get; private set; }

    /// <summary>The venue that the first line names, as recordings of the simulator do; else null.</summary>
    public string? Venue { get; private set; }

    /// <summary>The source that the first line names: <c>simulated</c>; else null, which means a real venue.</summary>
    public string? Source { get; private set; }

    /// <summary>Opens a recording, gzip or plain, whatever its name. False with one sentence when it is none.</summary>
    public static bool TryOpen(
        string path, [NotNullWhen(true)] out RecordingReader? reader, [NotNullWhen(false)] out string? error)
    {
        reader = null;
        error = Directory.Exists(path) ? $"{path} is a folder, not a recording." : null;
        if (error is not null) return false;
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 128 << 10);
            var isCompressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            error = file.Length == 0 ? $"{path} is empty: nothing was recorded." : null;
            reader = new RecordingReader(path, new LineSource(file, isCompressed));
            error ??= reader.Peek(isCompressed);
            if (error is null) return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            error = $"There is no recording {path}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = $"{path} cannot be read: {e.Message}";
        }
        reader?.Dispose();
        reader = null;
        return false;
    }

    /// <summary>Reads the next line of a known kind. False at the end; then see <see cref="Damage"/>.</summary>
    public bool TryRead(out RecordedLine line)
    {
        line = default;
        while (Damage is null && TryNextLine(out var bytes))
        {
            if (!TrySplit(bytes, out var timeNs, out var kind, out var text)) return false;
            if (timeNs < lastTimeNs) BackwardSteps++;
            lastTimeNs = timeNs;
            if (!TryKind(kind, out var known, out var isEncoded))
            {
                UnknownLines++;
                continue;
            }
            if (isEncoded && !TryDecode(text, out text)) return false;
            if (known == RecordKind.Open) connection = ++opens;
            else if (known == RecordKind.Mark && TrySwitch(text)) continue;
            line = new RecordedLine(timeNs, known, connection, LineNumber, text);
            return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => lines.Dispose();

    string NotARecording =>
        $"{path} is not a recording: its first line is not a time in nanoseconds, a tab, a kind, a tab and a text.";

    string? Peek(bool isCompressed)
    {
        if (!lines.TryRead(out var line))
        {
            return lines.End switch
            {
                LineEnd.Whole => $"{path} is empty: nothing was recorded.",
                LineEnd.Truncated when isCompressed =>
                    $"{path} is truncated before the end of its first line; nothing of it can be read.",
                LineEnd.Corrupt => $"{path} is not a recording: it looks like gzip but does not decompress.",
                LineEnd.Unreadable => $"{path} cannot be read: {lines.Fault}",
                _ => NotARecording,
            };
        }
        if (!TrySplit(line, out _, out var kind, out var text)) return NotARecording;
        if (kind.SequenceEqual("mark"u8)) ReadSource(text);
        firstLine = line.ToArray();
        return null;
    }

    bool TryNextLine(out ReadOnlySpan<byte> bytes)
    {
        if (firstLine is { } peeked)
        {
            bytes = peeked;
            firstLine = null;
        }
        else if (!lines.TryRead(out bytes))
        {
            Damage = DescribeEnd();
            return false;
        }
        LineNumber++;
        return true;
    }

    bool TrySplit(
        ReadOnlySpan<byte> line, out long timeNs, out ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> text)
    {
        kind = text = default;
        timeNs = 0;
        var tab = line.IndexOf((byte)'\t');
        var second = tab < 0 ? -1 : line[(tab + 1)..].IndexOf((byte)'\t');
        if (second < 0) return Broken("has not the two tabs of a record");
        if (!Utf8Parser.TryParse(line[..tab], out timeNs, out var used) || used != tab)
            return Broken("does not begin with a time in nanoseconds");
        kind = line.Slice(tab + 1, second);
        text = line[(tab + second + 2)..];
        return true;
    }

    static bool TryKind(ReadOnlySpan<byte> word, out RecordKind kind, out bool isEncoded)
    {
        isEncoded = word.EndsWith("64"u8);
        if (isEncoded) word = word[..^2];
        var found = word switch
        {
            [(byte)'r', (byte)'e', (byte)'c', (byte)'v'] => RecordKind.Received,
            [(byte)'s', (byte)'e', (byte)'n', (byte)'t'] => RecordKind.Sent,
            [(byte)'r', (byte)'e', (byte)'s', (byte)'t'] => RecordKind.Rest,
            [(byte)'o', (byte)'p', (byte)'e', (byte)'n'] when !isEncoded => RecordKind.Open,
            [(byte)'c', (byte)'l', (byte)'o', (byte)'s', (byte)'e'] when !isEncoded => RecordKind.Close,
            [(byte)'m', (byte)'a', (byte)'r', (byte)'k'] when !isEncoded => RecordKind.Mark,
            _ => (RecordKind?)null,
        };
        kind = found ?? default;
        return found is not null;
    }

    bool TryDecode(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> bytes)
    {
        if (decoded.Length < text.Length) decoded = new byte[Math.Max(text.Length, 4096)];
        var status = Base64.DecodeFromUtf8(text, decoded, out _, out var count);
        bytes = decoded.AsSpan(0, count);
        return status == System.Buffers.OperationStatus.Done || Broken("is not the base64 that its kind promises");
    }

    // mark {"connection":n}: the lines that follow belong to the n-th open
    bool TrySwitch(ReadOnlySpan<byte> json)
    {
        var prefix = "{\"connection\":"u8;
        if (!json.StartsWith(prefix)) return false;
        if (!Utf8Parser.TryParse(json[prefix.Length..], out int n, out _) || n < 1) return false;
        connection = n;
        return true;
    }

    void ReadSource(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var mark = JsonDocument.ParseValue(ref reader);
            if (mark.RootElement.ValueKind != JsonValueKind.Object) return;
            Venue = Word(mark.RootElement, "venue");
            Source = Word(mark.RootElement, "source");
        }
        catch (JsonException)
        {
            Source = null; // a note that nobody can read names no source
        }
    }

    static string? Word(JsonElement mark, string name) =>
        mark.TryGetProperty(name, out var word) && word.ValueKind == JsonValueKind.String ? word.GetString() : null;

    bool Broken(string what)
    {
        Damage = $"{Path.GetFileName(path)} is damaged: line {LineNumber} {what}; the lines before it were read.";
        return false;
    }

    string? DescribeEnd()
    {
        var after = $" after line {LineNumber} ({Stamp.FromUnixNs(lastTimeNs):yyyy-MM-ddTHH:mm:ssZ})";
        var name = Path.GetFileName(path);
        return lines.End switch
        {
            LineEnd.Truncated when lines.LeftOver > 0 =>
                $"{name} is truncated{after}: the last {lines.LeftOver} bytes are no whole line; "
                + "the lines before them were read.",
            LineEnd.Truncated =>
                $"{name} is truncated{after}: its compressed data has no end; all whole lines were read.",
            LineEnd.Corrupt =>
                $"{name} is corrupt{after}: its compressed data does not decompress; the lines before it were read.",
            LineEnd.TooLong =>
                $"{name} is damaged{after}: a line is longer than {LineSource.MaxLineBytes >> 20} MiB; "
                + "the lines before it were read.",
            LineEnd.Unreadable => $"{name} cannot be read on{after}: {lines.Fault}",
            _ => null,
        };
    }
}
