using StrategyHost.Exchange;
using StrategyHost.Plugins.Bybit;

[assembly: ExchangePlugin("bybit-linear", typeof(BybitLinearAdapter))]

namespace StrategyHost.Plugins.Bybit;

/// <summary>Bybit's perpetual and dated contracts that are settled in USDT or USDC.</summary>
public sealed class BybitLinearAdapter() : BybitAdapter(Api)
{
    static readonly BybitApi Api = new()
    {
        Category = "linear",
        Profile = BybitApi.ProfileOf("bybit-linear", "Bybit Linear", "linear"),
        IsLinear = true,
        LotField = "qtyStep",
        DefaultLevels = 25,
        Quotes = ["USDT", "USDC"],
    };
}
