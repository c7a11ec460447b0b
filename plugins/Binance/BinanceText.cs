using System.Globalization;
using System.Text;

namespace StrategyHost.Plugins.Binance;

/// <summary>The venue's words for people: bounded, and with nothing in them that could steer a terminal.</summary>
static class BinanceText
{
    const int MaxLength = 200;

    /// <summary><c>-1121 Invalid symbol.</c></summary>
    public static string Reason(ReadOnlySpan<byte> code, ReadOnlySpan<byte> words) =>
        Clean($"{Encoding.UTF8.GetString(code)} {Encoding.UTF8.GetString(words)}");

    static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaxLength) break;
            if (IsVisible(rune)) clean.Append(rune);
        }

        return clean.ToString().Trim();
    }

    static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
