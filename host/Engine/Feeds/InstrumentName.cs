namespace StrategyHost.Engine.Feeds;

/// <summary>
/// A name that a user typed cannot be taken: unknown venue, unknown symbol, or not a name at all. The message is the
/// sentence to show.
/// </summary>
public sealed class UnknownNameException(string message) : Exception(message);

/// <summary>Reads the names that users type, and finds near ones for those that do not exist.</summary>
static class InstrumentName
{
    const int Suggestions = 3;

    /// <summary>Divides <c>venue:SYMBOL</c>.</summary>
    public static (string Venue, string Symbol) Parse(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && colon < name.Length - 1)
            return (name[..colon].Trim().ToLowerInvariant(), name[(colon + 1)..].Trim());
        throw new UnknownNameException(
            $"'{name}' is not an instrument's name: write it as venue:BASE/QUOTE, for example binance:BTC/USDT.");
    }

    /// <summary>
    /// The nearest of some names, best first, as a clause to end a sentence with; empty when none is near.
    /// </summary>
    public static string Nearest(string asked, IEnumerable<string> known)
    {
        var near = known
            .Select(x => (Name: x, Distance: Distance(Plain(asked), Plain(x))))
            .Where(x => x.Distance <= Math.Max(2, asked.Length / 2) || HaveOneBase(asked, x.Name))
            .OrderBy(x => x.Distance)
            .ThenBy(x => x.Name, StringComparer.Ordinal)
            .Take(Suggestions)
            .Select(x => x.Name)
            .ToArray();
        return near.Length == 0 ? "" : $"; nearest: {string.Join(", ", near)}";
    }

    static bool HaveOneBase(string asked, string name) =>
        string.Equals(asked.Split('/')[0], name.Split('/')[0], StringComparison.OrdinalIgnoreCase);

    static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>Edits (insert, remove, replace) that lead from one word to the other.</summary>
    static int Distance(string from, string to)
    {
        var row = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++) row[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
