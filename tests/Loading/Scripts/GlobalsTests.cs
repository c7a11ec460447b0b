using System.Reflection;
using StrategyHost.Strategy;

namespace StrategyHost.Tests.Loading.Scripts;

/// <summary>Every member of the globals is a top-level name, whatever types and static members are imported.</summary>
public sealed class GlobalsTests : IDisposable
{
    readonly ScriptBench bench = new();

    public void Dispose() => bench.Dispose();

    public static TheoryData<string, string> Members => new()
    {
        { """OnBook("binance:BTC/USDT", book => { });""", "OnBook binance:BTC/USDT Full 20 Latest" },
        {
            """OnBook("b:X", book => { }, Depth.Partial5, levels: 7, Delivery.Every);""",
            "OnBook b:X Partial5 7 Every"
        },
        { """OnQuote("b:X", quote => { });""", "OnQuote b:X" },
        { """OnTicker("b:X", ticker => { });""", "OnTicker b:X" },
        { """OnTrade("b:X", trade => { });""", "OnTrade b:X" },
        { """OnStatus(status => { });""", "OnStatus" },
        { """Every(TimeSpan.FromSeconds(1), () => Log("x"));""", "Every 00:00:01" },
        { """Every(TimeSpan.FromSeconds(1), async () => await Task.Yield());""", "Every async 00:00:01" },
        { """Every(TimeSpan.FromSeconds(1), async () => { await Task.Yield(); });""", "Every async 00:00:01" },
        { """Run(async ct => await Task.Yield());""", "Run" },
        { """Signal("x");""", "Signal x" },
        { """Signal("x", Side.Bid, 1.5m, "note");""", "Signal x Bid 1.5 note" },
        { """Param("t", 5m);""", "Param t 5" },
        { """Param("t", 5, 1, 9);""", "Param t 5 1 9" },
        { """Param("on", true);""", "Param on True" },
        { """Param("who", "me");""", "Param who me" },
        { """Param<decimal> t = Param("t", 5m); decimal d = t * 2; Log($"{d}");""", "Log 10" },
        { """Log("hello");""", "Log hello" },
        { """Log($"{Books["b:X"].Mid}");""", "Log 100.50" },
        { """Log($"{Books["b:X"].Copy().Bids[0].Price}");""", "Log 100.00" },
        { """Log($"{Clock.GetUtcNow() > DateTimeOffset.UnixEpoch}");""", "Log True" },
        { """Log($"{Max(1, 2)} {Abs(-3)} {Round(2.5m)} {PI > 3} {Math.Log(1)}");""", "Log 2 3 2 True 0" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public async Task A_member_of_the_globals_is_called_by_its_bare_name(string script, string expected)
    {
        var globals = await bench.RunAsync(script);

        Assert.Equal(expected, globals.Calls[^1]);
    }

    [Fact]
    public void Every_member_of_the_globals_is_among_these_tests()
    {
        var scripts = string.Concat(Members.Select(row => (string)row[0]));

        foreach (var member in typeof(IStrategyGlobals).GetMembers())
        {
            if (member is MethodInfo { IsSpecialName: true }) continue;
            Assert.Contains(member.Name, scripts, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Imported_types_can_still_be_named_where_a_global_has_the_same_name()
    {
        var globals = await bench.RunAsync("""
            Param<int> t = Param("t", 5);
            Signal? last = null;
            Ticker? ticker = null;
            Log($"{last is null} {ticker is null} {typeof(Signal).Name} {Side.Ask}");
            """);

        Assert.Equal("Log True True Signal Ask", globals.Calls[^1]);
    }

    [Theory]
    [InlineData("Side")]
    [InlineData("spread")]
    [InlineData("Log")]
    [InlineData("Signal")]
    [InlineData("class")]
    [InlineData("2nd try")]
    [InlineData("a+b,c[d]")]
    [InlineData("StrategyHost.Contracts")]
    [InlineData("System.Runtime")]
    public async Task A_strategys_name_never_clashes_with_what_its_script_says(string name)
    {
        var globals = await bench.RunAsync(
            """
            var spread = 1; class Momentum { }
            Signal("x", Side.Ask); Log($"{spread}");
            """,
            name + ".csx");

        Assert.Equal(["Signal x Ask", "Log 1"], globals.Calls);
    }

    [Fact]
    public async Task Handlers_receive_what_they_are_called_with_and_keep_state_in_top_level_variables()
    {
        var globals = await bench.RunAsync("""
            var count = 0;
            decimal Half(decimal x) => x / 2;
            class Window { public decimal Last; }
            var window = new Window();
            await Task.Yield();
            OnBook("b:X", book =>
            {
                count++;
                window.Last = Half(book.Mid);
                Signal("mid", strength: window.Last, note: $"{count}");
            });
            """);

        globals.BookHandlers[0](globals.View);
        globals.BookHandlers[0](globals.View);

        Assert.Equal("Signal mid  50.25 2", globals.Calls[^1]);
    }
}
