using System.Net;
using System.Net.Sockets;

namespace StrategyHost.Engine.Transport;

/// <summary>
/// Opens the one socket of a connection, synchronously, to the target or to a proxy and through it, trying a host's
/// addresses in the resolver's order. It keeps hold of the socket so that whoever waits can be unblocked:
/// <see cref="Abort"/> ends whatever blocks on it.
/// </summary>
/// <remarks><see cref="Dial"/> on one thread, once; <see cref="Abort"/> on any.</remarks>
sealed class SocketDialer(TransportOptions options, ProxyAddress? proxy)
{
    readonly Lock gate = new();
    Socket? socket;
    bool aborted;
    bool isSpent;
    volatile bool isThrough;

    /// <summary>What went wrong in <see cref="Dial"/>, one clause for people; null while nothing did.</summary>
    public string? Error { get; private set; }

    /// <summary>The proxy that an answer is awaited from; null when the target itself is.</summary>
    public ProxyAddress? Awaited => isThrough ? null : proxy;

    /// <summary>Connects to the first of the host's addresses that answers, or to the proxy's and through it.</summary>
    /// <exception cref="IOException">None did; <see cref="Error"/> says why.</exception>
    public Socket Dial(DnsEndPoint target, CancellationToken cancellationToken)
    {
        if (isSpent) // the BCL asks again when the server hangs up on the request: retrying is the host's business
        {
            Error = "the server ended the connection before the WebSocket upgrade";
            throw new IOException(Error);
        }
        isSpent = true;
        if (proxy is null) return Connect(target, cancellationToken);
        var connected = Connect(proxy.EndPoint, cancellationToken);
        PassThrough(proxy, connected, target);
        return connected;
    }

    /// <summary>Closes the socket: whatever blocks on it returns with a fault, now and later.</summary>
    public void Abort()
    {
        Socket? open;
        lock (gate)
        {
            aborted = true;
            open = socket;
        }
        open?.Dispose();
    }

    Socket Connect(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = Resolve(target.Host, cancellationToken);
        foreach (var address in addresses)
        {
            var share = options.ConnectTimeout / addresses.Length; // a dead first address must not eat the others' time
            if (TryConnect(address, target, share) is { } connected) return connected;
            cancellationToken.ThrowIfCancellationRequested();
        }
        throw new IOException(Error);
    }

    void PassThrough(ProxyAddress through, Socket connected, DnsEndPoint target)
    {
        try
        {
            new ProxyTunnel(through, target).Open(connected);
            isThrough = true;
        }
        catch (ProxyException refused)
        {
            Error = refused.Message;
            connected.Dispose();
            throw;
        }
    }

    IPAddress[] Resolve(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal)) return [literal];
        try
        {
            // a name is not a socket: waiting for the asynchronous call is what makes the wait cancellable
            var found = Dns.GetHostAddressesAsync(host, cancellationToken).GetAwaiter().GetResult();
            if (found.Length > 0) return found;
            Error = $"no address for {Role}{host}";
        }
        catch (SocketException e)
        {
            Error = e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData
                ? $"no such host {Role}{host}"
                : $"the name of {Role}{host} cannot be resolved: {e.Message}";
        }
        throw new IOException(Error);
    }

    Socket? TryConnect(IPAddress address, DnsEndPoint target, TimeSpan share)
    {
        var candidate = Adopt(new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            SendTimeout = (int)options.SendTimeout.TotalMilliseconds,
        });
        using var bound = options.Time.CreateTimer(
            state => ((Socket)state!).Dispose(), candidate, share, Timeout.InfiniteTimeSpan);
        try
        {
            candidate.Connect(new IPEndPoint(address, target.Port));
            return candidate;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            Error = $"connection refused by {Role}{target.Host}:{target.Port}";
        }
        catch (SocketException e) when (!IsClosedByUs(e))
        {
            Error = $"{Role}{target.Host}:{target.Port} cannot be reached: {e.Message}";
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Error = $"{Role}{target.Host}:{target.Port} did not answer";
        }
        candidate.Dispose();
        return null;
    }

    string Role => proxy is null ? "" : "the proxy ";

    Socket Adopt(Socket candidate)
    {
        lock (gate)
        {
            socket = candidate;
            if (aborted) candidate.Dispose();
        }
        return candidate;
    }

    static bool IsClosedByUs(SocketException e) =>
        e.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted or SocketError.ConnectionAborted;
}
