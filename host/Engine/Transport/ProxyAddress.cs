using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace StrategyHost.Engine.Transport;

/// <summary>
/// An HTTP proxy: where it is and how to sign on to it. Its text is host and port; what signs on is never part of any
/// text but the request that it is for.
/// </summary>
sealed class ProxyAddress
{
    ProxyAddress(Uri address)
    {
        EndPoint = new DnsEndPoint(address.IdnHost.Trim('[', ']'), address.Port);
        Name = address.Authority;
        Authorization = address.UserInfo is { Length: > 0 } user ? BasicOf(user) : null;
    }

    /// <summary>Where it listens.</summary>
    public DnsEndPoint EndPoint { get; }

    /// <summary>The value of the header that signs on; null when nothing is asked for.</summary>
    public string? Authorization { get; }

    /// <summary>Host and port, for people.</summary>
    public string Name { get; }

    /// <summary>
    /// Reads <c>[http://][user[:password]@]host[:port]</c>, port 80 when absent; user and password percent-encoded
    /// where they hold signs of an address.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ProxyAddress? proxy)
    {
        proxy = null;
        var spelt = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(spelt.Trim(), UriKind.Absolute, out var address)) return false;
        // a sign of an address inside a password would cut it there, and the rest would be shown as a host
        if (address is not { Scheme: "http", PathAndQuery: "/", Fragment: "", IdnHost.Length: > 0, Port: > 0 })
            return false;
        proxy = new ProxyAddress(address);
        return true;
    }

    public override string ToString() => Name;

    static string BasicOf(string user)
    {
        var parts = user.Split(':', 2);
        var (name, password) = (parts[0], parts.Length > 1 ? parts[1] : "");
        var pair = $"{Uri.UnescapeDataString(name)}:{Uri.UnescapeDataString(password)}";
        return $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}";
    }
}
