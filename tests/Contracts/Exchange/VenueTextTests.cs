using System.Text.Json;
using StrategyHost.Exchange;

namespace StrategyHost.Tests.Contracts.Exchange;

public sealed class VenueTextTests
{
    static readonly string[] Quotes = ["USDT", "USD", "TUSD", "BTC"];

    [Theory]
    [InlineData("BTCUSDT", "BTC", "USDT")]
    [InlineData("BTCTUSD", "BTC", "TUSD")]
    [InlineData("1000PEPEUSDT", "1000PEPE", "USDT")]
    [InlineData("USDT", null, null)]
    [InlineData("BTC-USDT", null, null)]
    [InlineData("BTCEUR", null, null)]
    [InlineData("", null, null)]
    public void A_symbol_is_divided_before_the_longest_quote_currency(string symbol, string? coin, string? quote)
    {
        var isDivided = VenueText.TryDivide(symbol, Quotes, out var first, out var second);
        Assert.Equal(coin is not null, isDivided);
        if (isDivided) Assert.Equal((coin, quote), (first, second));
    }

    [Theory]
    [InlineData("https://x/y?a=1&b=%5E2&bb=3", "b", "^2")]
    [InlineData("https://x/y?a=1", "b", null)]
    [InlineData("https://x/y", "b", null)]
    public void A_parameter_of_an_address_is_found_by_its_name(string address, string name, string? value) =>
        Assert.Equal(value, VenueText.Parameter(new Uri(address), name));

    [Theory]
    [InlineData("""{"tick":"0.010"}""", "0.01")]
    [InlineData("""{"tick":"0"}""", null)]
    [InlineData("""{"tick":"-1"}""", null)]
    [InlineData("""{"tick":"x"}""", null)]
    [InlineData("""{"tick":1}""", null)]
    [InlineData("{}", null)]
    [InlineData("7", null)]
    public void A_step_is_a_number_above_zero_or_unknown(string json, string? expected)
    {
        using var document = JsonDocument.Parse(json);
        var step = VenueText.Step(document.RootElement, "tick");
        Assert.Equal(expected is null ? null : decimal.Parse(expected), step);
    }
}
