using System.Text.Json;
using System.Text.Json.Serialization;

namespace StrategyHost.App.Reports;

/// <summary>Milliseconds at percentiles.</summary>
/// <param name="P50">Median.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="ClockError">Bound of the error in the venue's clock offset, plus or minus.</param>
sealed record DelayReport(double P50, double P95, double P99, double? ClockError);

/// <summary>Microseconds at percentiles.</summary>
sealed record ProcessingReport(double P50, double P99);

/// <summary>How often a book was compared with the venue's own quotes or tickers, or its checksums.</summary>
sealed record AuditReport(long Compared, long Equal);

/// <summary>Levels of a published book that were held against the embedded exchange's, and those equal.</summary>
sealed record TruthReport(int LevelsCompared, int LevelsEqual);

/// <summary>One feed. Null means not known.</summary>
sealed record FeedEntry
{
    public required string Instrument { get; init; }

    public required string Venue { get; init; }

    public required string State { get; init; }

    public required string? Reason { get; init; }

    public required long FramesReceived { get; init; }

    public required long BookUpdates { get; init; }

    public required long StaleUpdates { get; init; }

    public required long PartialBooks { get; init; }

    public required long Quotes { get; init; }

    public required long Tickers { get; init; }

    public required long Trades { get; init; }

    public required long Gaps { get; init; }

    public required long Resyncs { get; init; }

    public required long Reconnects { get; init; }

    public required long FramesRejected { get; init; }

    public required long Withheld { get; init; }

    public required DelayReport? DelayMs { get; init; }

    public required ProcessingReport? ProcessingUs { get; init; }

    public required string? BestBid { get; init; }

    public required string? BestAsk { get; init; }

    public required long? Sequence { get; init; }

    /// <summary>
    /// <c>numbered</c>, or <c>unnumbered</c> where the book's integrity rests on the audit; null without a book.
    /// </summary>
    public required string? Numbering { get; init; }

    public required AuditReport Audit { get; init; }

    /// <summary>The published book at the end held against the truth; null where nobody knows it.</summary>
    public TruthReport? Truth { get; init; }

    /// <summary>The venue's checksums of the book that came, and those that held; 0 of 0 where none do.</summary>
    public required AuditReport Checksums { get; init; }
}

/// <summary>One strategy.</summary>
sealed record StrategyEntry(
    string Name,
    string State,
    long Events,
    long Conflated,
    long Faults,
    long Signals,
    string? NewestFault,
    IReadOnlyList<string> Diagnostics);

/// <summary>One signal.</summary>
sealed record SignalEntry(
    DateTimeOffset At, string Strategy, string? Instrument, string Name, string? Side, string? Strength, string? Note);

/// <summary>The recording that a replay played.</summary>
sealed record RecordingEntry(string Path, long Lines, string? Damage);

/// <summary>A run, a recording or a replay at its end.</summary>
sealed record RunReport
{
    public required string Source { get; init; }

    public required double ElapsedSeconds { get; init; }

    public required IReadOnlyList<FeedEntry> Feeds { get; init; }

    public required IReadOnlyList<StrategyEntry> Strategies { get; init; }

    /// <summary>The last 20.</summary>
    public required IReadOnlyList<SignalEntry> Signals { get; init; }

    public required long SignalCount { get; init; }

    public RecordingEntry? Recording { get; init; }

    /// <summary>What went wrong on the way, one sentence each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}

/// <summary>A level of a book.</summary>
sealed record LevelEntry(string Price, string Quantity);

/// <summary>A book at one moment.</summary>
sealed record BookReport
{
    public required string Source { get; init; }

    public required string Instrument { get; init; }

    public required long? Sequence { get; init; }

    public required DateTimeOffset? VenueAt { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required double? AgeMs { get; init; }

    public required string? Mid { get; init; }

    public required string? SpreadBps { get; init; }

    public required IReadOnlyList<LevelEntry> Bids { get; init; }

    public required IReadOnlyList<LevelEntry> Asks { get; init; }
}

/// <summary>One instrument of a venue's list.</summary>
sealed record InstrumentEntry(
    string Name,
    string Venue,
    string VenueSymbol,
    string Kind,
    string Base,
    string Quote,
    string? TickSize,
    string? LotSize,
    string ContractSize,
    string ContractCurrency,
    string Status);

/// <summary>Instruments of one or more venues.</summary>
sealed record InstrumentsReport(
    string Source, IReadOnlyList<InstrumentEntry> Instruments, IReadOnlyList<string> Problems);

/// <summary>One line of a compiler's.</summary>
sealed record DiagnosticEntry(string File, int Line, int Column, string Code, string Message, bool IsError);

/// <summary>One strategy checked.</summary>
sealed record CheckEntry(string Name, bool Compiles, IReadOnlyList<DiagnosticEntry> Diagnostics);

/// <summary>Strategies checked.</summary>
sealed record CheckReport(IReadOnlyList<CheckEntry> Strategies);

/// <summary>Where one simulated venue listens.</summary>
sealed record EndpointEntry(string Ws, string Rest);

/// <summary>The one context that all JSON of the host is written with.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(BookReport))]
[JsonSerializable(typeof(InstrumentsReport))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(Dictionary<string, EndpointEntry>))]
sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>
    /// As the context is, but readable: text of strategies and venues is not escaped beyond what JSON needs.
    /// </summary>
    public static ReportJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
