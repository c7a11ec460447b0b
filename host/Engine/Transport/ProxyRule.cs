using System.Net;

namespace StrategyHost.Engine.Transport;

/// <summary>
/// Which proxy leads to an address, if any: the one rule for REST and WebSockets. An address on this machine goes
/// straight, whatever proxy there is, unless <see cref="ProxySettings.Loopback"/> says otherwise.
/// </summary>
/// <remarks>Immutable. Any thread.</remarks>
public sealed class ProxyRule
{
    readonly ProxySource secure;
    readonly ProxySource plain;
    readonly ProxyExceptions exceptions;
    readonly bool loopback;

    ProxyRule(ProxySource secure, ProxySource plain, ProxyExceptions exceptions, bool loopback)
    {
        this.secure = secure;
        this.plain = plain;
        this.exceptions = exceptions;
        this.loopback = loopback;
    }

    /// <summary>No proxy for any address.</summary>
    public static ProxyRule None { get; } = new(default, default, new ProxyExceptions(""), false);

    /// <summary>
    /// The rule of some settings: their address if there is one, else the environment's <c>HTTPS_PROXY</c> (https and
    /// wss), <c>HTTP_PROXY</c> (http and ws), <c>ALL_PROXY</c> (both), in small letters or capitals.
    /// </summary>
    /// <param name="settings">What the user configured.</param>
    /// <param name="variable">Reads an environment variable; null when it is not set.</param>
    public static ProxyRule From(ProxySettings settings, Func<string, string?> variable)
    {
        var exceptions = settings.Except ?? Find(variable, "no_proxy").Text ?? "";
        var any = Find(variable, "all_proxy");
        var (secure, plain) = settings.Address switch
        {
            null or "" => (Find(variable, "https_proxy").Or(any), Find(variable, "http_proxy").Or(any)),
            ProxySettings.Off => default,
            var set => (new ProxySource("Proxy:Address", set), new ProxySource("Proxy:Address", set)),
        };
        return new ProxyRule(secure, plain, new ProxyExceptions(exceptions), settings.Loopback);
    }

    /// <summary>
    /// The proxy for an http, https, ws or wss address; null when there is none for it. False when one is named that
    /// cannot be used, with one clause for people that does not repeat it, since it may hold a password.
    /// </summary>
    internal bool TryFind(Uri address, out ProxyAddress? proxy, out string? error)
    {
        (proxy, error) = (null, null);
        var source = address.Scheme is "https" or "wss" ? secure : plain;
        if (source.Text is not { } text) return true;
        var host = address.IdnHost.Trim('[', ']');
        if (IsLoopback(host) ? !loopback : exceptions.Contain(host, address.Port)) return true;
        if (ProxyAddress.TryParse(text, out proxy)) return true;
        error = $"{source.Name} is not the address of an HTTP proxy, http://host:port";
        return false;
    }

    static ProxySource Find(Func<string, string?> variable, string name)
    {
        var capitals = name.ToUpperInvariant();
        if (variable(name) is { } small && !string.IsNullOrWhiteSpace(small)) return new(name, small);
        return variable(capitals) is { } large && !string.IsNullOrWhiteSpace(large) ? new(capitals, large) : default;
    }

    static bool IsLoopback(string host) =>
        IPAddress.TryParse(host, out var literal)
            ? IPAddress.IsLoopback(literal)
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>A proxy as somebody wrote it down, and the name of the place where.</summary>
    readonly record struct ProxySource(string Name, string? Text)
    {
        public ProxySource Or(ProxySource other) => Text is null ? other : this;
    }
}
