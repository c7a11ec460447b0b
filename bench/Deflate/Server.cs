using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using StrategyHost.Engine.Recording;

namespace StrategyHost.Bench.Deflate;

/// <summary>
/// Serves a recording's frames over and over to one client, then, as a binary message, when each was sent, its own
/// processor time, and the bytes that went over the wire.
/// </summary>
static class Server
{
    public static async Task<int> RunAsync(string recording, bool isCompressed, int frames, int rate)
    {
        var texts = Read(recording);
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.Out.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        await using var wire = new CountedStream(await listener.AcceptSocketAsync());
        using var socket = await UpgradeAsync(wire, isCompressed);
        var report = new long[frames + 3];
        for (var i = 0; i < frames; i++)
        {
            if (i == frames / 4) (report[^3], report[^2]) = (-Processor, -wire.Written);
            if (rate > 0) WaitFor(i, rate);
            report[i] = TimeProvider.System.GetTimestamp();
            await socket.SendAsync(texts[i % texts.Count], WebSocketMessageType.Text, true, CancellationToken.None);
        }

        (report[^3], report[^2]) = (report[^3] + Processor, report[^2] + wire.Written);
        report[^1] = texts.Take(frames).Sum(x => (long)x.Length) / Math.Min(frames, texts.Count);
        var end = MemoryMarshal.AsBytes<long>(report).ToArray();
        await socket.SendAsync(end, WebSocketMessageType.Binary, true, CancellationToken.None);
        await socket.ReceiveAsync(new byte[64], CancellationToken.None); // its close
        return 0;
    }

    static long Processor => OperatingSystem.IsIOS() ? 0 : Environment.CpuUsage.TotalTime.Ticks;

    static long started;

    /// <summary>Waits until a frame is due.</summary>
    static void WaitFor(int frame, int rate)
    {
        if (frame == 0) started = TimeProvider.System.GetTimestamp();
        var due = started + (long)((double)frame / rate * TimeProvider.System.TimestampFrequency);
        using var never = new ManualResetEventSlim();
        while (due - TimeProvider.System.GetTimestamp() is var left && left > 0)
            never.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(1));
    }

    static List<ReadOnlyMemory<byte>> Read(string path)
    {
        const int Most = 8192;
        if (!RecordingReader.TryOpen(path, out var reader, out var error)) throw new InvalidDataException(error);
        using var opened = reader;
        var texts = new List<ReadOnlyMemory<byte>>();
        while (texts.Count < Most && reader.TryRead(out var line))
            if (line.Kind == RecordKind.Received) texts.Add(line.Text.ToArray());
        return texts;
    }

#pragma warning disable CA5350 // RFC 6455 wants SHA-1 here; it protects nothing
    static async Task<WebSocket> UpgradeAsync(Stream wire, bool isCompressed)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await wire.ReadAsync(one) > 0)
            head.Append((char)one[0]);
        var key = head.ToString().Split("\r\n")
            .First(x => x.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase))[18..].Trim();
        var accept = Convert.ToBase64String(
            SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        var extension = isCompressed ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "";
        await wire.WriteAsync(Encoding.ASCII.GetBytes(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"{extension}Sec-WebSocket-Accept: {accept}\r\n\r\n"));
        return WebSocket.CreateFromStream(wire, new WebSocketCreationOptions
        {
            IsServer = true, DangerousDeflateOptions = isCompressed ? new WebSocketDeflateOptions() : null,
        });
    }
#pragma warning restore CA5350

    sealed class CountedStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        public long Written { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
