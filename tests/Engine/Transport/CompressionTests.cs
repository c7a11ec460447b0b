using System.Net.WebSockets;
using System.Text;
using StrategyHost.Engine.Transport;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Transport;

/// <summary>Per-message deflate, with a server that agrees to it.</summary>
public sealed class CompressionTests : TransportTests
{
    static readonly TransportOptions Compressed = new() { IsCompressed = true, MaxFrameBytes = 100_000 };

    [Fact]
    public async Task Compressed_messages_arrive_whole_and_ours_are_readable()
    {
        var (client, server) = await ConnectCompressedAsync();
        var text = string.Concat(Enumerable.Range(0, 2_000).Select(x => $"[\"{x}.10\",\"0.5\"],"));
        for (var i = 0; i < 3; i++)
        {
            await server.SendAsync(
                Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
            Assert.Equal(text, (await TakeAsync(client)).Text);
        }

        Assert.True(client.Send("subscribe"u8));
        var buffer = new byte[64];
        var received = await server.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal("subscribe", Encoding.ASCII.GetString(buffer, 0, received.Count));
    }

    [Fact]
    public async Task A_message_that_swells_beyond_the_bound_is_refused()
    {
        var (client, server) = await ConnectCompressedAsync();
        await server.SendAsync(
            new byte[50_000_000], WebSocketMessageType.Text, true, CancellationToken.None); // 50 kB on the wire
        var taken = await TakeAsync(client);
        Assert.Equal((1009, "a message larger than 100000 bytes"), (taken.CloseCode, taken.Reason));
    }

    [Fact]
    public async Task A_server_that_does_not_compress_is_fine()
    {
        var (client, peer) = await ConnectAsync(Compressed);
        peer.Send("plain");
        Assert.Equal("plain", (await TakeAsync(client)).Text);
    }

    [Fact]
    public async Task A_compressed_message_is_received_without_allocating()
    {
        const int Rounds = 12;
        const int Each = 500;
        var (client, server) = await ConnectCompressedAsync();
        var levels = Enumerable.Range(0, 60).Select(x => $"[\"{x * 7919}.1\"],");
        var message = Encoding.ASCII.GetBytes(string.Concat(levels));
        var feeding = Dedicated(() =>
        {
            for (var i = 0; i < Rounds * Each; i++)
                server.SendAsync(message, WebSocketMessageType.Text, true, default).GetAwaiter().GetResult();
            return 0;
        });
        var allocated = await Dedicated(() =>
        {
            var taken = 0;
            for (; taken < Each; taken++) Assert.Equal(message.Length, client.Receive().Frame.Length);
            var least = Allocations.Steady(() =>
            {
                for (var last = taken + Each; taken < last; taken++) _ = client.Receive().Frame.Length;
            });
            while (taken++ < Rounds * Each) _ = client.Receive().Frame.Length;
            return least;
        });
        await feeding;
        Assert.Equal(0, allocated);
    }

    async Task<(WebSocketTransport Client, WebSocket Server)> ConnectCompressedAsync()
    {
        var accepted = Server.AcceptCompressedAsync();
        var (client, error) = await DialAsync(Server.Uri, Compressed);
        Assert.Null(error);
        return (Keep(client!), Keep(await accepted.WaitAsync(Patience)));
    }
}
