using System.Text;
using StrategyHost.Engine.Transport;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Transport;

public sealed class WebSocketTransportTests : TransportTests
{
    [Fact]
    public async Task A_message_arrives_as_it_was_sent()
    {
        var (client, peer) = await ConnectAsync();
        peer.Send("{\"u\":1}");
        var taken = await TakeAsync(client);
        Assert.Equal("{\"u\":1}", taken.Text);
        Assert.False(taken.IsBinary);
        Assert.False(taken.IsClosed);
    }

    [Fact]
    public async Task Fragments_and_the_pings_between_them_become_one_message()
    {
        var (client, peer) = await ConnectAsync();
        peer.Send(LoopbackPeer.Text, "one "u8, fin: false);
        peer.Send(LoopbackPeer.Continuation, "two "u8, fin: false);
        peer.Send(LoopbackPeer.Ping, "alive?"u8);
        peer.Send(LoopbackPeer.Continuation, "three"u8);
        Assert.Equal("one two three", (await TakeAsync(client)).Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1_000_000)]
    public async Task A_message_of_any_size_below_the_bound_arrives_whole(int length)
    {
        var (client, peer) = await ConnectAsync(new TransportOptions { MaxFrameBytes = 1_000_000 });
        var payload = Enumerable.Range(0, length).Select(i => (byte)('a' + i % 26)).ToArray();
        var sent = Dedicated(() => { peer.Send(LoopbackPeer.Binary, payload); return 0; });
        var taken = await TakeAsync(client);
        await sent;
        Assert.Equal(Encoding.ASCII.GetString(payload), taken.Text);
        Assert.True(taken.IsBinary);
    }

    [Fact]
    public async Task A_ping_is_answered_while_the_thread_blocks_in_a_receive()
    {
        var (client, peer) = await ConnectAsync();
        var receive = await BlockedReceiveAsync(client, peer); // asserts the pong
        peer.Send("after");
        Assert.Equal("after", (await receive).Text);
    }

    [Fact]
    public async Task Another_thread_can_send_while_the_receiver_blocks()
    {
        var (client, peer) = await ConnectAsync();
        var receive = await BlockedReceiveAsync(client, peer);
        Assert.True(client.Send("{\"method\":\"SUBSCRIBE\"}"u8));
        var (opcode, payload) = await peer.ReadAsync();
        Assert.Equal(LoopbackPeer.Text, opcode);
        Assert.Equal("{\"method\":\"SUBSCRIBE\"}", Encoding.UTF8.GetString(payload));
        peer.Send("ok");
        Assert.Equal("ok", (await receive).Text);
    }

    [Fact]
    public async Task Sends_from_many_threads_stay_whole()
    {
        var (client, peer) = await ConnectAsync();
        var senders = Enumerable.Range(0, 4).Select(n => Dedicated(() =>
        {
            var tail = new string('x', 300);
            for (var i = 0; i < 50; i++) Assert.True(client.Send(Encoding.ASCII.GetBytes($"{n}:{i}:{tail}")));
            return 0;
        })).ToArray();
        var next = new int[4];
        for (var i = 0; i < 200; i++)
        {
            var parts = Encoding.ASCII.GetString((await peer.ReadAsync()).Payload).Split(':');
            Assert.Equal(next[int.Parse(parts[0])]++, int.Parse(parts[1]));
            Assert.Equal(300, parts[2].Length);
        }
        await Task.WhenAll(senders);
    }

    [Fact]
    public async Task Our_close_waits_for_the_servers_answer_and_ends_the_blocked_receive()
    {
        var (client, peer) = await ConnectAsync(new TransportOptions { CloseTimeout = Patience });
        var receive = await BlockedReceiveAsync(client, peer);
        var close = Dedicated(() => { client.Close(); return 0; });
        var (opcode, payload) = await peer.ReadAsync();
        Assert.Equal(LoopbackPeer.Close, opcode);
        Assert.Equal([0x03, 0xe8], payload[..2]); // 1000
        peer.Send(LoopbackPeer.Close, payload);
        peer.Dispose();
        var taken = await receive;
        await close;
        Assert.True(taken.IsClosed);
        Assert.Equal(1000, taken.CloseCode);
        Assert.Equal("closed by this host", taken.Reason);
    }

    [Fact]
    public async Task Our_close_ends_in_bounded_time_when_the_server_does_not_answer()
    {
        var (client, peer) = await ConnectAsync(new TransportOptions { CloseTimeout = TimeSpan.FromMilliseconds(100) });
        var receive = await BlockedReceiveAsync(client, peer);
        await Dedicated(() => { client.Close(); return 0; });
        Assert.True((await receive).IsClosed);
        Assert.False(client.Send("late"u8));
    }

