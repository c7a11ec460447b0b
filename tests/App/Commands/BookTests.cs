using System.Text.Json;

namespace StrategyHost.Tests.App.Commands;

public sealed class BookTests : CommandTest
{
    [Theory]
    [InlineData("binance:BTC/USDT", "binance:BTC/USDT")]
    [InlineData("binance:btcusdt", "binance:BTC/USDT")]
    [InlineData("binance-futures:ETHUSDT", "binance-futures:ETH/USDT-PERP")]
    public async Task A_book_in_either_spelling_has_exactly_the_levels_asked_for(string typed, string name)
    {
        var result = await RunAsync("book", typed, "--levels", "7", "--json");
        Assert.Equal(0, result.ExitCode);
        var book = result.Json;
        Assert.Equal("simulated", book.GetProperty("source").GetString());
        Assert.Equal(name, book.GetProperty("instrument").GetString());
        var bids = Prices(book, "bids");
        var asks = Prices(book, "asks");
        Assert.Equal(7, bids.Length);
        Assert.Equal(7, asks.Length);
        Assert.Equal(bids.OrderDescending(), bids);
        Assert.Equal(asks.Order(), asks);
        Assert.True(bids[0] < asks[0]);
    }

    [Fact]
    public async Task A_book_in_plain_lines_has_its_levels_around_the_mid()
    {
        var result = await RunAsync("book", "binance:XRP/USDT", "--levels", "3");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("binance:XRP/USDT (simulated)", result.Out[0]);
        Assert.Equal(8, result.Out.Count);
        Assert.Contains("mid", result.Out[4]);
    }

    [Fact]
    public async Task An_unknown_symbol_is_refused_with_the_nearest() =>
        await FailsAsync(2, ["book", "binance:BTC/USD"], "binance:BTC/USD", "nearest: BTC/USDT");

    [Fact]
    public async Task An_unknown_venue_is_refused_with_the_nearest() =>
        await FailsAsync(2, ["book", "binanse:BTC/USDT"], "'binanse'", "nearest: binance");

    [Fact]
    public async Task What_is_no_name_is_refused_with_an_example() =>
        await FailsAsync(2, ["book", "BTC/USDT"], "'BTC/USDT'", "venue:BASE/QUOTE");

    [Fact]
    public async Task Instruments_of_a_venue_are_listed_in_both_spellings()
    {
        var result = await RunAsync("instruments", "binance-futures", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("simulated", result.Json.GetProperty("source").GetString());
        var listed = result.Json.GetProperty("instruments").EnumerateArray().ToArray();
        Assert.All(listed, x => Assert.Equal("binance-futures", x.GetProperty("venue").GetString()));
        var btc = listed.Single(x => x.GetProperty("name").GetString() == "binance-futures:BTC/USDT-PERP");
        Assert.Equal("BTCUSDT", btc.GetProperty("venueSymbol").GetString());
        Assert.True(decimal.Parse(btc.GetProperty("tickSize").GetString()!) > 0);
    }

    [Fact]
    public async Task Instruments_of_all_venues_are_listed_in_plain_lines()
    {
        var result = await RunAsync("instruments");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.Out, x => x.StartsWith("binance:BTC/USDT ", StringComparison.Ordinal));
        Assert.Contains(result.Out, x => x.StartsWith("binance-futures:BTC/USDT-PERP ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Instruments_of_an_unknown_venue_are_refused() =>
        await FailsAsync(2, ["instruments", "nyse"], "'nyse'", "binance-futures");

    static decimal[] Prices(JsonElement book, string side) =>
        [.. book.GetProperty(side).EnumerateArray().Select(x => decimal.Parse(x.GetProperty("price").GetString()!))];
}
