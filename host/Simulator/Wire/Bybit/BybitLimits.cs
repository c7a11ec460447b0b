namespace StrategyHost.Simulator.Wire.Bybit;

/// <summary>What the venue says of one more request.</summary>
readonly record struct BybitVerdict(
    bool IsBanned, bool IsRefused, IReadOnlyDictionary<string, string> Headers);

/// <summary>
/// How often a client may ask: 600 requests in 5 s of an address, beyond which it is shut out for ten minutes without a
/// word of when that ends; and so many a second of one endpoint, beyond which requests fail with their code.
/// </summary>
sealed class BybitLimits
{
    const int MostOfAddress = 600;

    /// <summary>What five seconds' worth comes to; the venue names no limit for public endpoints.</summary>
    const int MostOfEndpoint = 120;

    const int MostPaths = 64;

    static readonly TimeSpan AddressWindow = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Ban = TimeSpan.FromMinutes(10);

    readonly Queue<DateTimeOffset> recent = [];
    readonly Dictionary<string, (long Second, int Count)> endpoints = new(StringComparer.Ordinal);
    DateTimeOffset bannedUntil;

    public BybitVerdict Take(string path, DateTimeOffset now, long skewMs)
    {
        if (now < bannedUntil || !FitsAddress(now)) return new(true, false, new Dictionary<string, string>());
        var second = now.ToUnixTimeSeconds();
        if (endpoints.Count == MostPaths) endpoints.Clear();
        var count = endpoints.GetValueOrDefault(path) is var known && known.Second == second ? known.Count + 1 : 1;
        endpoints[path] = (second, count);
        var headers = new Dictionary<string, string>
        {
            ["X-Bapi-Limit"] = $"{MostOfEndpoint}",
            ["X-Bapi-Limit-Status"] = $"{Math.Max(0, MostOfEndpoint - count)}",
            ["X-Bapi-Limit-Reset-Timestamp"] = $"{(second + 1) * 1000 + skewMs}",
        };
        return new(false, count > MostOfEndpoint, headers);
    }

    bool FitsAddress(DateTimeOffset now)
    {
        while (recent.TryPeek(out var oldest) && now - oldest >= AddressWindow) recent.Dequeue();
        recent.Enqueue(now);
        if (recent.Count <= MostOfAddress) return true;
        bannedUntil = now + Ban;
        recent.Clear();
        return false;
    }
}
