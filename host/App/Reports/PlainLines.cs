using System.Globalization;
using StrategyHost.Engine;
using StrategyHost.Engine.Feeds;
using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.App.Reports;

/// <summary>
/// The plain view: one event a line on standard output, for pipes, logs and terminals without a screen.
/// </summary>
sealed class PlainLines(TextWriter output, TimeProvider time)
{
    readonly Dictionary<string, FeedState> states = [];

    /// <summary>What is run, on what data.</summary>
    public void Header(string source, int venues, int strategies) => Line(
        "source",
        source == "simulated"
            ? $"simulated: the embedded exchange on this machine, {venues} venues; --live uses the real ones"
            : $"{source}: {venues} venues; {strategies} strategies");

    public void Problem(string sentence) => Line("problem", sentence);

    public void Write(Signal signal)
    {
        var side = signal.Side is { } named ? $" {named.ToString().ToLowerInvariant()}" : "";
        var strength = signal.Strength is { } given ? $" {given.ToString("0.####", CultureInfo.InvariantCulture)}" : "";
        var note = signal.Note is null ? "" : $" ({OneLine(signal.Note)})";
        var about = $"{signal.Strategy} {signal.Instrument?.Name ?? "-"}";
        Line("signal", $"{about} {OneLine(signal.Name)}{side}{strength}{note}", signal.At);
    }

    /// <summary>The feeds whose state is another than when last asked.</summary>
    public void WriteChanges(EngineSnapshot run)
    {
        foreach (var feed in run.Feeds)
        {
            var name = feed.Status.Instrument.Name;
            if (states.TryGetValue(name, out var known) && known == feed.Status.State) continue;
            states[name] = feed.Status.State;
            var reason = feed.Status.Reason is { } why ? $": {OneLine(why)}" : "";
            Line("feed", $"{name} {feed.Status.State.ToString().ToLowerInvariant()}{reason}", feed.Status.At);
        }
    }

    /// <summary>Delay and rate of a feed over its last messages.</summary>
    /// <param name="report">A feed's last messages.</param>
    /// <param name="clockErrorNs">Bound of the error in its venue's clock offset; null while unknown.</param>
    public void Write(FeedReport report, long? clockErrorNs)
    {
        var delay = report.Delay;
        var error = clockErrorNs is { } bound ? $" (clock ±{Ms(bound)} ms)" : "";
        var figures = delay.Count == 0
            ? "delay unknown (the venue's clock is not known yet, or it gives no time)"
            : $"delay mean {Ms(delay.MeanNs)} ms, range {Ms(delay.MinNs)} to {Ms(delay.MaxNs)} ms, "
                + $"P95 {Ms(delay.P95Ns)} ms{error}";
        var rate = $"{report.Messages} messages in {report.Seconds:0.0} s, {report.Rate:0.0}/s";
        Line("stats", $"{report.Instrument.Name} {rate}: {figures}");
    }

    /// <summary>The end of a run, a line for each feed and strategy.</summary>
    public void Summary(RunReport report)
    {
        Line("summary", $"{report.Source}, {report.ElapsedSeconds:0.0} s, {report.SignalCount} signals");
        foreach (var feed in report.Feeds)
        {
            var delay = feed.DelayMs is { } ms
                ? $"delay P50 {ms.P50:0.0} P95 {ms.P95:0.0} P99 {ms.P99:0.0} ms"
                : "delay unknown";
            Line("feed", $"{feed.Instrument} {feed.State} {feed.BestBid ?? "-"} / {feed.BestAsk ?? "-"}, "
                + $"{feed.FramesReceived} frames, {feed.BookUpdates} book updates, {feed.Gaps} gaps, "
                + $"{feed.Resyncs} resyncs, {feed.FramesRejected} rejected, {delay}, "
                + $"audit {feed.Audit.Equal}/{feed.Audit.Compared}"
                + (feed.Truth is { } truth ? $", truth {truth.LevelsEqual}/{truth.LevelsCompared}" : "")
                + (feed.Checksums.Compared > 0 ? $", checksums {feed.Checksums.Equal}/{feed.Checksums.Compared}" : "")
                + (feed.Numbering == "unnumbered" ? ", unnumbered" : ""));
        }

        foreach (var strategy in report.Strategies)
        {
            var fault = strategy.NewestFault is { } newest ? $", newest fault {OneLine(newest)}" : "";
            Line("strategy", $"{strategy.Name} {strategy.State}, {strategy.Events} events, "
                + $"{strategy.Conflated} conflated, {strategy.Faults} faults, {strategy.Signals} signals{fault}");
        }
    }

    static string Ms(double ns) => (ns / 1e6).ToString("0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    // Names and notes come from scripts and venues: they must not write lines of their own, nor move the cursor.
    static string OneLine(string text) => string.Concat(text.Select(x => char.IsControl(x) ? ' ' : x));

    void Line(string kind, string text, DateTimeOffset? at = null) =>
        output.WriteLine($"{at ?? time.GetUtcNow():HH:mm:ss.fff} {kind,-8} {text}");
}
