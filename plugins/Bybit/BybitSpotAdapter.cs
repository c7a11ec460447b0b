using StrategyHost.Exchange;
using StrategyHost.Plugins.Bybit;

[assembly: ExchangePlugin("bybit", typeof(BybitSpotAdapter))]

namespace StrategyHost.Plugins.Bybit;

/// <summary>Bybit spot.</summary>
public sealed class BybitSpotAdapter() : BybitAdapter(Api)
{
    static readonly BybitApi Api = new()
    {
        Category = "spot",
        Profile = BybitApi.ProfileOf("bybit", "Bybit Spot", "spot"),
        IsLinear = false,
        LotField = "basePrecision",
        DefaultLevels = 1,
        Quotes =
        [
            "USDT", "USDC", "USDE", "USD1", "USDQ", "USDR", "USDB", "USTC", "DAI", "BTC", "ETH", "SOL", "MNT", "EUR",
            "EURQ", "EURR", "GBP", "BRL", "BRZ", "TRY", "PLN", "KZT", "AED", "USD",
        ],
    };
}
