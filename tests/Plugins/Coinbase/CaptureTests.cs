using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Tests.Plugins.Binance;
using StrategyHost.Tests.TestKit;
using Xunit.Abstractions;
using Recorded = StrategyHost.Tests.Plugins.Binance.CaptureTests;

namespace StrategyHost.Tests.Plugins.Coinbase;

/// <summary>Everything that was recorded from Coinbase decodes, or is refused by name.</summary>
public sealed class CaptureTests(ITestOutputHelper output)
{
    const string Recording = "coinbase/level2-2021-04-17.frames.gz";

    [CapturesFact]
    public void Every_recorded_frame_decodes()
    {
        var wire = new Wire();
        var sink = new CountingSink();
        var kinds = new Dictionary<FrameKind, int>();
        foreach (var (_, text) in Recorded.Lines(Recording).Where(x => x.Kind == "recv"))
        {
            var kind = wire.Session.Decode(Encoding.UTF8.GetBytes(text), Wire.Received, sink, wire.Output);
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        }

        Assert.Equal(3, kinds[FrameKind.Acknowledgement]);
        Assert.Equal([FrameKind.Data, FrameKind.Acknowledgement], kinds.Keys.Order());
        Assert.Equal(kinds[FrameKind.Data], sink.Total);
        Assert.Equal((4_301, 62, 62), (sink.Books, sink.Tickers, sink.Trades));
    }

    [CapturesFact]
    public void Both_paths_agree_on_every_recorded_frame()
    {
        var (plain, spaced) = (new Wire(), new Wire());
        foreach (var (_, text) in Recorded.Lines(Recording).Where(x => x.Kind == "recv"))
        {
            plain.Sink.Lines.Clear();
            spaced.Sink.Lines.Clear();
            Assert.Equal(plain.Decode(text), spaced.Decode(" " + text));
            Assert.Equal(plain.Sink.Lines, spaced.Sink.Lines);
        }
    }

    // Refused: an order of the full channel and a book of REST, neither of which the feed brings here, and a snapshot
    // with the quantity 0.-10000.
    [CapturesTheory]
    [InlineData("coinbase/crypto-msg-parser-frames.jsonl", 4, 2, 0)]
    [InlineData("coinbase/tardis-mapper-frames.jsonl", 8, 0, 1)]
    public void Every_single_frame_decodes_or_is_refused_by_name(string file, int data, int unknown, int rejected)
    {
        var kinds = new Dictionary<FrameKind, int>();
        foreach (var frame in File.ReadLines(Captures.PathOf(file)))
        {
            var wire = new Wire();
            var kind = wire.Decode(frame);
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            if (kind != FrameKind.Data)
                output.WriteLine($"{kind} {wire.Session.Reason}: {frame[..Math.Min(150, frame.Length)]}");
            Assert.Equal(kind == FrameKind.Data ? 1 : 0, wire.Sink.Lines.Count);
            Assert.Equal(kind == FrameKind.Rejected, wire.Session.Reason is not null);
        }

        Assert.Equal(
            (data, unknown, rejected),
            (kinds.GetValueOrDefault(FrameKind.Data), kinds.GetValueOrDefault(FrameKind.Unknown),
                kinds.GetValueOrDefault(FrameKind.Rejected)));
    }

    [CapturesFact]
    public void A_recorded_book_of_REST_is_read()
    {
        var body = File.ReadLines(Captures.PathOf("coinbase/crypto-msg-parser-frames.jsonl"))
            .Single(x => x.Contains("auction_mode"));
        var sink = new RecordingSink();
        var query = new RestQuery(RestQueryKind.Book, Wire.Named("XLM-USD"));
        var symbols = new SymbolTable([]);
        Assert.Equal(
            RestResult.Ok,
            Wire.Adapter.Read(query, 200, Encoding.UTF8.GetBytes(body), symbols, Wire.Received, sink));
        Assert.Single(sink.Lines);
    }

    [CapturesFact]
    public void Every_recorded_product_is_described()
    {
        var body = File.ReadAllBytes(Captures.PathOf("coinbase/products-2021-04-17.json"));
        var sink = new RecordingSink();
        var query = new RestQuery(RestQueryKind.Instruments);
        Assert.Equal(
            RestResult.Ok, Wire.Adapter.Read(query, 200, body, new SymbolTable([]), Wire.Received, sink));
        using var listed = JsonDocument.Parse(body);
        Assert.Equal(listed.RootElement.GetArrayLength(), sink.Instruments.Count);
        Assert.All(sink.Instruments, x => Assert.True(x.TickSize > 0 && x.LotSize > 0));
    }
}
