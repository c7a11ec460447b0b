using System.Text;
using System.Text.Json;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Contracts.Exchange;

public sealed class LevelBufferTests
{
    [Fact]
    public void Levels_are_read_at_the_scales_known()
    {
        var levels = Read("""[["61737.63000000","0.00001500"],["61730.1","2"]]""", 2, 6);
        Assert.Equal([new(6173763, 15), new(6173010, 2000000)], levels.Bids.ToArray());
        Assert.Equal((2, 6), (levels.PriceScale, levels.QuantityScale));
    }

    [Fact]
    public void Spaces_numbers_escapes_and_further_elements_change_nothing()
    {
        var levels = Read("""
            [ [ 61737.63 , "1.5E-5" , "3", "4" ] , ["\u00361737.63","0.000015",{"x":[1]},[[]]] ]
            """, 2, 6);
        Assert.Equal([new(6173763, 15), new(6173763, 15)], levels.Bids.ToArray());
    }

    [Fact]
    public void A_digit_beyond_the_scale_widens_all_that_is_held_on_both_sides()
    {
        var levels = new LevelBuffer();
        levels.Begin(1, 0);
        Assert.True(TryRead(levels, """[["1.5","2"],["1.25","3"]]""", Side.Bid));
        Assert.True(TryRead(levels, """[["2","0.001"]]""", Side.Ask));
        Assert.Equal((2, 3), (levels.PriceScale, levels.QuantityScale));
        Assert.Equal([new(150, 2000), new(125, 3000)], levels.Bids.ToArray());
        Assert.Equal([new(200, 1)], levels.Asks.ToArray());
    }

    [Theory]
    [InlineData("""[["9223372036854775807","1"],["0.1","1"]]""", WireFault.TooLarge)]
    [InlineData("""[["1","9223372036854775808"]]""", WireFault.TooLarge)]
    [InlineData("""[["-1","1"]]""", WireFault.Negative)]
    [InlineData("""[["1","-1"]]""", WireFault.Negative)]
    [InlineData("""[["NaN","1"]]""", WireFault.NotANumber)]
    [InlineData("""[["1"]]""", WireFault.NotANumber)]
    [InlineData("""[[]]""", WireFault.NotANumber)]
    [InlineData("""[[["1"],"1"]]""", WireFault.NotANumber)]
    [InlineData("""[["1",null]]""", WireFault.NotANumber)]
    [InlineData("""["1","1"]""", WireFault.NotALevel)]
    [InlineData("""[["1","1"],null]""", WireFault.NotALevel)]
    [InlineData("""{"1":"1"}""", WireFault.NotALevel)]
    [InlineData("""[["0.0000000000000000001","1"]]""", WireFault.TooFine)]
    public void What_is_no_level_or_does_not_fit_is_refused_by_name(string json, WireFault fault)
    {
        var levels = new LevelBuffer();
        levels.Begin(0, 0);
        Assert.False(TryRead(levels, json, Side.Bid));
        Assert.Equal(fault, levels.Fault);
        Assert.NotEqual("nothing", JsonWire.Describe(fault));
    }

    [Fact]
    public void Ten_thousand_levels_a_side_are_held_and_not_one_more()
    {
        var levels = new LevelBuffer();
        levels.Begin(0, 0);
        Assert.True(TryRead(levels, Many(LevelBuffer.MaxLevels), Side.Ask));
        Assert.Equal(LevelBuffer.MaxLevels, levels.Asks.Length);
        Assert.False(TryRead(levels, Many(LevelBuffer.MaxLevels + 1), Side.Ask));
        Assert.Equal(WireFault.TooManyLevels, levels.Fault);
    }

    [Fact]
    public void Reading_allocates_nothing_once_it_has_grown()
    {
        var levels = new LevelBuffer();
        var json = Encoding.UTF8.GetBytes(Many(500));
        Measure();
        Assert.Equal(0, Allocations.Steady(() =>
        {
            for (var i = 0; i < 100; i++) Measure();
        }));

        void Measure()
        {
            levels.Begin(2, 2);
            var reader = new Utf8JsonReader(json);
            reader.Read();
            levels.TryRead(ref reader, Side.Bid);
        }
    }

    [Fact]
    public void Random_levels_keep_their_exact_values_however_scales_widen()
    {
        var levels = new LevelBuffer();
        for (var seed = 1; seed <= 500; seed++)
        {
            var random = new Random(seed);
            var count = random.Next(1, 40);
            var expected = Enumerable.Range(0, count).Select(_ => (Number(random), Number(random))).ToList();
            levels.Begin((byte)random.Next(5), (byte)random.Next(5));
            Assert.True(TryRead(levels, Spell(expected), Side.Bid));
            Assert.True(TryRead(levels, Spell(expected), Side.Ask));
            foreach (var held in new[] { levels.Bids.ToArray(), levels.Asks.ToArray() })
                Assert.Equal(expected, held.Select(level => (
                    Scaling.ToDecimal(level.Price, levels.PriceScale),
                    Scaling.ToDecimal(level.Quantity, levels.QuantityScale))));
        }

        static decimal Number(Random random) => new(random.Next(), 0, 0, false, (byte)random.Next(9));
        static string Spell(List<(decimal, decimal)> levels) =>
            $"[{string.Join(',', levels.Select(level => $"[\"{level.Item1}\",{level.Item2}]"))}]";
    }

    static string Many(int count) =>
        $"[{string.Join(',', Enumerable.Range(1, count).Select(i => $"[\"{i}.5\",\"1.25\"]"))}]";

    static LevelBuffer Read(string json, byte priceScale, byte quantityScale)
    {
        var levels = new LevelBuffer();
        levels.Begin(priceScale, quantityScale);
        Assert.True(TryRead(levels, json, Side.Bid));
        return levels;
    }

    static bool TryRead(LevelBuffer levels, string json, Side side)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return levels.TryRead(ref reader, side);
    }
}
