using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Tests.Plugins.Binance;
using StrategyHost.Tests.TestKit;
using Xunit.Abstractions;

namespace StrategyHost.Tests.Plugins.Okx;

/// <summary>Everything that was recorded from OKX decodes, or is refused by name.</summary>
public sealed class CaptureTests(ITestOutputHelper output)
{
    [CapturesFact]
    public void Every_recorded_frame_decodes_the_same_on_both_paths()
    {
        var (plain, spaced) = (new Wire(), new Wire());
        var kinds = new Dictionary<FrameKind, int>();
        foreach (var (kind, text) in Binance.CaptureTests.Lines("okx/books-2022-05-13.frames.gz"))
        {
            if (kind != "recv") continue;
            var frame = plain.Decode(text);
            Assert.Equal(frame, spaced.Decode(" " + text));
            kinds[frame] = kinds.GetValueOrDefault(frame) + 1;
        }

        Assert.Equal(plain.Sink.Lines, spaced.Sink.Lines);
        Assert.Equal((297, 12, 2), (kinds[FrameKind.Data], kinds[FrameKind.Acknowledgement], kinds.Count));
        var books = plain.Sink.Lines.Where(x => x.StartsWith("book ", StringComparison.Ordinal)).ToList();
        Assert.Equal(197, books.Count);
        Assert.All(books, x => Assert.Contains(" sum ", x));
    }

    // Other channels and options are unknown; answers over REST stand among the frames and are none.
    [CapturesTheory]
    [InlineData("okx/crypto-msg-parser-v5-frames.jsonl")]
    [InlineData("okx/tardis-mapper-frames.jsonl")]
    [InlineData("okx/live-2026-08-ccxt.jsonl")]
    public void Every_single_frame_decodes_or_is_refused_by_name(string file)
    {
        var refused = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var frame in Frames(file))
        {
            var wire = new Wire();
            var kind = wire.Decode(frame);
            Assert.Equal(kind == FrameKind.Data, wire.Sink.Lines.Count > 0);
            var channel = ChannelOf(frame, out var isOption);
            var isOurs = channel is "books" or "books5" or "bbo-tbt" or "tickers" or "trades" && !isOption;
            if (channel == "ack") Assert.Equal(FrameKind.Acknowledgement, kind);
            else Assert.True(kind == (isOurs ? FrameKind.Data : FrameKind.Unknown), $"{kind}: {frame}");
            if (kind is FrameKind.Data or FrameKind.Acknowledgement) continue;
            var name = $"{kind} {channel}{(isOption ? " of an option" : "")}";
            refused[name] = refused.GetValueOrDefault(name) + 1;
        }

        foreach (var (name, count) in refused) output.WriteLine($"{name}: {count}");
    }

    [CapturesFact]
    public void The_recorded_answers_are_read_or_malformed_for_a_reason()
    {
        var outcomes = new Dictionary<string, int>();
        foreach (var (_, body) in Answers("okx/crypto-msg-parser-v5-frames.jsonl"))
        {
            var query = new RestQuery(RestQueryKind.Book, Wire.Adapter.Infer("BTC-USDT"), 400);
            var result = Wire.Adapter.Read(query, 200, body, new SymbolTable([]), Wire.Received, new RecordingSink());
            Assert.NotEqual(RestOutcome.Ok, result.Outcome); // books of 2022 have no number to be joined by
            outcomes[result.Reason!] = outcomes.GetValueOrDefault(result.Reason!) + 1;
        }

        foreach (var (reason, count) in outcomes) output.WriteLine($"{reason}: {count}");
        Assert.NotEmpty(outcomes);
    }

    /// <summary>Answers over REST, with their address where the file has one.</summary>
    internal static IEnumerable<(string? Url, byte[] Body)> Answers(string file)
    {
        foreach (var line in File.ReadLines(Captures.PathOf(file)))
        {
            using var document = JsonDocument.Parse(line);
            var isWrapped = document.RootElement.TryGetProperty("body", out var body);
            if (!isWrapped && !document.RootElement.TryGetProperty("code", out _)) continue;
            var url = document.RootElement.TryGetProperty("url", out var address) ? address.GetString() : null;
            yield return (url, Encoding.UTF8.GetBytes((isWrapped ? body : document.RootElement).GetRawText()));
        }
    }

    static IEnumerable<string> Frames(string file)
    {
        foreach (var line in File.ReadLines(Captures.PathOf(file)))
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.TryGetProperty("code", out _)) continue;
            if (!document.RootElement.TryGetProperty("dir", out var direction)) yield return line;
            else if (direction.GetString() == "in") yield return document.RootElement.GetProperty("frame").GetRawText();
        }
    }

    static string ChannelOf(string frame, out bool isOption)
    {
        using var document = JsonDocument.Parse(frame);
        isOption = false;
        if (document.RootElement.TryGetProperty("event", out _)) return "ack";
        var subscription = document.RootElement.GetProperty("arg");
        isOption = subscription.TryGetProperty("instId", out var symbol) && symbol.GetString()!.Split('-').Length > 3;
        return subscription.GetProperty("channel").GetString()!;
    }
}
