using System.Text;
using StrategyHost.Exchange;

namespace StrategyHost.Testing;

/// <summary>Bytes that no venue sends, or that a broken one does: never an exception, never half an event.</summary>
static class HostileChecks
{
    const int Mutations = 10_000;
    const int Findings = 20;

    public static IEnumerable<string> Truncated(AdapterDescription venue)
    {
        foreach (var sample in venue.Frames.Where(x => x.IsJson))
        {
            var connection = FrameChecks.Before(venue, sample);
            var bytes = Encoding.UTF8.GetBytes(sample.Text);
            for (var length = 0; length < bytes.Length; length++)
            {
                var kind = connection.Decode(bytes.AsSpan(0, length));
                if (kind == FrameKind.Rejected && connection.Session.Reason is not null) continue;
                yield return $"cut after {length} bytes it is {kind} ({connection.Session.Reason}): {sample.Text}";
                break;
            }

            if (connection.Decode(sample.Text + "x") != FrameKind.Rejected)
                yield return $"with a letter behind it it is believed: {sample.Text}";
            if (connection.Sink.Lines.Count > 0) yield return $"a part of it reached the sink: {sample.Text}";
            if (connection.Decode(sample.Text) != sample.Kind)
                yield return $"after such frames the whole one is not {sample.Kind}: {sample.Text}";
        }
    }

    public static IEnumerable<string> Oversized(AdapterDescription venue)
    {
        var (frame, number) = venue.Number;
        var level = $"[\"{number}\",\"1\"]";
        var manyLevels = string.Join(',', Enumerable.Repeat(level, LevelBuffer.MaxLevels + 1));
        (string What, string Frame)[] hostile =
        [
            ("nested 100,000 deep", new string('[', 100_000)),
            ("objects 10,000 deep", string.Concat(Enumerable.Repeat("{\"a\":", 10_000))),
            ("a text of a megabyte", $"{{\"{new string('x', 1 << 20)}\":\"{new string('y', 1 << 20)}\"}}"),
            ("levels past the bound", frame.Replace($"\"{number}\"", $"\"{number}\",{manyLevels}",
                StringComparison.Ordinal)),
            ("zeros only", new string('\0', 1 << 16)),
            ("bytes that are no UTF-8", Encoding.Latin1.GetString([0xFF, 0xFE, 0xC0, 0x80, 0xED, 0xA0, 0x80])),
        ];
        foreach (var (what, bytes) in hostile)
        {
            var connection = new Connection(venue);
            var kind = connection.Decode(Encoding.Latin1.GetBytes(bytes));
            if (kind is not (FrameKind.Rejected or FrameKind.Unknown)) yield return $"{what}: {kind}";
            if (connection.Sink.Lines.Count > 0) yield return $"{what}: reached the sink";
            if (connection.Decode(frame) != FrameKind.Data) yield return $"{what}: the next frame is not decoded";
        }
    }

    public static IEnumerable<string> Mutated(AdapterDescription venue)
    {
        var found = 0;
        foreach (var sample in venue.Frames)
        {
            var random = new Random(sample.Text.Length);
            var plain = Encoding.UTF8.GetBytes(sample.Text);
            var connection = FrameChecks.Before(venue, sample);
            for (var i = 0; i < Mutations && found < Findings; i++)
            {
                var bytes = Mutate(plain, random);
                connection.Sink.Clear();
                var before = connection.Scales();
                if (Judge(connection, bytes, before) is not { } message) continue;
                found++;
                yield return $"{message}: {Encoding.UTF8.GetString(bytes)}";
            }
        }
    }

    static string? Judge(Connection connection, byte[] bytes, string before)
    {
        FrameKind kind;
        try
        {
            kind = connection.Decode(bytes);
        }
        catch (Exception thrown) // foreign code: an adapter may throw anything
        {
            return $"threw {thrown.GetType().Name}: {thrown.Message}";
        }

        var sink = connection.Sink;
        if (kind != FrameKind.Data && sink.Lines.Count > 0) return $"{kind}, and the sink was told {sink.Lines[0]}";
        if (kind == FrameKind.Rejected && sink.Answers.Count > 0) return "rejected, and an answer was told";
        // A spelling that turns up for the first time may make a symbol; none that was there may change.
        if (kind == FrameKind.Rejected && !connection.Scales().Contains(before, StringComparison.Ordinal)
            && !before.Split(' ').All(x => connection.Scales().Split(' ').Contains(x)))
            return "rejected, and a scale is another";
        var needsReason = kind is FrameKind.Rejected or FrameKind.Error or FrameKind.Notice;
        if (needsReason && connection.Session.Reason is null) return $"{kind} without a reason";
        return !needsReason && connection.Session.Reason is { } reason ? $"{kind} with the reason '{reason}'" : null;
    }

    static byte[] Mutate(byte[] plain, Random random)
    {
        var bytes = plain.ToList();
        for (var change = random.Next(1, 4); change > 0 && bytes.Count > 1; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.Insert(at, (byte)"\"{}[]:,.-\\0eE9"[random.Next(14)]); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 4: bytes.InsertRange(at, bytes.Skip(at).Take(random.Next(1, 40)).ToArray()); break;
                default: bytes[at] = bytes[random.Next(bytes.Count)]; break;
            }
        }

        return [.. bytes];
    }
}
