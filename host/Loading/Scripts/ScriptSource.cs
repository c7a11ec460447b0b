using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using Microsoft.CodeAnalysis.Text;

namespace StrategyHost.Loading.Scripts;

/// <summary>
/// A script's text, read as its very bytes: the checksum in the PDB must be that of the file, or debuggers refuse
/// breakpoints. (Text made from a string is hashed with or without a byte order mark that the file may not have.)
/// </summary>
static class ScriptSource
{
    const int MaxBytes = 1 << 20;

    // The compiler looks ahead through open brackets without watching its stack, and its overflow is the host's end.
    const int MaxDepth = 500;

    /// <summary>Reads a file, or says in one sentence why it cannot be a script.</summary>
    public static bool TryRead(
        string path,
        string shown,
        [NotNullWhen(true)] out SourceText? text,
        [NotNullWhen(false)] out ScriptDiagnostic? problem)
    {
        text = null;
        problem = TryReadBytes(path, shown, out var bytes) ?? Inspect(bytes, shown);
        if (problem is not null) return false;
        text = SourceText.From(
            bytes,
            bytes.Length,
            Encoding.UTF8,
            SourceHashAlgorithm.Sha256,
            throwIfBinaryDetected: false,
            canBeEmbedded: true);
        return true;
    }

    static ScriptDiagnostic? TryReadBytes(string path, string shown, out byte[] bytes)
    {
        bytes = [];
        if (Directory.Exists(path)) return Problem(ScriptDiagnostic.IsFolder, "is a folder: name a .csx file in it");
        if (!File.Exists(path)) return Problem(ScriptDiagnostic.Missing, "no such file: check its name and folder");
        try
        {
            const FileShare share = FileShare.ReadWrite | FileShare.Delete;
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, share);

            // One byte more than is allowed tells that there is more; a file without an end must not fill the memory.
            var room = new byte[MaxBytes + 1];
            bytes = room[..file.ReadAtLeast(room, room.Length, throwOnEndOfStream: false)];
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Problem(ScriptDiagnostic.Unreadable, $"cannot be read: {error.Message}");
        }

        ScriptDiagnostic Problem(string code, string message) => new(shown, 1, 1, code, message, IsError: true);
    }

    static ScriptDiagnostic? Inspect(byte[] bytes, string shown)
    {
        if (bytes.Length > MaxBytes)
            return At(0, ScriptDiagnostic.TooLarge, "is larger than 1 MiB: keep the data in a file and read that");
        var zero = Array.IndexOf(bytes, (byte)0);
        if (zero >= 0) return At(zero, ScriptDiagnostic.NotText, "is not text (a zero byte): save it as UTF-8");
        if (!Utf8.IsValid(bytes))
            return At(FirstInvalid(bytes), ScriptDiagnostic.NotText, "is not UTF-8: save it as UTF-8");
        var deep = FirstTooDeep(bytes);
        if (deep >= 0) return At(deep, ScriptDiagnostic.TooDeep, $"has more than {MaxDepth} brackets open: close some");
        return IsBlank(bytes) ? At(0, ScriptDiagnostic.Empty, "is empty: a strategy begins with OnBook(...)") : null;

        ScriptDiagnostic At(int offset, string code, string message)
        {
            var before = bytes.AsSpan(0, offset);
            var lineStart = before.LastIndexOf((byte)'\n') + 1;
            var column = Encoding.UTF8.GetCharCount(before[lineStart..]) + 1;
            return new(shown, before.Count((byte)'\n') + 1, column, code, message, IsError: true);
        }
    }

    static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out _, out var length) == OperationStatus.Done) offset += length;
        return offset;
    }

    // A rough count, strings and comments included: no script that a person writes comes near the limit.
    static int FirstTooDeep(ReadOnlySpan<byte> bytes)
    {
        var depth = 0;
        var generic = 0;
        for (var offset = 0; offset < bytes.Length; offset++)
        {
            switch (bytes[offset])
            {
                case (byte)'(' or (byte)'[' or (byte)'{':
                    depth++;
                    break;
                case (byte)')' or (byte)']' or (byte)'}':
                    depth = Math.Max(0, depth - 1);
                    break;
                case (byte)'<':
                    generic++;
                    break;
                case (byte)'>' or (byte)';':
                    generic = 0;
                    break;
            }

            if (depth > MaxDepth || generic > MaxDepth) return offset;
        }

        return -1;
    }

    static bool IsBlank(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.UTF8.Preamble) ? IsBlank(bytes[3..]) : bytes.Trim(" \t\r\n"u8).IsEmpty;
}
