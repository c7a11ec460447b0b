using System.Globalization;
using StrategyHost.Engine;
using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.App.Reports;

/// <summary>Turns snapshots of the engine into the records that are printed: units, spellings, nulls.</summary>
static class ReportMaker
{
    const double NsPerMs = 1e6;
    const double NsPerUs = 1e3;

    /// <summary>A whole run; strategies that did not compile stand beside those that ran.</summary>
    public static RunReport Of(
        EngineSnapshot run, IReadOnlyList<FoundStrategy> found, IReadOnlyList<string> problems,
        RecordingEntry? recording = null) =>
        new()
        {
            Source = run.Source,
            ElapsedSeconds = Round(run.Elapsed.TotalSeconds),
            Feeds = [.. run.Feeds.Select(Of)],
            Strategies = [.. found.Select(x => Of(x, run.Strategies)).OrderBy(x => x.Name, StringComparer.Ordinal)],
            Signals = [.. run.Signals.Select(Of)],
            SignalCount = run.SignalCount,
            Recording = recording,
            Problems = problems,
        };

    public static BookReport Of(BookSnapshot book, string source)
    {
        var view = book.View;
        return new BookReport
        {
            Source = source,
            Instrument = book.Instrument.Name,
            Sequence = view.Sequence,
            VenueAt = view.VenueTime,
            ReceivedAt = view.ReceivedTime,
            AgeMs = view.Age is { } age ? Round(age.TotalMilliseconds) : null,
            Mid = view.IsTwoSided ? Text(view.Mid) : null,
            SpreadBps = view.IsTwoSided ? Text(decimal.Round(view.SpreadBps, 4)) : null,
            Bids = [.. book.Bids.Select(Of)],
            Asks = [.. book.Asks.Select(Of)],
        };
    }

    public static InstrumentEntry Of(Instrument instrument) => new(
        instrument.Name,
        instrument.Venue,
        instrument.VenueSymbol,
        Word(instrument.Kind),
        instrument.Base,
        instrument.Quote,
        instrument.TickSize is { } tick ? Text(tick) : null,
        instrument.LotSize is { } lot ? Text(lot) : null,
        Text(instrument.ContractSize),
        instrument.ContractCurrency,
        Word(instrument.Status));

    public static CheckEntry Of(FoundStrategy strategy) => new(
        strategy.Name,
        strategy.Script is not null,
        [.. strategy.Diagnostics.Select(
            x => new DiagnosticEntry(x.File, x.Line, x.Column, x.Code, x.Message, x.IsError))]);

    /// <summary>One feed, without what only the embedded exchange knows.</summary>
    public static FeedEntry Of(FeedSnapshot feed) => new()
    {
        Instrument = feed.Status.Instrument.Name,
        Venue = feed.Status.Instrument.Venue,
        State = Word(feed.Status.State),
        Reason = feed.Status.Reason,
        FramesReceived = feed.FramesReceived,
        BookUpdates = feed.BookUpdates,
        StaleUpdates = feed.StaleUpdates,
        PartialBooks = feed.PartialBooks,
        Quotes = feed.Quotes,
        Tickers = feed.Tickers,
        Trades = feed.Trades,
        Gaps = feed.Gaps,
        Resyncs = feed.Resyncs,
        Reconnects = feed.Reconnects,
        FramesRejected = feed.FramesRejected,
        Withheld = feed.Withheld,
        DelayMs = feed.Delay is { } delay
            ? new DelayReport(
                Round(delay.P50Ns / NsPerMs), Round(delay.P95Ns / NsPerMs), Round(delay.P99Ns / NsPerMs),
                feed.ClockErrorNs is { } error ? Round(error / NsPerMs) : null)
            : null,
        ProcessingUs = feed.Processing is { Count: > 0 } processing
            ? new ProcessingReport(Round(processing.P50Ns / NsPerUs), Round(processing.P99Ns / NsPerUs))
            : null,
        BestBid = feed.BestBid is { } bid ? Text(bid.Price) : null,
        BestAsk = feed.BestAsk is { } ask ? Text(ask.Price) : null,
        Sequence = feed.Sequence,
        Numbering = feed.IsNumbered switch { true => "numbered", false => "unnumbered", null => null },
        Audit = new AuditReport(feed.Audit.Compared, feed.Audit.Equal),
        Checksums = new AuditReport(feed.Checksums.Compared, feed.Checksums.Equal),
    };

    static StrategyEntry Of(FoundStrategy found, IReadOnlyList<StrategySnapshot> ran)
    {
        var errors = found.Diagnostics.Where(x => x.IsError).Select(x => x.ToString()).ToArray();
        return ran.FirstOrDefault(x => x.Name == found.Name) is { } strategy
            ? new StrategyEntry(
                strategy.Name, Word(strategy.State), strategy.Events, strategy.Conflated, strategy.Faults,
                strategy.Signals, strategy.NewestFault?.ToString(), errors)
            : new StrategyEntry(found.Name, "failed", 0, 0, 0, 0, null, errors);
    }

    static SignalEntry Of(Signal signal) => new(
        signal.At,
        signal.Strategy,
        signal.Instrument?.Name,
        signal.Name,
        signal.Side is { } side ? Word(side) : null,
        signal.Strength is { } strength ? Text(strength) : null,
        signal.Note);

    static LevelEntry Of(Level level) => new(Text(level.Price), Text(level.Quantity));

    static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    static string Word<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    static double Round(double value) => Math.Round(value, 3);
}
