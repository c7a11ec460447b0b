using System.Security.Cryptography.X509Certificates;

namespace StrategyHost.Engine.Transport;

/// <summary>The bounds of one WebSocket connection: every wait and every size of it is named here.</summary>
sealed record TransportOptions
{
    /// <summary>Largest message believed; a larger one closes the connection with 1009.</summary>
    public int MaxFrameBytes { get; init; } = 16 << 20;

    /// <summary>For name, socket, proxy, TLS and upgrade together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which the peer is pinged.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time the peer has to answer that ping before the connection counts as lost.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time a peer that takes no bytes may block a send before the connection counts as lost.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for the closing handshake before the socket is simply closed.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// True to offer per-message deflate; the server decides. <see cref="MaxFrameBytes"/> bounds what comes out of it.
    /// </summary>
    public bool IsCompressed { get; init; }

    /// <summary>Which addresses are reached through a proxy.</summary>
    public ProxyRule Proxies { get; init; } = ProxyRule.None;

    /// <summary>Whom certificates are traced back to; null for those that the system trusts.</summary>
    public X509ChainPolicy? Trust { get; init; }

    /// <summary>Clock of the timeouts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
