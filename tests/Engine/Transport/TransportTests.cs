using System.Text;
using StrategyHost.Engine.Transport;

namespace StrategyHost.Tests.Engine.Transport;

/// <summary>What the tests of one connection share: a server, a client, and patience that ends.</summary>
public abstract class TransportTests : IDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly List<IDisposable> open = [];

    internal LoopbackServer Server { get; } = new();

    internal async Task<(WebSocketTransport Client, LoopbackPeer Peer)> ConnectAsync(TransportOptions? options = null)
    {
        var accepted = Server.AcceptAsync();
        var (client, error) = await DialAsync(Server.Uri, options);
        Assert.Null(error);
        var peer = await accepted.WaitAsync(Patience);
        open.Add(client!);
        open.Add(peer);
        return (client!, peer);
    }

    /// <summary>Has something disposed of at the end.</summary>
    internal T Keep<T>(T one)
        where T : IDisposable
    {
        open.Add(one);
        return one;
    }

    internal static async Task<(WebSocketTransport? Client, string? Error)> DialAsync(
        Uri uri, TransportOptions? options = null, CancellationToken ct = default) =>
        await Dedicated(() =>
        {
            WebSocketTransport.TryConnect(uri, options ?? new TransportOptions(), ct, out var transport, out var error);
            return (transport, error);
        });

    internal static Task<Taken> TakeAsync(WebSocketTransport client) => Dedicated(() => Taken.From(client.Receive()));

    internal static Task<T> Dedicated<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(Patience);

    /// <summary>Waits until the transport's thread blocks in the receive that was just started.</summary>
    internal static async Task<Task<Taken>> BlockedReceiveAsync(WebSocketTransport client, LoopbackPeer peer)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var receive = Dedicated(() =>
        {
            started.SetResult();
            return Taken.From(client.Receive());
        });
        await started.Task.WaitAsync(Patience);
        // a ping is answered only from inside a receive: its pong proves that the thread is there
        peer.Send(LoopbackPeer.Ping, "there?"u8);
        var (opcode, payload) = await peer.ReadAsync();
        Assert.Equal((LoopbackPeer.Pong, "there?"), (opcode, Encoding.UTF8.GetString(payload)));
        return receive;
    }

    public void Dispose()
    {
        foreach (var one in open) one.Dispose();
        Server.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A receive's result, kept.</summary>
    internal sealed record Taken(string Text, bool IsBinary, bool IsClosed, int CloseCode, string? Reason)
    {
        public static Taken From(ReceiveResult result) => new(
            Encoding.UTF8.GetString(result.Frame), result.IsBinary, result.IsClosed, result.CloseCode, result.Reason);
    }
}
