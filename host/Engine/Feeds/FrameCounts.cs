using System.Text;
using StrategyHost.Exchange;

namespace StrategyHost.Engine.Feeds;

/// <summary>What a connection's frames turned out to be, with a sample of what was not understood.</summary>
sealed class FrameCounts
{
    const int SampleBytes = 120;

    readonly long[] counts = new long[Enum.GetValues<FrameKind>().Length];

    public long Rejected => counts[(int)FrameKind.Rejected];

    public long Unknown => counts[(int)FrameKind.Unknown];

    public long Errors => counts[(int)FrameKind.Error];

    /// <summary>Why the last rejected frame was.</summary>
    public string? LastRejection { get; set; }

    /// <summary>The venue's words in its last error or notice.</summary>
    public string? LastError { get; set; }

    /// <summary>The beginning of the first frame that was not understood, as printable text.</summary>
    public string? UnknownSample { get; private set; }

    public long Of(FrameKind kind) => counts[(int)kind];

    public void Count(FrameKind kind) => counts[(int)kind]++;

    public void KeepSample(ReadOnlySpan<byte> frame)
    {
        if (UnknownSample is not null) return;
        var text = new StringBuilder(Encoding.UTF8.GetString(frame[..Math.Min(frame.Length, SampleBytes)]));
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i])) text[i] = ' ';
        }

        UnknownSample = frame.Length > SampleBytes ? text.Append("...").ToString() : text.ToString();
    }
}
