using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using StrategyHost.Simulator;

namespace StrategyHost.Tests.Simulator;

/// <summary>Real sockets on loopback: what the state machines say reaches a client, and closing is clean.</summary>
public sealed class SimulatedExchangeTests
{
    static readonly CancellationToken Soon =
        new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System).Token;

    [Fact]
    public async Task A_client_subscribes_over_loopback_and_its_book_ends_equal_to_the_truth()
    {
        await using var exchange = await StartAsync(new());
        var endpoint = exchange.Endpoints[0];
        using var socket = await ConnectAsync(endpoint, "/stream");
        await SendAsync(socket, """{"method":"SUBSCRIBE","params":["btcusdt@depth@100ms"],"id":1}""");
        Assert.Equal("""{"result":null,"id":1}""", await ReceiveAsync(socket));
        var first = JsonDocument.Parse(await ReceiveAsync(socket)).RootElement;
        Assert.Equal("btcusdt@depth@100ms", first.GetProperty("stream").GetString());

        using var http = new HttpClient { BaseAddress = endpoint.Rest };
        var book = new FrameBook();
        book.Load(JsonDocument.Parse(
            await http.GetStringAsync("/api/v3/depth?symbol=BTCUSDT&limit=1000", Soon)).RootElement);
        for (var applied = 0; applied < 5;)
        {
            var delta = JsonDocument.Parse(await ReceiveAsync(socket)).RootElement.GetProperty("data");
            if (delta.GetProperty("u").GetInt64() <= book.Last) continue;
            Assert.InRange(book.Last + 1, delta.GetProperty("U").GetInt64(), delta.GetProperty("u").GetInt64());
            book.Apply(delta);
            applied++;
        }

        var truth = JsonDocument.Parse(await http.GetStringAsync(
            $"/sim/truth?instrument=binance:BTC/USDT&levels=20&sequence={book.Last}", Soon)).RootElement;
        Assert.Equal(book.Best().Bid.Price, FrameBook.Number(truth.GetProperty("bids")[0][0]));
        Assert.Equal(book.Best().Ask.Quantity, FrameBook.Number(truth.GetProperty("asks")[0][1]));
        Assert.Equal(20, truth.GetProperty("bids").GetArrayLength());
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_cut_off()
    {
        await using var exchange = await StartAsync(new() { Pace = 40, QueueBound = 100 });
        using var socket = await ConnectAsync(exchange.Endpoints[1], "/public/stream?streams=" + string.Join('/',
            ((string[])["btcusdt", "ethusdt", "solusdt", "xrpusdt"]).Select(symbol =>
                $"{symbol}@depth@0ms/{symbol}@depth@100ms/{symbol}@bookTicker/{symbol}@trade/{symbol}@depth20@100ms")));
        await UntilAsync(exchange, count: 1);
        await UntilAsync(exchange, count: 0);
    }

    [Fact]
    public async Task A_client_that_asks_too_fast_is_closed_with_1008()
    {
        await using var exchange = await StartAsync(new());
        using var socket = await ConnectAsync(exchange.Endpoints[0], "/ws");
        for (var i = 0; i < 6; i++) await SendAsync(socket, """{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        for (var i = 0; i < 5; i++) await ReceiveAsync(socket);
        var close = await socket.ReceiveAsync(new byte[100], Soon);
        Assert.Equal(WebSocketMessageType.Close, close.MessageType);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
    }

    [Fact]
    public async Task A_clients_own_close_is_answered_and_the_venue_forgets_it()
    {
        await using var exchange = await StartAsync(new());
        using var socket = await ConnectAsync(exchange.Endpoints[1], "/public/ws/btcusdt@bookTicker");
        await ReceiveAsync(socket);
        Assert.Equal(1, exchange.ConnectionCount);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Soon);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        await UntilAsync(exchange, count: 0);
    }

    [Fact]
    public async Task Disposing_says_going_away_to_those_who_are_connected()
    {
        var exchange = await StartAsync(new());
        using var socket = await ConnectAsync(exchange.Endpoints[0], "/ws");
        var disposing = exchange.DisposeAsync().AsTask();
        var close = await socket.ReceiveAsync(new byte[100], Soon);
        Assert.Equal(WebSocketMessageType.Close, close.MessageType);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
        socket.Abort(); // an answer may come too late: the server waits for it within a bound
        await disposing;
    }

    [Fact]
    public async Task A_port_in_use_is_named_in_one_sentence()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        var thrown = await Assert.ThrowsAsync<PortInUseException>(() => StartAsync(new() { Port = port }));
        Assert.Equal(port, thrown.Port);
        Assert.Contains($"Port {port} on 127.0.0.1 is in use", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("--port", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_path_is_refused_at_the_handshake()
    {
        await using var exchange = await StartAsync(new());
        using var socket = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new Uri(exchange.Endpoints[0].Ws, "/nowhere"), Soon));
    }

    static Task<SimulatedExchange> StartAsync(SimulatorOptions options) =>
        SimulatedExchange.StartAsync(options, TimeProvider.System, Soon);

    static async Task UntilAsync(SimulatedExchange exchange, int count)
    {
        while (exchange.ConnectionCount != count)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Soon);
    }

    static async Task<ClientWebSocket> ConnectAsync(SimulatedEndpoint endpoint, string path)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(endpoint.Ws, path), Soon);
        return socket;
    }

    static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Soon);

    static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[256 * 1024];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), Soon);
            length += part.Count;
            if (part.EndOfMessage) return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }
}
