using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using StrategyHost.Engine.Transport;

namespace StrategyHost.Bench.Deflate;

/// <summary>
/// Receives the server's frames through the product's transport and prints a row for each way of sending them. The
/// figures are of the last three quarters of the frames.
/// </summary>
static class Comparison
{
    const int Flood = 200_000;
    const int PacedSeconds = 8;

    public static async Task<int> RunAsync(string recording, int rate)
    {
        Console.Out.WriteLine("| deflate | pace | bytes/frame | on the wire | server CPU us | client CPU us "
            + "| alloc B/frame | P50 us | P99 us |");
        Console.Out.WriteLine("|---|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (isCompressed, pace) in new[] { (false, 0), (true, 0), (false, rate), (true, rate) })
            await MeasureAsync(recording, isCompressed, pace == 0 ? Flood : rate * PacedSeconds, pace);
        return 0;
    }

    static async Task MeasureAsync(string recording, bool isCompressed, int frames, int rate)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var argument in (object[])["serve", recording, isCompressed, frames, rate])
            start.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"{argument}"));
        using var server = Process.Start(start)!;
        var port = await server.StandardOutput.ReadLineAsync();
        var options = new TransportOptions { IsCompressed = isCompressed };
        var thread = new Thread(() => Receive(new Uri($"ws://127.0.0.1:{port}/"), options, frames, rate));
        thread.Start();
        thread.Join();
        await server.WaitForExitAsync();
    }

    static void Receive(Uri uri, TransportOptions options, int frames, int rate)
    {
        if (!WebSocketTransport.TryConnect(uri, options, CancellationToken.None, out var transport, out var error))
            throw new InvalidOperationException(error);
        using var opened = transport!;
        var times = new long[frames];
        long processor = 0, allocated = 0;
        for (var i = 0; i < frames; i++)
        {
            if (i == frames / 4) (processor, allocated) = (-Processor, -GC.GetTotalAllocatedBytes());
            if (opened.Receive().IsClosed) throw new InvalidOperationException("the server is gone");
            times[i] = TimeProvider.System.GetTimestamp();
        }

        (processor, allocated) = (processor + Processor, allocated + GC.GetTotalAllocatedBytes());
        var report = MemoryMarshal.Cast<byte, long>(opened.Receive().Frame).ToArray();
        opened.Close();
        Print(options.IsCompressed, rate, report, times, processor, allocated);
    }

    static void Print(bool isCompressed, int rate, long[] report, long[] times, long processor, long allocated)
    {
        var count = times.Length - (times.Length / 4);
        var delays = times.Select((x, i) => TimeProvider.System.GetElapsedTime(report[i], x).TotalMicroseconds)
            .Skip(times.Length / 4).Order().ToArray();
        var delay = rate == 0 ? "- | -" : Text($"{delays[count / 2]:0} | {delays[count * 99 / 100]:0}");
        var (wire, cpu, bytes) = (report[^2] / count, PerFrame(processor), Text($"{allocated / (double)count:0.0}"));
        var (deflate, pace) = (isCompressed ? "on" : "off", rate == 0 ? "flood" : Text($"{rate}/s"));
        Console.Out.WriteLine(Text(
            $"| {deflate} | {pace} | {report[^1]} | {wire} | {PerFrame(report[^3])} | {cpu} | {bytes} | {delay} |"));

        string PerFrame(long ticks) => Text($"{ticks / 10.0 / count:0.0}");
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static long Processor => OperatingSystem.IsIOS() ? 0 : Environment.CpuUsage.TotalTime.Ticks;
}
