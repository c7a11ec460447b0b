using System.Net;
using System.Net.Sockets;

namespace StrategyHost.Engine.Transport;

/// <summary>
/// Opens the sockets of REST connections by the same rule and through the same tunnel as those of WebSockets.
/// </summary>
/// <remarks>Any thread. It blocks none.</remarks>
sealed class RestDialer(ProxyRule proxies)
{
    /// <summary>What a handler calls for a new connection.</summary>
    /// <exception cref="ProxyException">There is no way through the proxy.</exception>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var address = context.InitialRequestMessage.RequestUri!;
        if (!proxies.TryFind(address, out var proxy, out var error)) throw new ProxyException(error!);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (proxy is null) await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            else await PassThroughAsync(socket, proxy, context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static async Task PassThroughAsync(
        Socket socket, ProxyAddress proxy, DnsEndPoint target, CancellationToken cancellationToken)
    {
        try
        {
            await socket.ConnectAsync(proxy.EndPoint, cancellationToken).ConfigureAwait(false);
            await new ProxyTunnel(proxy, target).OpenAsync(socket, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException refused)
        {
            throw new ProxyException(refused.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => $"connection refused by the proxy {proxy}",
                SocketError.HostNotFound or SocketError.NoData => $"no such host the proxy {proxy}",
                _ => $"the proxy {proxy} cannot be reached: {refused.Message}",
            });
        }
    }
}
