using System.Globalization;
using System.Text;

namespace StrategyHost.Exchange;

/// <summary>A venue's words for people: bounded, and with nothing in them that could steer a terminal.</summary>
public static class VenueWords
{
    /// <summary>Most letters kept of them.</summary>
    public const int MaxLength = 200;

    /// <summary>The visible part of a text in UTF-8, its start if it is long, without spaces at its ends.</summary>
    public static string Clean(ReadOnlySpan<byte> text) => Clean(Encoding.UTF8.GetString(text));

    /// <summary>The visible part of a text, its start if it is long, without spaces at its ends.</summary>
    public static string Clean(string text)
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
