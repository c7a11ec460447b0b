using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StrategyHost.Tests.TestKit;

/// <summary>
/// A real CONNECT proxy on loopback: it opens the way that is asked for and carries bytes both ways, or answers what a
/// test wants it to. It keeps what it was asked.
/// </summary>
public sealed class ConnectProxy : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentQueue<string> heads = [];
    readonly ConcurrentQueue<string> firsts = [];
    readonly ConcurrentBag<IDisposable> open = [];
    readonly ConcurrentDictionary<string, int> routes = [];
    long carried;

    /// <summary>Starts it.</summary>
    public ConnectProxy()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = ServeAsync();
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Its address without user and password.</summary>
    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>What it wants in <c>Proxy-Authorization</c>; null when anybody may pass.</summary>
    public string? Wanted { get; init; }

    /// <summary>What it answers instead of opening a way; empty to say nothing at all.</summary>
    public string? Answer { get; init; }

    /// <summary>What was asked, whole heads in order.</summary>
    public IReadOnlyCollection<string> Heads => heads;

    /// <summary>Hosts and ports that were asked for, in order.</summary>
    public IReadOnlyList<string> Targets => [.. heads.Select(x => x.Split(' ')[1])];

    /// <summary>The first bytes that went through each open way to its target, as text.</summary>
    public IReadOnlyCollection<string> Firsts => firsts;

    /// <summary>Bytes carried from targets.</summary>
    public long Carried => Interlocked.Read(ref carried);

    /// <summary>Has a target that only this proxy knows served by a port of this machine.</summary>
    public void Route(string target, int port) => routes[target] = port;

    /// <summary>Ends it and every way through it.</summary>
    public void Dispose()
    {
        listener.Dispose();
        foreach (var one in open) one.Dispose();
    }

    async Task ServeAsync()
    {
        try
        {
            while (true) _ = PassAsync(await listener.AcceptSocketAsync(CancellationToken.None));
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // disposed
        }
    }

    async Task PassAsync(Socket accepted)
    {
        open.Add(accepted);
        try
        {
            var client = new NetworkStream(accepted, ownsSocket: true);
            var head = await ReadHeadAsync(client);
            heads.Enqueue(head);
            if (Refusal(head) is { } refusal)
            {
                await client.WriteAsync(Encoding.ASCII.GetBytes(refusal.ReplaceLineEndings("\r\n")));
                if (refusal.Length > 0) accepted.Shutdown(SocketShutdown.Send);
                return; // a silent one stays open
            }

            using var target = await ConnectAsync(head.Split(' ')[1]);
            open.Add(target);
            await client.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
            var there = new NetworkStream(target, ownsSocket: true);
            await Task.WhenAny(CarryAsync(client, there, counts: false), CarryAsync(there, client, counts: true));
            accepted.Dispose();
        }
        catch (Exception over) when (over is SocketException or IOException or ObjectDisposedException)
        {
            accepted.Dispose();
        }
    }

    string? Refusal(string head)
    {
        if (Answer is not null) return Answer;
        if (Wanted is null || head.Contains($"\r\nProxy-Authorization: {Wanted}\r\n", StringComparison.Ordinal))
            return null;
        return "HTTP/1.1 407 Proxy Authentication Required\nProxy-Authenticate: Basic\nContent-Length: 0\n\n";
    }

    async Task<Socket> ConnectAsync(string target)
    {
        var colon = target.LastIndexOf(':');
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (routes.TryGetValue(target, out var port)) await socket.ConnectAsync(IPAddress.Loopback, port);
        else await socket.ConnectAsync(target[..colon].Trim('[', ']'), int.Parse(target[(colon + 1)..]));
        return socket;
    }

    async Task CarryAsync(NetworkStream from, NetworkStream to, bool counts)
    {
        var buffer = new byte[64 << 10];
        int read;
        var isFirst = true;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            if (isFirst && !counts) firsts.Enqueue(Encoding.Latin1.GetString(buffer, 0, read));
            isFirst = false;
            if (counts) Interlocked.Add(ref carried, read);
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0) break;
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
