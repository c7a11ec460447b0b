namespace StrategyHost.Simulator.Wire;

/// <summary>A request's path and its query, decoded; the first of equal names counts.</summary>
sealed class RequestTarget
{
    readonly Dictionary<string, string> query = new(StringComparer.Ordinal);

    public RequestTarget(string pathAndQuery)
    {
        var mark = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        Path = mark < 0 ? pathAndQuery : pathAndQuery[..mark];
        if (mark < 0) return;
        foreach (var part in pathAndQuery[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? part : part[..equals];
            query.TryAdd(Uri.UnescapeDataString(name), equals < 0 ? "" : Uri.UnescapeDataString(part[(equals + 1)..]));
        }
    }

    public string Path { get; }

    public string? this[string name] => query.GetValueOrDefault(name);
}