    [Fact]
    public async Task The_servers_close_is_answered_and_told_with_code_and_reason()
    {
        var (client, peer) = await ConnectAsync(new TransportOptions { CloseTimeout = Patience });
        var receive = TakeAsync(client);
        peer.Send(LoopbackPeer.Close, [0x03, 0xe9, .. "maintenance"u8]); // 1001
        Assert.Equal(LoopbackPeer.Close, (await peer.ReadAsync()).Opcode);
        peer.Dispose();
        var taken = await receive;
        Assert.True(taken.IsClosed);
        Assert.Equal(1001, taken.CloseCode);
        Assert.Equal("closed by the server (1001): maintenance", taken.Reason);
        Assert.Equal(taken, await TakeAsync(client)); // and again the same
    }

    [Fact]
    public async Task A_connection_that_drops_without_a_close_frame_is_1006()
    {
        var (client, peer) = await ConnectAsync();
        peer.Dispose();
        var taken = await TakeAsync(client);
        Assert.True(taken.IsClosed);
        Assert.Equal(1006, taken.CloseCode);
        Assert.StartsWith("the connection was lost", taken.Reason);
    }

    [Fact]
    public async Task Abort_ends_a_blocked_receive()
    {
        var (client, peer) = await ConnectAsync();
        var receive = await BlockedReceiveAsync(client, peer);
        client.Abort();
        var taken = await receive;
        Assert.True(taken.IsClosed);
        Assert.Equal(1006, taken.CloseCode);
    }

    [Fact]
    public async Task A_peer_that_falls_silent_is_noticed_by_the_unanswered_ping()
    {
        var (client, _) = await ConnectAsync(new TransportOptions
        {
            KeepAliveInterval = TimeSpan.FromMilliseconds(200),
            KeepAliveTimeout = TimeSpan.FromMilliseconds(500),
        });
        var taken = await TakeAsync(client);
        Assert.True(taken.IsClosed);
        Assert.Equal(1006, taken.CloseCode);
        Assert.Equal("no answer to a ping within 0.5 s", taken.Reason);
    }

    [Fact]
    public async Task A_message_beyond_the_bound_is_refused_with_1009()
    {
        var (client, peer) = await ConnectAsync(new TransportOptions { MaxFrameBytes = 1000, CloseTimeout = Patience });
        var receive = TakeAsync(client);
        peer.Send(LoopbackPeer.Text, new byte[600], fin: false);
        peer.Send(LoopbackPeer.Continuation, new byte[401]);
        var (opcode, payload) = await peer.ReadAsync();
        Assert.Equal(LoopbackPeer.Close, opcode);
        Assert.Equal([0x03, 0xf1], payload[..2]); // 1009
        peer.Dispose();
        var taken = await receive;
        Assert.Equal(1009, taken.CloseCode);
        Assert.Equal("a message larger than 1000 bytes", taken.Reason);
    }

    [Fact]
    public async Task A_peer_that_reads_nothing_costs_a_send_no_more_than_its_timeout()
    {
        var (client, _) = await ConnectAsync(new TransportOptions { SendTimeout = TimeSpan.FromMilliseconds(200) });
        var sent = await Dedicated(() =>
        {
            var megabyte = new byte[1 << 20];
            megabyte.AsSpan().Fill((byte)'x');
            for (var i = 0; i < 64; i++)
                if (!client.Send(megabyte)) return i;
            return 64;
        });
        Assert.InRange(sent, 0, 63);
        Assert.True((await TakeAsync(client)).IsClosed);
    }

    [Fact]
    public async Task A_message_is_received_without_allocating()
    {
        const int count = 20_000;
        var (client, peer) = await ConnectAsync();
        var message = LoopbackPeer.Frame(LoopbackPeer.Text, new byte[872]);
        var feeding = Dedicated(() =>
        {
            for (var i = 0; i < count; i++) peer.Stream.Write(message);
            return 0;
        });
        var allocated = await Dedicated(() =>
        {
            for (var i = 0; i < count / 2; i++) Assert.Equal(872, client.Receive().Frame.Length);
            var (received, bytes) = (count / 2, 0L);
            var least = Allocations.Steady(() =>
            {
                for (var last = received + (count / 20); received < last; received++)
                    bytes += client.Receive().Frame.Length;
            });
            for (; received < count; received++) bytes += client.Receive().Frame.Length;
            Assert.Equal(872L * (count / 2), bytes);
            return least;
        });
        await feeding;
        Assert.Equal(0, allocated);
    }
}
