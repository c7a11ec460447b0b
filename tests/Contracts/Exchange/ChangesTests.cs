using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Contracts.Exchange;

/// <summary>Lists of changes of either side, by the fast path and by the general one.</summary>
public sealed class ChangesTests
{
    [Theory]
    [InlineData("""[]""", "bids asks")]
    [InlineData("""[["buy","10.5","2"]]""", "bids 1050x200000000 asks")]
    [InlineData("""[["sell","10.50","0.00000000"]]""", "bids asks 1050x0")]
    [InlineData("""[["buy","1","2"],["sell","3","4"],["buy","5","6"]]""",
        "bids 100x200000000 500x600000000 asks 300x400000000")]
    [InlineData("""[["sell","37378.26","0.02460000"],["buy","37378.25","12345.02460000"],["sell","9","8"]]""",
        "bids 3737825x1234502460000 asks 3737826x2460000 900x800000000")]
    public void Both_paths_read_changes_of_both_sides(string json, string expected)
    {
        Assert.Equal(expected, General(json));
        // Behind a short and a long rest of a message: vectors read past the last level.
        foreach (var rest in new[] { "", "}", new string(' ', 200) })
            Assert.Equal(expected, Compact(json, rest) ?? expected);
        if (System.Runtime.Intrinsics.X86.Avx2.IsSupported) Assert.NotNull(Compact(json, ""));
    }

    [Theory]
    [InlineData("""[["bid","1","2"]]""")]
    [InlineData("""[["BUY","1","2"]]""")]
    [InlineData("""[["","1","2"]]""")]
    [InlineData("""[["buy","1"]]""")]
    [InlineData("""[["buy"]]""")]
    [InlineData("""[[]]""")]
    [InlineData("""[null]""")]
    [InlineData("""[["buy","-1","2"]]""")]
    [InlineData("""[["buy","0.-1","2"]]""")]
    [InlineData("""[["buy","1","two"]]""")]
    [InlineData("""[[1,"1","2"]]""")]
    [InlineData("""{"buy":1}""")]
    public void What_is_no_list_of_changes_is_refused_on_both_paths(string json)
    {
        Assert.Null(General(json));
        Assert.Null(Compact(json, ""));
        Assert.Null(Compact(json, new string(' ', 200)));
    }

    [Theory]
    [InlineData("""[["buy","1","2"]""")]
    [InlineData("""[["buy","1","2" """)]
    [InlineData("""[["buy","1","2",""")]
    [InlineData("""[["buy","1",""")]
    [InlineData("""[["sell",""")]
    [InlineData("""[["sell","123456789""")]
    [InlineData("""[["se""")]
    [InlineData("[")]
    [InlineData("")]
    public void The_fast_path_never_reads_past_a_message_that_is_cut(string json) => Assert.Null(Compact(json, ""));

    static string? General(string json)
    {
        var levels = Buffer();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return levels.TryReadChanges(ref reader) ? Text(levels) : null;
    }

    static string? Compact(string json, string rest)
    {
        var levels = Buffer();
        var reader = new CompactReader(Encoding.UTF8.GetBytes(json + rest));
        return reader.TryChanges(levels) && reader.Position == json.Length ? Text(levels) : null;
    }

    static LevelBuffer Buffer()
    {
        var levels = new LevelBuffer();
        levels.Begin(priceScale: 2, quantityScale: 8);
        levels.TryAdd(Side.Bid, "7"u8, "7"u8); // what was held is replaced
        return levels;
    }

    static string Text(LevelBuffer levels)
    {
        var text = new StringBuilder("bids");
        foreach (var level in levels.Bids) text.Append($" {level.Price}x{level.Quantity}");
        text.Append(" asks");
        foreach (var level in levels.Asks) text.Append($" {level.Price}x{level.Quantity}");
        return text.ToString();
    }
}
