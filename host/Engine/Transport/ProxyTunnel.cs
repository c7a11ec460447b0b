using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StrategyHost.Engine.Transport;

/// <summary>
/// Asks a proxy for a way through to a target (CONNECT), for ws and http as well as for wss and https: what comes after
/// it is the target's, byte for byte. What a proxy answers is not believed beyond its status.
/// </summary>
/// <remarks>For one connection, on one thread at a time; it bounds sizes, the caller bounds the time.</remarks>
sealed class ProxyTunnel(ProxyAddress proxy, DnsEndPoint target)
{
    const int MaxAnswerBytes = 16 << 10;

    readonly byte[] answer = new byte[MaxAnswerBytes];
    int length;

    string Target => target.Host.Contains(':') ? $"[{target.Host}]:{target.Port}" : $"{target.Host}:{target.Port}";

    /// <summary>Opens the way on a socket that is connected to the proxy; blocks.</summary>
    /// <exception cref="ProxyException">There is none.</exception>
    public void Open(Socket socket)
    {
        try
        {
            socket.Send(Request());
            while (!Take(socket.Receive(answer.AsSpan(length))))
            {
            }
        }
        catch (SocketException lost)
        {
            throw HungUp(lost);
        }
    }

    /// <summary>The same without blocking.</summary>
    /// <exception cref="ProxyException">There is none.</exception>
    public async Task OpenAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync(Request(), cancellationToken).ConfigureAwait(false);
            while (!Take(await socket.ReceiveAsync(answer.AsMemory(length), cancellationToken).ConfigureAwait(false)))
            {
            }
        }
        catch (SocketException lost)
        {
            throw HungUp(lost);
        }
    }

    byte[] Request()
    {
        var signOn = proxy.Authorization is { } basic ? $"Proxy-Authorization: {basic}\r\n" : "";
        return Encoding.ASCII.GetBytes($"CONNECT {Target} HTTP/1.1\r\nHost: {Target}\r\n{signOn}\r\n");
    }

    /// <summary>Takes what was received; true when the way is open.</summary>
    bool Take(int received)
    {
        if (received == 0) throw HungUp();
        length += received;
        var head = answer.AsSpan(0, length);
        var end = head.IndexOf("\r\n\r\n"u8);
        if (!"HTTP/1."u8[..Math.Min(length, 7)].SequenceEqual(head[..Math.Min(length, 7)])) throw NoHttp();
        if (end < 0 && length == MaxAnswerBytes) throw NoHttp();
        if (end < 0) return false;
        var status = StatusOf(head);
        if (status is < 200 or > 299) throw Refused(status);
        if (end + 4 < length) throw NoHttp(); // nobody's: the target does not speak first
        return true;
    }

    int StatusOf(ReadOnlySpan<byte> head)
    {
        // HTTP/1.1 200 and whatever words
        if (head is not [_, _, _, _, _, _, _, _, (byte)' ', _, _, _, (byte)' ' or (byte)'\r', ..]) throw NoHttp();
        return int.TryParse(head[9..12], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw NoHttp();
    }

    ProxyException Refused(int status) => new(status switch
    {
        407 when proxy.Authorization is null => $"the proxy {proxy} asks for user and password (407)",
        407 => $"the proxy {proxy} does not accept the user and password that it was given (407)",
        403 => $"the proxy {proxy} does not allow a way to {Target} (403)",
        _ => $"the proxy {proxy} found no way to {Target} (it answered {status})",
    });

    ProxyException NoHttp() => new($"{proxy} does not answer as an HTTP proxy does");

    ProxyException HungUp(SocketException? cause = null) =>
        new($"the proxy {proxy} hung up when asked for a way to {Target}", cause);
}
