using System.Globalization;
using System.Text;

namespace StrategyHost.Tests.Plugins.Binance;

/// <summary>
/// Frames of every kind with numbers of our own, spelt as the venue does or in any way that JSON allows, and then
/// perhaps damaged.
/// </summary>
sealed class FrameForge(string venue, Random random)
{
    static readonly string[] Symbols = ["BTCUSDT", "btcusdt", "ETHUSDT", "1000SHIBUSDT", "NOPE", ""];

    static readonly string[] Unknowns =
    [
        "1", "null", "true", "-1.5e3", "\"\"", "[]", "{}", "[[[\"1\"]],null]", "{\"b\":[[\"1\",\"2\"]],\"s\":\"X\"}",
        "\"\\u00e9\\n\"", "{\"data\":{\"e\":\"trade\"}}", "\"\u20ac\"",
    ];

    // Half of what is forged is spelt as the venue does, so that the fast path has its share.
    readonly bool isFree = random.Next(2) == 0;
    readonly bool isFutures = venue != "binance";

    // Zero, or what a symbol that shares its connection with this frame is unlikely to survive: rare.
    readonly int oddity = random.Next(3);

    /// <summary>The next frame.</summary>
    public byte[] Make()
    {
        var symbol = Symbols[random.Next(12) == 0 ? random.Next(Symbols.Length) : random.Next(3)];
        var (name, fields) = random.Next(6) switch
        {
            0 or 1 => Delta(symbol),
            2 => Partial(symbol),
            3 => Quote(symbol),
            4 => Ticker(symbol),
            _ => Trade(symbol),
        };
        var isRaw = random.Next(3) == 0;
        var message = isRaw
            ? Object(fields)
            : Object([("stream", $"\"{symbol.ToLowerInvariant()}@{name}\""), ("data", Object(fields))]);
        var bytes = Encoding.UTF8.GetBytes(message);
        return random.Next(10) < 3 ? FrameDamage.Of(bytes, random) : bytes;
    }

    (string, List<(string, string)>) Delta(string symbol)
    {
        List<(string, string)> fields = [("e", "\"depthUpdate\""), ("E", Time()), .. Matched(), ("s", $"\"{symbol}\"")];
        fields.AddRange([("U", Whole(101)), ("u", Whole(105))]);
        if (isFutures) fields.Add(("pu", Whole(100)));
        fields.AddRange([("b", Levels()), ("a", Levels())]);
        return ("depth@100ms", fields);
    }

    (string, List<(string, string)>) Partial(string symbol)
    {
        var name = $"depth{(random.Next(3) + 1) switch { 1 => 5, 2 => 10, _ => 20 }}@100ms";
        if (isFutures) return (name, Delta(symbol).Item2);
        return (name, [("lastUpdateId", Whole(170)), ("bids", Levels()), ("asks", Levels())]);
    }

    (string, List<(string, string)>) Quote(string symbol)
    {
        List<(string, string)> fields =
        [
            ("u", Whole(105)), ("s", $"\"{symbol}\""), ("b", Price()), ("B", Price()), ("a", Price()), ("A", Price()),
        ];
        if (isFutures) fields.InsertRange(0, [("e", "\"bookTicker\""), .. Matched(), ("E", Time())]);
        return ("bookTicker", fields);
    }

    (string, List<(string, string)>) Ticker(string symbol)
    {
        List<(string, string)> fields = [("e", "\"24hrTicker\""), ("E", Time()), ("s", $"\"{symbol}\"")];
        string[] names = isFutures
            ? ["p", "P", "w", "c", "Q", "o", "h", "l", "v", "q"]
            : ["p", "P", "w", "x", "c", "Q", "b", "B", "a", "A", "o", "h", "l", "v", "q"];
        foreach (var name in names) fields.Add((name, Price()));
        fields.AddRange([("O", Time()), ("C", Time()), ("F", Whole(5)), ("L", Whole(9)), ("n", Whole(5))]);
        return ("ticker", fields);
    }

    (string, List<(string, string)>) Trade(string symbol)
    {
        List<(string, string)> fields =
        [
            ("e", "\"trade\""), ("E", Time()), ("s", $"\"{symbol}\""), ("t", Whole(70_000_001)), ("p", Price()),
            ("q", Price()), ("T", Time()), ("m", random.Next(2) == 0 ? "true" : "false"),
        ];
        fields.Add(isFutures ? ("X", "\"MARKET\"") : ("M", "true"));
        return ("trade", fields);
    }

    List<(string, string)> Matched() => isFutures ? [("T", Time())] : [];

    string Object(List<(string Name, string Value)> fields)
    {
        if (isFree) Disturb(fields);
        var members = fields.Select(x => $"{Space()}\"{Escaped(x.Name)}\"{Space()}:{Space()}{x.Value}{Space()}");
        return $"{{{string.Join(',', members)}}}";
    }

