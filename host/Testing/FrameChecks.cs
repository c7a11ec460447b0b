using System.Globalization;
using System.Text;
using StrategyHost.Exchange;

namespace StrategyHost.Testing;

/// <summary>What frames mean: samples, a book's story, other spellings, numbers at the limits, allocation.</summary>
static class FrameChecks
{
    const int Rounds = 10;
    const int FramesPerRound = 1_000;

    public static IEnumerable<string> Samples(AdapterDescription venue)
    {
        foreach (var sample in venue.Frames)
        {
            var connection = Before(venue, sample);
            var kind = connection.Decode(sample.Text);
            if (kind != sample.Kind)
                yield return $"decoded as {kind} ({connection.Session.Reason}), expected {sample.Kind}: {sample.Text}";
            if (!IsExpected(sample, connection.Sink))
                yield return $"gave [{string.Join(", ", connection.Sink.Events)}], expected {sample.Event}: "
                    + sample.Text;
            if (kind == FrameKind.Data && connection.Session.Reason is { } reason)
                yield return $"data has a reason ('{reason}'): {sample.Text}";
        }

        foreach (var kind in venue.Channels.Select(EventOf).Except(venue.Frames.Select(x => x.Event)))
            yield return $"the description has no frame with {kind}";
    }

    public static IEnumerable<string> Book(AdapterDescription venue)
    {
        var connection = new Connection(venue);
        long? last = null;
        foreach (var (frame, move) in venue.Book)
        {
            connection.Sink.Clear();
            var kind = connection.Decode(frame);
            if (kind != FrameKind.Data || connection.Sink.Events is not [SampleEvent.Book])
            {
                yield return $"{move} decoded as {kind} ({connection.Session.Reason}): {frame}";
                yield break;
            }

            var span = connection.Sink.LastSpan;
            var isWhole = move is BookMove.Snapshot or BookMove.Restart;
            if (connection.Sink.LastWasSnapshot != isWhole)
                yield return $"{move} was {(isWhole ? "not " : "")}taken for the whole book: {frame}";
            var runsBack = span.First > span.Last || (!isWhole && span.Previous > span.First);
            if (span.IsNumbered && runsBack && venue.Adapter.Profile.IsMonotonic)
                yield return $"numbers that run backwards, {span}: {frame}";
            if (move == BookMove.Gap && (!span.IsNumbered || span.Previous == last))
                yield return $"the gap does not show in {span}, after {last}: {frame}";
            if (move == BookMove.Continues && span.IsNumbered && last is not null && span.Previous != last)
                yield return $"a delta that carries on says {span}, after {last}: {frame}";
            last = span.Last;
        }
    }

    public static IEnumerable<string> Spellings(AdapterDescription venue)
    {
        foreach (var sample in venue.Frames.Where(x => x.IsJson))
        {
            var plain = Before(venue, sample);
            plain.Decode(sample.Text);
            foreach (var spelling in JsonSpellings.Of(sample.Text))
            {
                var other = Before(venue, sample);
                var kind = other.Decode(spelling);
                if (kind != sample.Kind)
                    yield return $"decoded as {kind} ({other.Session.Reason}), expected {sample.Kind}: {spelling}";
                else if (!other.Sink.Lines.SequenceEqual(plain.Sink.Lines))
                    yield return $"says {string.Join("; ", other.Sink.Lines)}, expected "
                        + $"{string.Join("; ", plain.Sink.Lines)}: {spelling}";
            }
        }
    }

    public static IEnumerable<string> Strangers(AdapterDescription venue)
    {
        string[] anybodys = ["{}", "[]", "null", "true", "1", "\"x\"", "[[]]", "[{}]", """{"type":"~new"}"""];
        foreach (var frame in venue.Strangers.Concat(anybodys))
        {
            var connection = new Connection(venue);
            var kind = connection.Decode(frame);
            var isExpected = venue.Strangers.Contains(frame)
                ? kind == FrameKind.Unknown
                : kind is FrameKind.Unknown or FrameKind.Rejected;
            if (!isExpected) yield return $"decoded as {kind}, expected unknown: {frame}";
            if (connection.Sink.Lines.Count + connection.Sink.Answers.Count > 0)
                yield return $"an unknown frame reached the sink: {frame}";
        }
    }

    public static IEnumerable<string> Numbers(AdapterDescription venue)
    {
        var (frame, number) = venue.Number;
        if (frame.Split(number).Length != 2) yield return $"'{number}' does not stand in the frame once: {frame}";
        string[] held = ["0.0001", "1", "0012.50", "1e2", "90071992547409.93", "922337203.6854775807"];
        foreach (var other in held)
        {
            var connection = new Connection(venue);
            var kind = connection.Decode(frame.Replace(number, other, StringComparison.Ordinal));
            var expected = decimal.Parse(other, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (kind != FrameKind.Data) yield return $"{other} is refused ({connection.Session.Reason})";
            else if (!connection.Sink.LastPrices.Contains(expected)) yield return $"{other} is not the price decoded";
        }

        string[] refused =
        [
            "-1", "NaN", "", ".", "1.", "0x1", "1,5", "1e", "1e999999999", "0.0000000000000000001",
            "9223372036854775808", "99999999999999999999999999999999999999999", new('9', 500), "Infinity",
            "\\ud800", "1 ", "٣",
        ];
        foreach (var other in refused)
        {
            var connection = new Connection(venue);
            var before = connection.Scales();
            var kind = connection.Decode(frame.Replace(number, other, StringComparison.Ordinal));
            if (kind != FrameKind.Rejected) yield return $"the price '{other}' is taken: {kind}";
            if (connection.Session.Reason is null) yield return $"the price '{other}' is refused without a reason";
            if (connection.Sink.Lines.Count > 0) yield return $"the price '{other}' reached the sink";
            if (before.Length > 0 && before != connection.Scales()) yield return $"the price '{other}' widened a scale";
        }
    }

    public static IEnumerable<string> Allocation(AdapterDescription venue)
    {
        foreach (var sample in venue.Frames.Where(x => x.Kind == FrameKind.Data))
        {
            var connection = Before(venue, sample);
            var bytes = Encoding.UTF8.GetBytes(sample.Text);
            var sink = new Counter();
            connection.Decode(bytes, sink);
            var least = long.MaxValue;
            for (var round = 0; round < Rounds && least > 0; round++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < FramesPerRound; i++) connection.Decode(bytes, sink);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            if (least > 0) yield return $"{least / FramesPerRound} bytes are allocated for: {sample.Text}";
        }
    }

    /// <summary>A connection that has had the frame that comes before a sample.</summary>
    public static Connection Before(AdapterDescription venue, FrameSample sample)
    {
        var connection = new Connection(venue);
        if (sample.After is not null) connection.Decode(sample.After);
        connection.Sink.Clear();
        return connection;
    }

    static bool IsExpected(FrameSample sample, SinkRecord sink) => sample.Event switch
    {
        SampleEvent.None => sink.Events.Count == 0,
        SampleEvent.Trades => sink.Events.Count > 0 && sink.Events.TrueForAll(x => x == SampleEvent.Trades),
        _ => sink.Events.Count == 1 && sink.Events[0] == sample.Event,
    };

    static SampleEvent EventOf(Channel channel) => channel switch
    {
        Channel.Book => SampleEvent.Book,
        Channel.Quote => SampleEvent.Quote,
        Channel.Ticker => SampleEvent.Ticker,
        _ => SampleEvent.Trades,
    };
}
