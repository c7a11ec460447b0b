namespace StrategyHost.Engine.Transport;

/// <summary>What a user may say about proxies; <see cref="ProxyRule"/> makes one rule of it.</summary>
public sealed class ProxySettings
{
    /// <summary>The address that means: no proxy, whatever the environment says.</summary>
    public const string Off = "none";

    /// <summary>
    /// <c>http://[user:password@]host:port</c>, or <see cref="Off"/>; null to follow the environment's variables.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>
    /// Hosts that are reached straight, spelt as in <c>NO_PROXY</c>; null to follow that variable.
    /// </summary>
    public string? Except { get; set; }

    /// <summary>True to go through the proxy to this machine too, the embedded exchange included.</summary>
    public bool Loopback { get; set; }

    /// <summary>What is wrong with the address, without repeating it; null when nothing is.</summary>
    public string? Fault =>
        string.IsNullOrEmpty(Address) || Address == Off || ProxyAddress.TryParse(Address, out _)
            ? null
            : "Proxy:Address is not none or the address of an HTTP proxy, http://host:port";
}