    void Disturb(List<(string Name, string Value)> fields)
    {
        if (random.Next(3) == 0) random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(fields));
        for (var more = random.Next(3); more > 0; more--)
        {
            var name = random.Next(3) switch { 0 => "ps", 1 => "Z", _ => "nested" };
            fields.Insert(random.Next(fields.Count + 1), (name, Unknowns[random.Next(Unknowns.Length)]));
        }

        // A name that comes twice, with what any field may hold.
        if (random.Next(8) == 0)
        {
            var value = random.Next(2) == 0 ? Unknowns[random.Next(Unknowns.Length)] : random.Next(2) == 0 ? Levels()
                : Price();
            fields.Insert(random.Next(fields.Count + 1), (fields[random.Next(fields.Count)].Name, value));
        }

        if (random.Next(20) == 0) fields.RemoveAt(random.Next(fields.Count));
    }

    string Levels()
    {
        var count = random.Next(400) switch
        {
            0 => random.Next(9_990, 10_010),
            1 => 600,
            < 80 => 0,
            < 160 => 20,
            _ => 3,
        };
        var text = new StringBuilder("[");
        for (var i = 0; i < count; i++)
        {
            if (i > 0) text.Append(',');
            if (count > 100) text.Append("[\"1\",\"2\"]");
            else text.Append(Space()).Append('[').Append(Level()).Append(']').Append(Space());
        }

        return text.Append(']').ToString();
    }

    string Level()
    {
        if (!isFree || random.Next(40) > 0) return $"{Price()},{Space()}{Price()}";
        return random.Next(5) switch
        {
            0 => Price(),
            1 => "",
            2 => $"{Price()},{Price()},{Unknowns[random.Next(Unknowns.Length)]}",
            3 => $"{Unknowns[random.Next(Unknowns.Length)]},{Price()}",
            _ => $"{Price()},{Price()},[],{Price()}",
        };
    }

    string Price()
    {
        if (isFree && random.Next(60) == 0) return Unknowns[random.Next(Unknowns.Length)];
        if (isFree && random.Next(8) == 0) return Bare();
        return $"\"{Escaped(Number())}\"";
    }

    // As JSON's own number, which has no leading zeros and no plus.
    string Bare()
    {
        var text = $"{random.Next(1, 9)}{Digits(random.Next(0, 5))}";
        if (random.Next(2) == 0) text += $".{Digits(random.Next(1, 6))}";
        if (random.Next(4) == 0) text += $"e{random.Next(-4, 5)}";
        return random.Next(30) == 0 ? $"-{text}" : text;
    }

    string Number()
    {
        var isOdd = random.Next(oddity == 0 ? 60 : 400) == 0;
        var whole = Digits(isOdd ? random.Next(1, 31) : random.Next(1, 8));
        if (random.Next(12) == 0) return Dressed(whole);
        var decimals = Digits(isOdd ? random.Next(1, 24) : random.Next(1, 9));
        return Dressed(random.Next(3) == 0 ? $"{whole}.{decimals}000000" : $"{whole}.{decimals}");
    }

    // Signs, exponents, zeros in front, and what is no number at all.
    string Dressed(string number)
    {
        if (random.Next(isFree ? 12 : 300) > 0) return number;
        return random.Next(9) switch
        {
            0 => $"+{number}",
            1 => random.Next(6) == 0 ? $"-{number}" : number,
            2 or 3 => $"{number}{(random.Next(2) == 0 ? 'e' : 'E')}{random.Next(-6, 7)}",
            4 => $"{number}e+{random.Next(4)}",
            5 => new string('0', random.Next(1, 140)) + number,
            6 => random.Next(4) == 0 ? $"{number}." : $".{number}",
            7 => random.Next(4) == 0 ? "" : "-0.000",
            _ => random.Next(4) == 0 ? $"{number} " : $"{number}e{random.Next(40)}",
        };
    }

    string Whole(long usual)
    {
        if (random.Next(isFree ? 10 : 200) > 0) return (usual + random.Next(3)).ToString(CultureInfo.InvariantCulture);
        return random.Next(7) switch
        {
            0 => $"\"{usual}\"",
            1 => $"\"{Escaped(Dressed(Digits(random.Next(1, 22))))}\"",
            2 => Bare(),
            3 => $"{usual}e{random.Next(3)}",
            4 => "9223372036854775807",
            5 => "9223372036854775808",
            _ => Unknowns[random.Next(Unknowns.Length)],
        };
    }

    string Time() => random.Next(50) == 0 ? Whole(1_790_000_000_208_123) : Whole(1_790_000_000_208);

    string Digits(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(10).ToString(CultureInfo.InvariantCulture)));

    string Space() => !isFree || random.Next(6) > 0 ? "" : random.Next(5) switch
    {
        0 => "\t",
        1 => "\r\n",
        2 => "     ",
        _ => " ",
    };

    string Escaped(string text)
    {
        if (!isFree || text.Length == 0 || random.Next(20) > 0) return text;
        var at = random.Next(text.Length);
        return $"{text[..at]}\\u{(int)text[at]:x4}{text[(at + 1)..]}";
    }
}
