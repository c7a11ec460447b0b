using System.Globalization;
using StrategyHost.Bench.Soak;

// A recording in a loop at full speed: what the pipeline's memory does over hundreds of millions of frames.
const double Limit = 1; // MB for each million frames
if (args.Length == 0 || (args.Length > 1 && !int.TryParse(args[1], CultureInfo.InvariantCulture, out _)))
{
    await Console.Error.WriteLineAsync("usage: RECORDING [SECONDS]");
    return 2;
}

var seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 300;
using var loop = Loop.Open(args[0], out var error);
if (loop is null)
{
    await Console.Error.WriteLineAsync(error);
    return 2;
}

var (heap, resident) = (new Trend(), new Trend());
var clock = TimeProvider.System;
var start = clock.GetTimestamp();
var (warmFrames, warmBytes, warmAt, nextSample) = (0L, 0L, 0.0, 0.0);
while (clock.GetElapsedTime(start).TotalSeconds is var now && now < seconds)
{
    loop.Turn();
    // A tenth of the time, and at least three turns, to compile, to grow and to find its sizes.
    if (now < seconds * 0.1 || loop.Turns < 3) continue;
    if (warmFrames == 0) (warmFrames, warmBytes, warmAt) = (loop.Frames, GC.GetTotalAllocatedBytes(), now);
    if (now < nextSample) continue;
    nextSample = now + (seconds / 60.0);
    heap.Add(loop.Frames / 1e6, GC.GetTotalMemory(forceFullCollection: true) / 1048576.0);
    resident.Add(loop.Frames / 1e6, Environment.WorkingSet / 1048576.0);
}

var measured = Math.Max(1, loop.Frames - warmFrames);
var ended = clock.GetElapsedTime(start).TotalSeconds;
Console.Out.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"""
    frames {loop.Frames:N0} in {loop.Turns:N0} turns, {ended:F1} s; handled {loop.Handled:N0}; book at {loop.BookNumber}
    after warm-up: {measured / (ended - warmAt):N0} frames/s, {heap.Count} samples
    allocated: {(GC.GetTotalAllocatedBytes() - warmBytes) / (double)measured:F3} B a frame
    heap: {heap.Ends.First:F2} to {heap.Ends.Last:F2} MB, slope {heap.Slope:F5} MB a million frames
    RSS: {resident.Ends.First:F1} to {resident.Ends.Last:F1} MB, slope {resident.Slope:F5} MB a million frames
    """));
return heap.Count >= 2 && loop.BookNumber is not null && heap.Slope < Limit && resident.Slope < Limit ? 0 : 1;
