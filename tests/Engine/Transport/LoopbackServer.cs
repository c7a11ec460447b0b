using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace StrategyHost.Tests.Engine.Transport;

/// <summary>A listener on loopback that upgrades by hand, so that tests may send what no library would.</summary>
sealed class LoopbackServer : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public LoopbackServer() => listener.Start();

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Uri Uri => new($"ws://127.0.0.1:{Port}/stream");

    /// <summary>Accepts one connection, over TLS if there is a certificate, and upgrades it.</summary>
    public async Task<LoopbackPeer> AcceptAsync(X509Certificate2? certificate = null)
    {
        var stream = await AcceptStreamAsync(certificate);
        await stream.WriteAsync(Upgrade(await ReadKeyAsync(stream)));
        return new LoopbackPeer(stream);
    }

    /// <summary>Accepts one connection and agrees to compress what it sends.</summary>
    public async Task<WebSocket> AcceptCompressedAsync()
    {
        var stream = await AcceptStreamAsync(null);
        var key = await ReadKeyAsync(stream);
        await stream.WriteAsync(Upgrade(key, "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions
        {
            IsServer = true, DangerousDeflateOptions = new WebSocketDeflateOptions(),
        });
    }

    /// <summary>Accepts one connection, reads the request and answers with what is given.</summary>
    public async Task<LoopbackPeer> AnswerAsync(string response, X509Certificate2? certificate = null)
    {
        var stream = await AcceptStreamAsync(certificate);
        await ReadKeyAsync(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(response.ReplaceLineEndings("\r\n")));
        return new LoopbackPeer(stream);
    }

    public async Task<Socket> AcceptSocketAsync() =>
        await listener.AcceptSocketAsync().WaitAsync(TransportTests.Patience);

    public void Dispose() => listener.Dispose();

    async Task<Stream> AcceptStreamAsync(X509Certificate2? certificate)
    {
        var plain = new NetworkStream(await AcceptSocketAsync(), ownsSocket: true);
        if (certificate is null) return plain;
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(certificate).WaitAsync(TransportTests.Patience);
        return secure;
    }

    static byte[] Upgrade(string key, string extension = "") => Encoding.ASCII.GetBytes(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + $"{extension}Sec-WebSocket-Accept: {AcceptOf(key)}\r\n\r\n");

#pragma warning disable CA5350 // RFC 6455 wants SHA-1 here; it protects nothing
    static string AcceptOf(string key) => Convert.ToBase64String(
        SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350

    static async Task<string> ReadKeyAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0) break;
            head.Append((char)one[0]);
        }
        var line = head.ToString().Split("\r\n").FirstOrDefault(
            l => l.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase));
        return line?[18..].Trim() ?? "";
    }
}

/// <summary>The server's end of one upgraded connection, frame by frame.</summary>
sealed class LoopbackPeer(Stream stream) : IDisposable
{
    public const int Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10;

    public Stream Stream => stream;

    /// <summary>Sends one frame, unmasked as a server's are.</summary>
    public void Send(int opcode, ReadOnlySpan<byte> payload, bool fin = true) =>
        stream.Write(Frame(opcode, payload, fin));

    public void Send(string text) => Send(Text, Encoding.UTF8.GetBytes(text));

    public static byte[] Frame(int opcode, ReadOnlySpan<byte> payload, bool fin = true)
    {
        var first = (byte)((fin ? 0x80 : 0) | opcode);
        byte[] head = payload.Length switch
        {
            < 126 => [first, (byte)payload.Length],
            < 65536 => [first, 126, (byte)(payload.Length >> 8), (byte)payload.Length],
            _ => [first, 127, 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16),
                (byte)(payload.Length >> 8), (byte)payload.Length],
        };
        return [.. head, .. payload];
    }

    /// <summary>Reads one masked frame of at most 64 KiB.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReadAsync()
    {
        var head = new byte[2];
        await ReadExactlyAsync(head);
        var length = head[1] & 0x7f;
        if (length == 126)
        {
            var extended = new byte[2];
            await ReadExactlyAsync(extended);
            length = extended[0] << 8 | extended[1];
        }
        var mask = new byte[4];
        await ReadExactlyAsync(mask);
        var payload = new byte[length];
        await ReadExactlyAsync(payload);
        for (var i = 0; i < length; i++) payload[i] ^= mask[i & 3];
        return (head[0] & 0x0f, payload);
    }

    public void Dispose() => stream.Dispose();

    async Task ReadExactlyAsync(byte[] buffer) =>
        await stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(TransportTests.Patience);
}
