using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using StrategyHost.App.Reports;
using StrategyHost.Engine;
using StrategyHost.Engine.Feeds;
using StrategyHost.Market;

namespace StrategyHost.App.Commands;

/// <summary>
/// A live run from its start to its summary: what <c>run</c> and <c>record</c> have in common. It shows what the engine
/// says, at its own pace, and decides nothing.
/// </summary>
sealed class RunSession(EngineHost engine, IReadOnlyList<FoundStrategy> strategies, TimeProvider time, bool json)
{
    const int LevelsCompared = 20;

    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    readonly PlainLines lines = new(json ? TextWriter.Null : Console.Out, time);
    readonly List<string> problems = [];
    long signalsSeen;

    public PlainLines Lines => lines;

    /// <summary>What the books really are, where somebody knows; null elsewhere.</summary>
    public BookTruth? Truth { get; init; }

    /// <summary>Starts, shows, ends; the report of the run.</summary>
    [SuppressMessage("Reliability", "CA2016", Justification = "Ending early is a result here, not a failure.")]
    public async Task<RunReport> RunAsync(double? seconds, CancellationToken cancellation)
    {
        var canRun = await StartAsync(cancellation);
        var startedAt = time.GetTimestamp();
        while (canRun && !cancellation.IsCancellationRequested)
        {
            Show();
            var left = seconds is { } n ? TimeSpan.FromSeconds(n) - time.GetElapsedTime(startedAt) : Pace;
            if (left <= TimeSpan.Zero) break;
            await CommandOptions.WaitAsync(left < Pace ? left : Pace, time, cancellation);
        }

        Show();
        return ReportMaker.Of(engine.Snapshot(), strategies, problems) with { Feeds = Checked() };
    }

    /// <summary>Prints a report the way the run was asked to.</summary>
    public void Print(RunReport report)
    {
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(report, ReportJson.Readable.RunReport));
        else lines.Summary(report);
    }

    /// <summary>Tells a problem now and keeps it for the report.</summary>
    public void Report(string sentence)
    {
        problems.Add(sentence);
        if (json) CommandOptions.Tell(sentence);
        else lines.Problem(sentence);
    }

    /// <summary>Starts the engine; false when no venue can be used, so that there is nothing to wait for.</summary>
    async Task<bool> StartAsync(CancellationToken cancellation)
    {
        try
        {
            var scripts = strategies.Select(x => x.Script).OfType<Strategy.CompiledScript>().ToArray();
            var wrong = await engine.StartAsync(scripts, cancellation);
            foreach (var problem in wrong) Report(problem);
            if (wrong.Count == 0 || engine.Snapshot().Feeds.Count > 0) return true;
            Report(CommandOptions.NoVenue);
            return false;
        }
        catch (UnknownNameException unknown)
        {
            throw new UserErrorException(unknown.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false; // ended before it began: the summary says how far it came
        }
    }

    void Show()
    {
        foreach (var signal in engine.Signals.ReadSince(ref signalsSeen)) lines.Write(signal);
        if (json) return;
        var now = engine.Snapshot();
        while (engine.TryTakeReport(out var report)) lines.Write(report, ClockError(now, report));
        lines.WriteChanges(now);
    }

    /// <summary>The feeds, each with its published book held against the truth.</summary>
    IReadOnlyList<FeedEntry> Checked()
    {
        var feeds = engine.Snapshot().Feeds.Select(ReportMaker.Of);
        return Truth is { } truth ? [.. feeds.Select(x => x with { Truth = Check(x.Instrument, truth) })] : [.. feeds];
    }

    TruthReport? Check(string name, BookTruth truth) =>
        engine.CopyBook(name, LevelsCompared) is { } book ? TruthCheck.Of(book, truth) : null;

    static long? ClockError(EngineSnapshot run, FeedReport report) =>
        run.Feeds.FirstOrDefault(x => x.Status.Instrument.Name == report.Instrument.Name)?.ClockErrorNs;
}
