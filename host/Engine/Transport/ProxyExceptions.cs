using System.Globalization;
using System.Net;

namespace StrategyHost.Engine.Transport;

/// <summary>
/// The hosts that are reached without a proxy, as <c>NO_PROXY</c> spells them, separated by commas: a name and all
/// below it (<c>venue.com</c>, <c>.venue.com</c>, <c>*.venue.com</c>), an IP address, a network (<c>10.0.0.0/8</c>),
/// each but a network with a port if only that is meant, or <c>*</c> for all.
/// </summary>
sealed class ProxyExceptions(string text)
{
    readonly string[] entries = text.Split(
        [',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool Contain(string host, int port) => Array.Exists(entries, x => Means(x, host, port));

    static bool Means(string entry, string host, int port)
    {
        if (entry == "*") return true;
        if (IPNetwork.TryParse(entry, out var network))
            return IPAddress.TryParse(host, out var inside) && network.Contains(inside);
        if (IPAddress.TryParse(entry.Trim('[', ']'), out var address))
            return IPAddress.TryParse(host, out var same) && same.Equals(address);
        var colon = entry.LastIndexOf(':');
        if (colon < 0) return IsBelow(entry, host);
        return ushort.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var only)
            && only == port && Means(entry[..colon], host, port);
    }

    static bool IsBelow(string entry, string host)
    {
        var name = entry.TrimStart('*').Trim('.');
        if (name.Length == 0) return false;
        return host.Equals(name, StringComparison.OrdinalIgnoreCase)
            || host.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase);
    }
}
