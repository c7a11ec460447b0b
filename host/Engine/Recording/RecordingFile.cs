using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace StrategyHost.Engine.Recording;

/// <summary>
/// The file under a <see cref="RecordingWriter"/>: lines into gzip members of a few megabytes. A message that cannot
/// stand verbatim on one line of text is written as base64, so that every byte survives.
/// </summary>
/// <remarks>The writing thread's own; <see cref="Lines"/> and <see cref="Error"/> may be read by any.</remarks>
sealed class RecordingFile : IDisposable
{
    const int MemberBytes = 4 << 20; // uncompressed

    static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\r\n"u8);

    readonly string path;
    readonly FileStream target;
    readonly byte[] prefix = new byte[64];
    byte[] encoded = [];
    GZipStream? member;
    int memberBytes;
    long lastTimeNs;
    int connection; // whose lines the file is in the middle of
    long lines;
    volatile string? error;

    RecordingFile(string path, FileStream target)
    {
        this.path = path;
        this.target = target;
    }

    public long Lines => Volatile.Read(ref lines);

    public string? Error => error;

    public static bool TryCreate(
        string path, bool overwrite,
        [NotNullWhen(true)] out RecordingFile? file, [NotNullWhen(false)] out string? error)
    {
        file = null;
        error = null;
        if (!overwrite && File.Exists(path))
        {
            error = $"{path} exists already; choose another name or say that it may be overwritten.";
            return false;
        }
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            var mode = overwrite ? FileMode.Create : FileMode.CreateNew;
            file = new RecordingFile(path, new FileStream(path, mode, FileAccess.Write, FileShare.Read, 64 << 10));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            error = $"{path} cannot be written: {e.Message}";
            return false;
        }
    }

    /// <summary>Writes one entry and what must stand before it.</summary>
    public void Write(in RecordingEntry entry)
    {
        if (entry.LostBefore > 0) WriteLine(entry.TimeNs, "mark"u8, Note("lost", entry.LostBefore));
        if (entry.Kind == RecordKind.Open) connection = entry.Connection; // an open names itself
        else if (entry.Connection != 0 && entry.Connection != connection)
        {
            connection = entry.Connection;
            WriteLine(entry.TimeNs, "mark"u8, Note("connection", connection));
        }
        lastTimeNs = entry.TimeNs;
        if (IsOneLine(entry.Text)) WriteLine(entry.TimeNs, Word(entry.Kind), entry.Text);
        else WriteLine(entry.TimeNs, Word64(entry.Kind), Encode(entry.Text));
    }

    /// <summary>Tells of messages lost after the last entry.</summary>
    public void WriteLoss(long count) => WriteLine(lastTimeNs, "mark"u8, Note("lost", count));

    /// <summary>Ends the gzip member, so that what is in it can be read whatever comes.</summary>
    public void FinishMember()
    {
        try
        {
            member?.Dispose();
            target.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(e);
        }
        member = null;
        memberBytes = 0;
    }

    public void Dispose()
    {
        try
        {
            member?.Dispose();
            target.Dispose();
        }
        catch (IOException e)
        {
            Fail(e);
        }
    }

    static bool IsOneLine(ReadOnlySpan<byte> text) => !text.ContainsAny(LineBreaks) && Utf8.IsValid(text);

    static byte[] Note(string name, long value) => Encoding.ASCII.GetBytes($"{{\"{name}\":{value}}}");

    static ReadOnlySpan<byte> Word(RecordKind kind) => kind switch
    {
        RecordKind.Open => "open"u8,
        RecordKind.Close => "close"u8,
        RecordKind.Sent => "sent"u8,
        RecordKind.Received => "recv"u8,
        RecordKind.Rest => "rest"u8,
        _ => "mark"u8,
    };

    static ReadOnlySpan<byte> Word64(RecordKind kind) => kind switch
    {
        RecordKind.Sent => "sent64"u8,
        RecordKind.Rest => "rest64"u8,
        _ => "recv64"u8,
    };

    ReadOnlySpan<byte> Encode(ReadOnlySpan<byte> text)
    {
        var length = Base64.GetMaxEncodedToUtf8Length(text.Length);
        if (encoded.Length < length) encoded = new byte[length];
        Base64.EncodeToUtf8(text, encoded, out _, out var written);
        return encoded.AsSpan(0, written);
    }

    void WriteLine(long timeNs, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> text)
    {
        if (error is not null) return;
        Utf8Formatter.TryFormat(timeNs, prefix, out var length);
        prefix[length++] = (byte)'\t';
        kind.CopyTo(prefix.AsSpan(length));
        length += kind.Length;
        prefix[length++] = (byte)'\t';
        try
        {
            member ??= new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true);
            member.Write(prefix.AsSpan(0, length));
            member.Write(text);
            member.Write("\n"u8);
            Volatile.Write(ref lines, lines + 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(e);
        }
        if ((memberBytes += length + text.Length + 1) >= MemberBytes) FinishMember();
    }

    void Fail(Exception e) => error ??= $"Recording to {path} ended: {e.Message}";
}
