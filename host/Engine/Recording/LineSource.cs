namespace StrategyHost.Engine.Recording;

/// <summary>How the lines of a file ended.</summary>
enum LineEnd : byte
{
    /// <summary>There may be more.</summary>
    None,

    /// <summary>At the file's end, as they should.</summary>
    Whole,

    /// <summary>In the middle of a line or of a gzip member.</summary>
    Truncated,

    /// <summary>At bytes that do not decompress.</summary>
    Corrupt,

    /// <summary>At a line longer than <see cref="LineSource.MaxLineBytes"/>.</summary>
    TooLong,

    /// <summary>At an error of the disk.</summary>
    Unreadable,
}

/// <summary>
/// The lines of a gzip or plain file through one reused buffer. A line is given out only when it is whole: what stands
/// behind the last line end is the beginning of a line that was lost.
/// </summary>
/// <remarks>One thread; a line is valid until the next call. Hot: allocates nothing once grown.</remarks>
sealed class LineSource : IDisposable
{
    /// <summary>Longest line believed.</summary>
    public const int MaxLineBytes = 64 << 20;

    readonly MemberStream? members;
    readonly FileStream file;
    byte[] buffer = new byte[256 << 10];
    int start;
    int scanned; // no line end before it
    int end;
    bool drained;

    public LineSource(FileStream file, bool isCompressed)
    {
        this.file = file;
        if (isCompressed) members = new MemberStream(file);
    }

    /// <summary>How it ended; <see cref="LineEnd.None"/> while it has not.</summary>
    public LineEnd End { get; private set; }

    /// <summary>Bytes behind the last whole line that were not given out.</summary>
    public int LeftOver => end - start;

    /// <summary>The disk's words when <see cref="LineEnd.Unreadable"/>.</summary>
    public string? Fault { get; private set; }

    /// <summary>Takes the next line, its end not included.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var at = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = Trim(buffer.AsSpan(start, scanned + at - start));
                start = scanned += at + 1;
                return true;
            }
            scanned = end;
            if (Refill()) continue;
            line = default;
            return false;
        }
    }

    public void Dispose()
    {
        members?.Dispose();
        file.Dispose();
    }

    bool Refill()
    {
        if (drained) return false;
        if (!MakeRoom()) return Stop(LineEnd.TooLong);
        try
        {
            var count = members?.Read(buffer.AsSpan(end)) ?? file.Read(buffer.AsSpan(end));
            end += count;
            if (count > 0) return true;
            return Stop(start == end && members is null or { IsWhole: true } ? LineEnd.Whole : LineEnd.Truncated);
        }
        catch (InvalidDataException)
        {
            return Stop(LineEnd.Corrupt);
        }
        catch (IOException e)
        {
            Fault = e.Message;
            return Stop(LineEnd.Unreadable);
        }
    }

    bool MakeRoom()
    {
        if (end < buffer.Length) return true;
        if (start == 0)
        {
            if (buffer.Length >= MaxLineBytes) return false;
            Array.Resize(ref buffer, Math.Min(buffer.Length * 2, MaxLineBytes));
            return true;
        }
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, scanned, end) = (0, scanned - start, end - start);
        return true;
    }

    bool Stop(LineEnd how)
    {
        End = how;
        drained = true;
        return false;
    }

    static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line is [.., (byte)'\r'] ? line[..^1] : line;
}
