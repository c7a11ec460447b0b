using System.Text;
using StrategyHost.Exchange;

namespace StrategyHost.Plugins.Binance;

/// <summary>A code and the venue's words for it, as one reason.</summary>
static class BinanceText
{
    /// <summary><c>-1121 Invalid symbol.</c></summary>
    public static string Reason(ReadOnlySpan<byte> code, ReadOnlySpan<byte> words) =>
        VenueWords.Clean($"{Encoding.UTF8.GetString(code)} {Encoding.UTF8.GetString(words)}");
}
