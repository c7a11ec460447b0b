using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Contracts.Exchange;

/// <summary>A venue's spelling finds its instrument whatever its case, and finding allocates nothing.</summary>
public class SymbolTableTests
{
    readonly List<string> asked = [];

    [Theory]
    [InlineData("BTCUSDT")]
    [InlineData("btcusdt")]
    [InlineData("BtcUsdt")]
    public void Ascii_case_is_ignored(string spelling)
    {
        var table = new SymbolTable([Make("BTCUSDT")]);

        Assert.True(table.TryFind(Encoding.UTF8.GetBytes(spelling), out var entry));
        Assert.Equal("BTCUSDT", entry.Instrument.VenueSymbol);
    }

    [Theory]
    [InlineData("BTC@SDT")] // the same but for the bit that tells cases apart
    [InlineData("BTCUSD")]
    [InlineData("BTCUSDTT")]
    [InlineData("")]
    public void Another_symbol_is_not_found(string spelling)
    {
        var table = new SymbolTable([Make("BTC`SDT"), Make("BTCUSDT")]);

        Assert.False(table.TryFind(Encoding.UTF8.GetBytes(spelling), out _));
    }

    [Fact]
    public void Symbols_that_are_not_ascii_are_found_as_they_are_spelt()
    {
        var table = new SymbolTable([Make("币安人生USDT"), Make("ÄUSDT")]);

        Assert.True(table.TryFind("币安人生USDT"u8, out var entry));
        Assert.Equal("币安人生USDT", entry.Instrument.VenueSymbol);
        Assert.False(table.TryFind("äUSDT"u8, out _));
        Assert.False(table.TryFind([0xff, 0xfe], out _));
    }

    [Fact]
    public void An_unknown_symbol_is_inferred_once()
    {
        var table = new SymbolTable([], Infer);

        Assert.True(table.TryFind("ETHUSDT"u8, out var first));
        Assert.True(table.TryFind("ethusdt"u8, out var second));

        Assert.Same(first, second);
        Assert.Equal(["ETHUSDT"], asked);
        Assert.Same(first, Assert.Single(table.Entries));
    }

    [Fact]
    public void What_cannot_be_inferred_stays_unknown()
    {
        var table = new SymbolTable([], Infer);

        Assert.False(table.TryFind("?"u8, out _));
        Assert.False(table.TryFind(""u8, out _));
        Assert.False(table.TryFind(new byte[65], out _));
        Assert.Equal(["?"], asked);
        Assert.Empty(table.Entries);
    }

    [Fact]
    public void A_newer_description_takes_the_old_ones_place_and_never_narrows_the_scales()
    {
        var table = new SymbolTable([Make("BTCUSDT", tick: 0.01m, lot: 0.001m)]);
        Assert.True(table.TryFind("BTCUSDT"u8, out var entry));
        Assert.Equal((2, 3), (entry.PriceScale, entry.QuantityScale));
        entry.PriceScale = 4; // a frame brought more digits

        var set = table.Set(Make("btcusdt", tick: 0.1m, lot: 0.00001m));

        Assert.Same(entry, set);
        Assert.Equal((4, 5), (entry.PriceScale, entry.QuantityScale));
        Assert.Equal(0.1m, entry.Instrument.TickSize);
    }

    [Fact]
    public void Finding_allocates_nothing()
    {
        var table = new SymbolTable(Enumerable.Range(0, 500).Select(i => Make($"S{i}USDT")), Infer);
        var found = 0;
        Find(10);

        Assert.Equal(0, Allocations.Steady(() => Find(10_000)));
        Assert.Equal(10, found % 10_000);

        void Find(int times)
        {
            for (var i = 0; i < times; i++) found += table.TryFind("s499usdt"u8, out _) ? 1 : 0;
        }
    }

    static Instrument Make(string symbol, decimal? tick = null, decimal? lot = null) => new()
    {
        Venue = "test",
        Symbol = symbol,
        VenueSymbol = symbol,
        Base = symbol,
        Quote = "USDT",
        TickSize = tick,
        LotSize = lot,
    };

    Instrument? Infer(string symbol)
    {
        asked.Add(symbol);
        return symbol == "?" ? null : Make(symbol);
    }
}
