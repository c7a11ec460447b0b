using System.Buffers.Text;
using System.Text;

namespace StrategyHost.Engine.Recording;

/// <summary>One line of a recording, decoded.</summary>
/// <remarks>The text is borrowed: valid until the next read.</remarks>
public readonly ref struct RecordedLine
{
    internal RecordedLine(long timeNs, RecordKind kind, int connection, long number, ReadOnlySpan<byte> text)
    {
        TimeNs = timeNs;
        Kind = kind;
        Connection = connection;
        Number = number;
        Text = text;
    }

    /// <summary>When it happened, nanoseconds since the Unix epoch by the recorder's clock.</summary>
    public long TimeNs { get; }

    /// <summary>What it holds.</summary>
    public RecordKind Kind { get; }

    /// <summary>Which <see cref="RecordKind.Open"/> it belongs to, from 1; means nothing for rest and mark.</summary>
    public int Connection { get; }

    /// <summary>Its line number in the file, from 1.</summary>
    public long Number { get; }

    /// <summary>The text, base64 undone; of a <see cref="RecordKind.Received"/> the message verbatim.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Splits a <see cref="RecordKind.Rest"/> text; the URL is null where the recorder kept none.</summary>
    public void SplitRest(out string? url, out ReadOnlySpan<byte> body)
    {
        var space = Text.IndexOf((byte)' ');
        var head = space < 0 ? Text : Text[..space];
        body = space < 0 ? [] : Text[(space + 1)..];
        url = head.SequenceEqual("-"u8) ? null : Encoding.UTF8.GetString(head);
    }

    /// <summary>Splits a <see cref="RecordKind.Close"/> text; the code is 1006 where there is none.</summary>
    public void SplitClose(out int code, out string reason)
    {
        var isCode = Utf8Parser.TryParse(Text, out code, out var digits);
        if (!isCode) code = 1006;
        reason = Encoding.UTF8.GetString(Text[(isCode ? digits : 0)..]).Trim();
    }
}
