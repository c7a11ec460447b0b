using System.Globalization;
using System.Runtime.InteropServices;

namespace StrategyHost.Bench.Throughput;

/// <summary>
/// Counts a strategy's callbacks by the server's numbers and measures the steady window, from a quarter of the frames
/// to the last one: frames a second, processor time and bytes allocated for each frame, in the whole process.
/// </summary>
/// <remarks>One thread: the strategy's.</remarks>
sealed class Meter(long frames, bool keepsTimes) : IDisposable
{
    /// <summary>Frame k, from 0, carries the number Base + 100 (k + 1) - 1.</summary>
    public const long Base = 9_000_000_000_000;

    readonly long[] times = new long[keepsTimes ? (frames * 2) + 2 : 0];
    readonly ManualResetEventSlim ended = new();
    int timeCount;
    Mark first;
    Mark last;
    long lastFrame = -1;

    public long Callbacks { get; private set; }

    /// <summary>Waits until the last frame was handled.</summary>
    public bool Wait(TimeSpan bound) => ended.Wait(bound);

    /// <summary>A frame's callback is about to return.</summary>
    public void Handled(long number)
    {
        Callbacks++;
        lastFrame = (number - Base) / 100;
        if (timeCount + 1 < times.Length)
        {
            times[timeCount++] = number;
            times[timeCount++] = TimeProvider.System.GetTimestamp();
        }

        if (first.Timestamp == 0 && lastFrame >= frames / 4) first = Mark.Now(lastFrame);
        if (lastFrame < frames - 1 || last.Timestamp != 0) return;
        last = Mark.Now(lastFrame);
        ended.Set();
    }

    public void Dispose() => ended.Dispose();

    /// <summary>The line that the benchmark reads.</summary>
    public string Report(string bestBid, string bestAsk)
    {
        var count = Math.Max(1, last.Frame - first.Frame);
        var seconds = TimeProvider.System.GetElapsedTime(first.Timestamp, last.Timestamp).TotalSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"client\":\"ours\",\"frames\":{lastFrame + 1},\"fps\":{count / seconds:F0},"
            + $"\"cpu_us\":{(last.Processor - first.Processor).TotalMicroseconds / count:F4},"
            + $"\"rss_mb\":{PeakMegabytes():F1},"
            + $"\"alloc_b\":{(last.Allocated - first.Allocated) / (double)count:F2},"
            + $"\"gc0\":{last.Collections - first.Collections},\"callbacks\":{Callbacks},"
            + $"\"bb\":\"{bestBid}\",\"ba\":\"{bestAsk}\",\"ended\":{(last.Timestamp != 0 ? "true" : "false")}}}");
    }

    /// <summary>Writes number and monotonic time of each callback, as pairs of 64-bit integers.</summary>
    public void WriteTimes(string path)
    {
        using var file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes(times.AsSpan(0, timeCount)));
    }

    static double PeakMegabytes()
    {
        if (!OperatingSystem.IsLinux()) return Environment.WorkingSet / 1048576.0;
        var line = File.ReadLines("/proc/self/status").First(x => x.StartsWith("VmHWM", StringComparison.Ordinal));
        return double.Parse(string.Concat(line.Where(char.IsDigit)), CultureInfo.InvariantCulture) / 1024;
    }

    readonly record struct Mark(long Frame, long Timestamp, TimeSpan Processor, long Allocated, int Collections)
    {
        public static Mark Now(long frame) => new(
            frame,
            TimeProvider.System.GetTimestamp(),
            OperatingSystem.IsIOS() ? default : Environment.CpuUsage.TotalTime,
            GC.GetTotalAllocatedBytes(),
            GC.CollectionCount(0));
    }
}
