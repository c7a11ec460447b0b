using System.IO.Compression;
using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Tests.TestKit;
using Xunit.Abstractions;

namespace StrategyHost.Tests.Plugins.Binance;

/// <summary>Everything that was recorded from Binance decodes, or is refused by name.</summary>
public sealed class CaptureTests(ITestOutputHelper output)
{
    [CapturesTheory]
    [InlineData("binance", "binance-spot/btcusdt-2024-08-08.frames.gz", 3451 + 1, 28040, 9757, 0)]
    [InlineData("binance", "binance-spot/four-symbols-2021-10-12.frames.gz", 177 + 4, 84, 0, 4)]
    [InlineData("binance-futures", "binance-futures/btcusdt-2024-08-08.frames.gz", 6551 + 1, 66089, 21313, 0)]
    public void Every_recorded_frame_decodes(
        string venue, string file, int books, int quotes, int trades, int unknown)
    {
        var adapter = Wire.Adapter(venue);
        var symbols = new SymbolTable([], adapter.Infer);
        var sink = new CountingSink();
        var kinds = new Dictionary<FrameKind, int>();
        IWireSession? session = null;
        foreach (var (kind, text) in Lines(file))
        {
            if (kind == "open") session = adapter.OpenSession(new Route("replay", [new Uri(text)], []), symbols);
            if (kind == "rest") Answer(adapter, text, symbols, sink);
            if (kind != "recv") continue;
            var frame = session!.Decode(Encoding.UTF8.GetBytes(text), Wire.Received, sink, new FrameOutput());
            kinds[frame] = kinds.GetValueOrDefault(frame) + 1;
            if (frame != FrameKind.Data) output.WriteLine($"{frame} {session.Reason}: {Start(text)}");
        }

        Assert.Equal((books, quotes, trades), (sink.Books, sink.Quotes, sink.Trades));
        Assert.Equal(unknown, kinds.GetValueOrDefault(FrameKind.Unknown));
        Assert.DoesNotContain(FrameKind.Rejected, kinds.Keys);
    }

    // Coin-margined symbols (BTCUSD_PERP, BTCUSD_210625), what recorders made up themselves, and partial books without
    // a name are unknown; a spot delta is rejected as a futures one, since it does not name the number before it.
    [CapturesTheory]
    [InlineData("binance", "binance-spot/crypto-msg-parser-frames.jsonl", 7, 16, 0)]
    [InlineData("binance-futures", "binance-spot/crypto-msg-parser-frames.jsonl", 10, 12, 1)]
    [InlineData("binance", "binance-spot/tardis-mapper-frames.jsonl", 8, 2, 0)]
    [InlineData("binance-futures", "binance-futures/tardis-mapper-frames.jsonl", 8, 7, 0)]
    [InlineData("binance", "binance-spot/live-2026-08-ccxt.jsonl", 2, 2, 0)]
    [InlineData("binance-futures", "binance-futures/live-2026-08-ccxt.jsonl", 0, 2, 0)]
    public void Every_single_frame_decodes_or_is_refused_by_name(
        string venue, string file, int data, int unknown, int rejected)
    {
        var kinds = new Dictionary<FrameKind, int>();
        foreach (var frame in Frames(file))
        {
            var wire = Wire.Inferring(Wire.Adapter(venue), Wire.SpotCombined);
            var kind = wire.Decode(frame);
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            if (kind != FrameKind.Data) output.WriteLine($"{kind} {wire.Session.Reason}: {Start(frame)}");
            Assert.Equal(kind == FrameKind.Data ? 1 : 0, wire.Sink.Lines.Count);
        }

        Assert.Equal(
            (data, unknown, rejected),
            (kinds.GetValueOrDefault(FrameKind.Data), kinds.GetValueOrDefault(FrameKind.Unknown),
                kinds.GetValueOrDefault(FrameKind.Rejected)));
    }

    [CapturesTheory]
    [InlineData("binance", "binance-spot/gocryptotrader-rest-samples.jsonl", 5, 3)]
    [InlineData("binance-futures", "binance-futures/gocryptotrader-rest-samples.jsonl", 7, 5)]
    public void Every_recorded_answer_to_a_question_of_ours_is_read(string venue, string file, int ok, int unasked)
    {
        var adapter = Wire.Adapter(venue);
        var (read, others) = (0, 0);
        foreach (var line in File.ReadLines(Captures.PathOf(file)))
        {
            using var sample = JsonDocument.Parse(line);
            var path = sample.RootElement.GetProperty("path").GetString();
            var parameters = sample.RootElement.TryGetProperty("query", out var asked) ? asked.GetString() : "";
            var query = adapter.Recognise(new Uri($"https://venue{path}?{parameters}"));
            if (query is null)
            {
                output.WriteLine($"no question of ours: {path}?{parameters}");
                others++;
                continue;
            }

            var body = Encoding.UTF8.GetBytes(sample.RootElement.GetProperty("body").GetRawText());
            var symbols = new SymbolTable([], adapter.Infer);
            var result = adapter.Read(query, 200, body, symbols, Wire.Received, new RecordingSink());
            Assert.Equal(RestOutcome.Ok, result.Outcome);
            read++;
        }

        Assert.Equal((ok, unasked), (read, others));
    }

    static string Start(string text) => text[..Math.Min(120, text.Length)];

    static void Answer(IExchangeAdapter adapter, string text, SymbolTable symbols, CountingSink sink)
    {
        var space = text.IndexOf(' ');
        var query = adapter.Recognise(new Uri(text[..space]))!;
        Assert.Equal((RestQueryKind.Book, 1000), (query.Kind, query.Levels));
        var body = Encoding.UTF8.GetBytes(text[(space + 1)..]);
        Assert.Equal(RestResult.Ok, adapter.Read(query, 200, body, symbols, Wire.Received, sink));
    }

    internal static IEnumerable<(string Kind, string Text)> Lines(string file)
    {
        using var reader = new StreamReader(
            new GZipStream(File.OpenRead(Captures.PathOf(file)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split('\t', 3);
            yield return (parts[1], parts[2]);
        }
    }

    // Some files wrap each frame with the direction it went.
    static IEnumerable<string> Frames(string file)
    {
        foreach (var line in File.ReadLines(Captures.PathOf(file)))
        {
            using var document = JsonDocument.Parse(line);
            if (!document.RootElement.TryGetProperty("dir", out var direction)) yield return line;
            else if (direction.GetString() == "in") yield return document.RootElement.GetProperty("frame").GetRawText();
        }
    }
}
