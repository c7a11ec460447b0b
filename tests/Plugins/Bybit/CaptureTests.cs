using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Tests.TestKit;
using Xunit.Abstractions;

namespace StrategyHost.Tests.Plugins.Bybit;

/// <summary>Everything that was recorded from Bybit decodes, or is refused by name.</summary>
public sealed class CaptureTests(ITestOutputHelper output)
{
    // Refused is what is of other products (contracts here, inverse ones and their dated ones there, options),
    // liquidations, and a change of best prices whose predecessor the file does not hold.
    [CapturesTheory]
    [InlineData("bybit", "bybit/tardis-v5-frames.jsonl")]
    [InlineData("bybit-linear", "bybit/tardis-v5-frames.jsonl")]
    [InlineData("bybit", "bybit/gocryptotrader-ws-tickers.jsonl")]
    [InlineData("bybit-linear", "bybit/gocryptotrader-ws-tickers.jsonl")]
    [InlineData("bybit", "bybit/live-2026-08-ccxt.jsonl")]
    [InlineData("bybit-linear", "bybit/live-2026-08-ccxt.jsonl")]
    public void Every_single_frame_decodes_or_is_refused_by_name(string venue, string file)
    {
        var refused = new List<string>();
        var wire = new Wire(venue);
        foreach (var frame in Frames(file))
        {
            wire.Sink.Lines.Clear();
            var kind = wire.Decode(frame);
            Assert.Equal(kind == FrameKind.Data, wire.Sink.Lines.Count > 0);
            if (kind is FrameKind.Data or FrameKind.Acknowledgement) continue;
            using var document = JsonDocument.Parse(frame);
            refused.Add($"{kind} {document.RootElement.GetProperty("topic")}");
            output.WriteLine($"{kind} {wire.Session.Reason}: {frame[..Math.Min(120, frame.Length)]}");
        }

        Assert.Equal(Refused(venue, file), refused);
    }

    [CapturesFact]
    public void The_recorded_book_of_500_levels_goes_on_without_a_gap()
    {
        var wire = new Wire("bybit-linear");
        var bounds = new List<int>();
        var sink = new BoundSink(bounds);
        foreach (var (kind, text) in Binance.CaptureTests.Lines("bybit/xrpusdt-linear-ob500-2024-12-01.frames.gz"))
        {
            if (kind != "recv") continue;
            var bytes = Encoding.UTF8.GetBytes(text);
            Assert.Equal(FrameKind.Data, wire.Session.Decode(bytes, Wire.Received, sink, wire.Output));
        }

        Assert.Equal(26, bounds.Count);
        Assert.All(bounds, bound => Assert.Equal(500, bound));
        Assert.Equal(0, sink.Gaps);
    }

    static string[] Refused(string venue, string file) => (venue, Path.GetFileName(file)) switch
    {
        ("bybit", "tardis-v5-frames.jsonl") =>
        [
            "Unknown orderbook.50.BTCPERP", "Unknown orderbook.50.BTCPERP", "Unknown tickers.BTCUSDU23",
            "Unknown tickers.BTCUSDU23", "Rejected orderbook.1.BTCUSDT", "Unknown allLiquidation.PIPPINUSDT",
            "Unknown allLiquidation.PIPPINUSDT",
        ],
        ("bybit-linear", "tardis-v5-frames.jsonl") =>
        [
            "Unknown publicTrade.BTCUSD", "Unknown tickers.BTCUSD", "Unknown tickers.BTCUSD",
            "Unknown tickers.BTCUSDU23", "Unknown tickers.BTCUSDU23", "Rejected orderbook.1.BTCUSDT",
            "Unknown allLiquidation.PIPPINUSDT", "Unknown allLiquidation.PIPPINUSDT",
        ],
        ("bybit", "gocryptotrader-ws-tickers.jsonl") =>
            ["Unknown tickers.BTC-28JUN24-60000-P", "Unknown tickers.BTCPERP", "Unknown tickers.BTCPERP"],
        ("bybit-linear", "gocryptotrader-ws-tickers.jsonl") =>
            ["Unknown tickers.BTC-28JUN24-60000-P", "Unknown tickers.BTCUSD", "Unknown tickers.BTCUSD"],
        _ => [],
    };

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

    /// <summary>Notes each book's bound, and whether its number carries on from the last one's.</summary>
    sealed class BoundSink(List<int> bounds) : IMarketSink
    {
        long last = -1;

        public int Gaps { get; private set; }

        public void Book(in BookUpdate update)
        {
            bounds.Add(update.LevelBound);
            if (!update.IsSnapshot && update.Sequence.Previous != last) Gaps++;
            last = update.Sequence.Last;
        }

        public void Quote(in Quote quote) => Gaps++;

        public void Ticker(in Ticker ticker) => Gaps++;

        public void Trade(in Trade trade) => Gaps++;

        public void Instrument(Instrument instrument) => Gaps++;

        public void Answered(in Subscription subscription, string? refusal) => Gaps++;
    }
}
