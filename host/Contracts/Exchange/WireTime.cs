using StrategyHost.Market;

namespace StrategyHost.Exchange;

/// <summary>Times that a venue spells as dates, to nanoseconds since the Unix epoch.</summary>
/// <remarks>Hot: allocates nothing, throws nothing.</remarks>
public static class WireTime
{
    const int NsPerTick = 100;

    // "2021-04-17T16:43:37": what follows is a fraction of a second, or Z.
    const int SecondsLength = 19;

    /// <summary>
    /// Reads a date and time of RFC 3339 in UTC, <c>2021-04-17T16:43:37.075351Z</c>, with up to nine decimals; false
    /// for any other spelling and for a time that 64 bits do not hold.
    /// </summary>
    /// <param name="text">The spelling, without quotes.</param>
    /// <param name="ns">Nanoseconds; 0 for dates before 1970, which is how venues spell that they know none.</param>
    public static bool TryParseIso(ReadOnlySpan<byte> text, out long ns)
    {
        ns = 0;
        if (text.Length <= SecondsLength || text[^1] != 'Z') return false;
        if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') return false;
        var areNumbers = TryNumber(text[..4], out var year) & TryNumber(text[5..7], out var month)
            & TryNumber(text[8..10], out var day) & TryNumber(text[11..13], out var hour)
            & TryNumber(text[14..16], out var minute) & TryNumber(text[17..SecondsLength], out var second);
        if (!areNumbers || !TryFraction(text[SecondsLength..^1], out var fraction)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (hour > 23 || minute > 59 || second > 60) return false; // a leap second is the next minute's first
        var ticks = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks
            + (second * TimeSpan.TicksPerSecond) - DateTime.UnixEpoch.Ticks;
        if (ticks < 0) return true;
        if (ticks > (long.MaxValue / NsPerTick) - TimeSpan.TicksPerSecond) return false;
        ns = (ticks * NsPerTick) + fraction;
        return true;
    }

    static bool TryFraction(ReadOnlySpan<byte> text, out int ns)
    {
        ns = 0;
        if (text.IsEmpty) return true;
        if (text[0] != '.' || text.Length is < 2 or > 10 || !TryNumber(text[1..], out ns)) return false;
        ns *= (int)Scaling.PowerOfTen(10 - text.Length);
        return true;
    }

    static bool TryNumber(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var letter in digits)
        {
            if (!char.IsAsciiDigit((char)letter)) return false;
            value = (value * 10) + (letter - '0');
        }

        return true;
    }
}
