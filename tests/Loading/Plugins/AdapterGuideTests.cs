using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Loading.Plugins;
using StrategyHost.Market;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Loading.Plugins;

/// <summary>The adapter that docs/write-an-adapter.md builds: it loads as a plugin and keeps its rules.</summary>
public sealed class AdapterGuideTests : IDisposable
{
    const string Guide = "docs/write-an-adapter.md";

    // What the SDK adds where a project has ImplicitUsings.
    const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO;
        global using System.Linq; global using System.Threading; global using System.Threading.Tasks;
        """;

    readonly PluginForge forge = new();

    public void Dispose() => forge.Dispose();

    static readonly string[] Frames = Snippets.In(Guide, "json").Single().Text.TrimEnd().Split('\n');

    [Fact]
    public void Its_frames_decode_as_the_guide_says()
    {
        var adapter = Load();
        var sink = new GuideSink();
        var session = Open(adapter, out var symbols);

        var kinds = Frames.Select(frame => session.Decode(Encoding.UTF8.GetBytes(frame), default, sink, new()));

        Assert.Equal([FrameKind.Data, FrameKind.Data, FrameKind.Acknowledgement, FrameKind.Error], kinds);
        Assert.Equal(
            [
                "snapshot 10-10 1700000000000 100.1x2 100.0x1 |",
                "delta 11-11 1700000000100 100.00x0.0 | 100.15x0.5",
                "accepted acme:BTC/USD book",
                "refused acme:BTC/USD book: no such topic",
            ],
            sink.Heard);
        Assert.Equal("no such topic", session.Reason);
        var entry = Assert.Single(symbols.Entries);
        Assert.Equal((2, 1), (entry.PriceScale, entry.QuantityScale));
    }

    [Fact]
    public void It_asks_for_what_its_route_carries()
    {
        var adapter = Load();
        var book = new Subscription(adapter.Infer("BTC-USD")!, Channel.Book);
        var route = Assert.Single(adapter.Plan([book, book, book with { Channel = Channel.Trade }]));
        var output = new FrameOutput();

        adapter.OpenSession(route, new SymbolTable([])).Start(output);

        Assert.True(output.TryTake(out var frame));
        Assert.Equal("""{"op":"sub","id":1,"topics":["book.BTC-USD"]}""", Encoding.UTF8.GetString(frame));
    }

    [Fact]
    public void A_frame_cut_short_or_followed_by_more_leaves_no_trace()
    {
        var sink = new GuideSink();
        var session = Open(Load(), out var symbols);
        var whole = Encoding.UTF8.GetBytes(Frames[1]);

        for (var length = 0; length < whole.Length; length++)
            Assert.Equal(FrameKind.Rejected, session.Decode(whole.AsSpan(0, length), default, sink, new()));
        Assert.Equal(FrameKind.Rejected, session.Decode([.. whole, .. "x"u8], default, sink, new()));

        Assert.Empty(sink.Heard);
        Assert.Equal(0, symbols.Entries.Single().PriceScale);
    }

    [Theory]
    [InlineData("""{"topic":"book.BTC-USD","kind":1,"seq":11,"bids":[],"asks":[]}""", FrameKind.Data)]
    [InlineData("""{"topic":"book.BTC-USD","seq":"x","bids":[],"asks":[]}""", FrameKind.Rejected)]
    [InlineData("""{"topic":"book.BTC-USD","seq":11,"bids":1,"asks":[]}""", FrameKind.Rejected)]
    [InlineData("""{"topic":"book.BTC-USD","seq":11,"bids":[["0.001","1"]]}""", FrameKind.Rejected)]
    [InlineData("""{"topic":{"book.":1}}""", FrameKind.Unknown)]
    [InlineData("""{"id":1,"error":5}""", FrameKind.Error)]
    [InlineData("[1]", FrameKind.Unknown)]
    public void An_odd_frame_is_a_value_and_no_exception(string frame, FrameKind kind)
    {
        var session = Open(Load(), out var symbols);

        Assert.Equal(kind, session.Decode(Encoding.UTF8.GetBytes(frame), default, new GuideSink(), new()));
        Assert.Equal(0, symbols.Entries.Single().PriceScale);
    }

    [Fact]
    public void Bytes_changed_at_random_never_throw()
    {
        var session = Open(Load(), out _);
        var random = new Random(1);
        for (var i = 0; i < 3_000; i++)
        {
            var frame = Encoding.UTF8.GetBytes(Frames[i % Frames.Length]);
            for (var n = random.Next(4); n >= 0; n--) frame[random.Next(frame.Length)] = (byte)random.Next(256);
            session.Decode(frame, default, new SilentSink(), new());
        }
    }

    [Fact]
    public void Data_is_decoded_without_allocating()
    {
        var session = Open(Load(), out _);
        var frame = Encoding.UTF8.GetBytes(Frames[0]);
        var (sink, output) = (new SilentSink(), new FrameOutput());
        for (var i = 0; i < 100; i++) session.Decode(frame, default, sink, output);

        Assert.Equal(0, Allocations.Steady(() =>
        {
            for (var i = 0; i < 1_000; i++) session.Decode(frame, default, sink, output);
        }));
        Assert.Equal(100, sink.Books % 1_000);
    }

    [Theory]
    [InlineData("""[{"symbol":"BTC-USD","tick":"0.01","lot":"0.0001"}]""", 200, RestOutcome.Ok, 1)]
    [InlineData("""[{"symbol":"BTC-USD","tick":"0.01"}]""", 200, RestOutcome.Malformed, 0)]
    [InlineData("""[{"symbol":"BTC","tick":"0.01","lot":"1"}]""", 200, RestOutcome.Malformed, 0)]
    [InlineData("""{"oops":1}""", 200, RestOutcome.Malformed, 0)]
    [InlineData("", 200, RestOutcome.Malformed, 0)]
    [InlineData("", 429, RestOutcome.Throttled, 0)]
    [InlineData("", 500, RestOutcome.Failed, 0)]
    public void Its_instruments_are_read_or_refused_as_values(string body, int status, RestOutcome outcome, int listed)
    {
        var adapter = Load();
        var query = adapter.Recognise(new Uri("https://api.acme.example/v1/instruments"))!;
        var sink = new GuideSink();

        var result = adapter.Read(query, status, Encoding.UTF8.GetBytes(body), new SymbolTable([]), default, sink);

        Assert.Equal((outcome, listed), (result.Outcome, sink.Heard.Count));
        Assert.Equal(query, adapter.Recognise(new Uri(adapter.Profile.RestEndpoints[0], adapter.Ask(query)!.Target)));
    }

    IExchangeAdapter Load()
    {
        var sources = Snippets.In(Guide, "csharp").Select(block => block.Text);
        forge.Folder.Write("plugins/Acme/Acme.dll", PluginForge.CompileFiles("Acme", [Usings, .. sources]));
        var listing = PluginCatalog.Load(forge.Plugins);
        Assert.Empty(listing.Problems);
        var venue = Assert.Single(Assert.Single(listing.Plugins).Venues);
        Assert.Equal("acme", venue.Venue);
        return venue.Create();
    }

    static IWireSession Open(IExchangeAdapter adapter, out SymbolTable symbols)
    {
        var instrument = adapter.Infer("BTC-USD")!;
        symbols = new SymbolTable([instrument]);
        var session = adapter.OpenSession(adapter.Plan([new Subscription(instrument, Channel.Book)])[0], symbols);
        session.Start(new FrameOutput());
        session.Subscribe([new Subscription(instrument, Channel.Book)], new FrameOutput());
        return session;
    }

    class SilentSink : IMarketSink
    {
        public int Books { get; private set; }

        public virtual void Book(in BookUpdate update) => Books++;

        public void Quote(in Quote quote) => Assert.Fail("a quote");

        public void Ticker(in Ticker ticker) => Assert.Fail("a ticker");

        public void Trade(in Trade trade) => Assert.Fail("a trade");

        public virtual void Instrument(Instrument instrument)
        {
        }

        public virtual void Answered(in Subscription subscription, string? refusal)
        {
        }
    }

    sealed class GuideSink : SilentSink
    {
        public List<string> Heard { get; } = [];

        public override void Book(in BookUpdate update) => Heard.Add(
            $"{(update.IsSnapshot ? "snapshot" : "delta")} {update.Sequence.First}-{update.Sequence.Last} "
            + $"{update.VenueTimeNs / 1_000_000}{Say(update, update.Bids)} |{Say(update, update.Asks)}");

        public override void Instrument(Instrument instrument) => Heard.Add(instrument.Name);

        public override void Answered(in Subscription subscription, string? refusal) =>
            Heard.Add(refusal is null ? $"accepted {subscription}" : $"refused {subscription}: {refusal}");

        static string Say(in BookUpdate update, ReadOnlySpan<ScaledLevel> levels)
        {
            var said = "";
            foreach (var level in levels)
            {
                said += $" {Scaling.ToDecimal(level.Price, update.PriceScale)}"
                    + $"x{Scaling.ToDecimal(level.Quantity, update.QuantityScale)}";
            }

            return said;
        }
    }
}
