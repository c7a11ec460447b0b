using StrategyHost.Market;
using StrategyHost.Tests.Loading.Scripts;

namespace StrategyHost.Tests.Loading.Strategies;

/// <summary>What the documents show compiles without a warning, and runs through an eventful minute.</summary>
public sealed class SnippetTests : IDisposable
{
    const string Walk = "docs/write-a-strategy.md";
    const string Guide = "strategies/README.md";

    static readonly string[] Names =
        ["binance:BTC/USDT", "binance:ETH/USDT", "binance-futures:BTC/USDT-PERP", "binance-futures:ETH/USDT-PERP"];

    readonly ScriptBench bench = new();

    public void Dispose() => bench.Dispose();

    public static TheoryData<string, int> Blocks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var document in (string[])[Walk, Guide])
                foreach (var (line, _) in Snippets.In(document, "csharp"))
                    data.Add(document, line);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task A_block_compiles_and_runs_through_an_eventful_minute(string document, int line)
    {
        var stage = await StageAsync(Snippets.In(document, "csharp").Single(block => block.Line == line).Text);

        Play(stage);

        Assert.Empty(stage.Faults);
        Assert.NotEqual(0, stage.Signals.Count + stage.Lines.Count);
        Assert.All(stage.Wanted, name => Assert.Contains(name, Names));
    }

    [Fact]
    public void Both_documents_have_blocks() =>
        Assert.Equal([Walk, Guide], Blocks.Select(row => (string)row[0]).Distinct());

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Once_the_walk_speaks_of_changes_a_lasting_premium_is_said_once(int block)
    {
        var stage = await StageAsync(Snippets.In(Walk, "csharp")[block].Text);

        for (var i = 0; i < 100; i++)
        {
            stage.Pass(TimeSpan.FromMilliseconds(100));
            stage.Book("binance:BTC/USDT", 100m, 1, 100.01m, 1);
            stage.Book("binance-futures:BTC/USDT-PERP", 100.1m, 1, 100.11m, 1);
        }

        var premium = Assert.Single(stage.Signals);
        Assert.Equal(("premium", Side.Ask, 10m), (premium.Name, premium.Side, premium.Strength));
    }

    [Fact]
    public async Task The_walks_last_version_is_silent_about_a_market_that_is_not_published()
    {
        var stage = await StageAsync(Snippets.In(Walk, "csharp")[5].Text);
        stage.Book("binance:BTC/USDT", 100m, 1, 100.01m, 1);
        stage.Status("binance:BTC/USDT", FeedState.Stale, "silent for 30 s");

        stage.Book("binance-futures:BTC/USDT-PERP", 100.1m, 1, 100.11m, 1);
        stage.Pass(TimeSpan.FromSeconds(30));

        Assert.Empty(stage.Signals);
        Assert.Equal(["binance:BTC/USDT: silent for 30 s", "BTC not known", "ETH not known"], stage.Lines);
    }

    async Task<StrategyStage> StageAsync(string text)
    {
        Assert.Empty(bench.Compile(text, "premium.csx").Diagnostics.Select(found => found.ToString()));
        var stage = new StrategyStage();
        await bench.Load(text, "premium.csx").Start(stage);
        return stage;
    }

    static void Play(StrategyStage stage)
    {
        var random = new Random(1);
        for (var i = 0; i < 700; i++)
        {
            stage.Pass(TimeSpan.FromMilliseconds(100));
            foreach (var name in Names)
            {
                var bid = Math.Round(100 + (decimal)random.NextDouble(), 2);
                var quantity = random.Next(20) == 0 ? 0 : 1 + random.Next(9);
                stage.Book(name, bid, quantity, bid + 0.01m * (1 + random.Next(3)), 20);
                stage.Quote(name, bid, bid + 0.01m);
                stage.Trade(name, bid, 1, random.Next(2) == 0 ? Side.Bid : Side.Ask);
                if (i % 10 == 0) stage.Ticker(name, bid, i == 0 ? null : 99m);
            }

            if (i % 100 == 50) stage.Status(Names[random.Next(Names.Length)], FeedState.Recovering, "connection lost");
        }
    }
}
