using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StrategyHost.Engine.Transport;
using StrategyHost.Exchange;

namespace StrategyHost.Tests.Engine.Transport;

public sealed class RestTransportTests : IDisposable
{
    static readonly RestRequest Depth = new("/api/v3/depth?symbol=BTCUSDT", "depth BTCUSDT", 5);

    readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public RestTransportTests() => listener.Start();

    Uri Root => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    [Fact]
    public async Task An_answer_comes_with_its_stamps_and_the_weight_used()
    {
        var served = ServeAsync("200 OK", "{\"a\":1}"u8.ToArray(), "X-MBX-USED-WEIGHT-1M: 37\r\n");
        using var rest = Transport("x-mbx-used-weight-1m", Root);
        var reply = await AskAsync(rest);
        Assert.StartsWith("GET /api/v3/depth?symbol=BTCUSDT HTTP/1.1", await served);
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(reply.Body));
        Assert.Equal((200, 37), (reply.Status, reply.UsedWeight));
        Assert.Null(reply.Error);
        Assert.Null(reply.RetryAfter);
        Assert.True(reply.Sent.Monotonic < reply.Received.Monotonic);
        Assert.Equal(new Uri(Root, Depth.Target), reply.Address);
    }

    [Fact]
    public async Task A_compressed_answer_is_unpacked()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write("[1,2]"u8);
        _ = ServeAsync("200 OK", packed.ToArray(), "Content-Encoding: gzip\r\n");
        using var rest = Transport(null, Root);
        Assert.Equal("[1,2]", Encoding.UTF8.GetString((await AskAsync(rest)).Body));
    }

    [Theory]
    [InlineData("429 Too Many Requests", "7", 7)]
    [InlineData("418 I'm a teapot", "120", 120)]
    [InlineData("503 Service Unavailable", "Thu, 01 Jan 1970 00:00:00 GMT", 0)]
    public async Task Retry_after_is_told_in_either_spelling(string status, string header, int seconds)
    {
        _ = ServeAsync(status, "{}"u8.ToArray(), $"Retry-After: {header}\r\n");
        using var rest = Transport(null, Root);
        var reply = await AskAsync(rest);
        Assert.Equal(int.Parse(status[..3]), reply.Status);
        Assert.Null(reply.Error); // an answer is an answer
        Assert.Equal(TimeSpan.FromSeconds(seconds), reply.RetryAfter);
    }

    [Fact]
    public async Task The_next_base_is_asked_when_the_first_is_down_and_kept()
    {
        using var rest = Transport(null, Unused(), Root);
        _ = ServeAsync("200 OK", "1"u8.ToArray());
        Assert.Equal(Root.Authority, (await AskAsync(rest)).Address.Authority);
        var served = ServeAsync("200 OK", "2"u8.ToArray());
        Assert.Equal("2", Encoding.UTF8.GetString((await AskAsync(rest)).Body));
        await served;
    }

    [Fact]
    public async Task With_every_base_down_the_error_names_the_last()
    {
        var (first, second) = (Unused(), Unused());
        using var rest = Transport(null, first, second);
        var reply = await AskAsync(rest);
        Assert.Equal((0, $"connection refused by {second.Authority}"), (reply.Status, reply.Error));
        Assert.Empty(reply.Body);
    }

    [Fact]
    public async Task A_silent_venue_times_out()
    {
        using var rest = new RestTransport([Root], null, TimeProvider.System, TimeSpan.FromMilliseconds(200));
        var accepted = listener.AcceptSocketAsync();
        Assert.Equal($"no answer from {Root.Authority} within 0.2 s", (await AskAsync(rest)).Error);
        (await accepted).Dispose();
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_an_error()
    {
        _ = ServeAsync("200 OK", "{"u8.ToArray(), length: 100);
        using var rest = Transport(null, Root);
        Assert.StartsWith($"{Root.Authority}: ", (await AskAsync(rest)).Error);
    }

    [Fact]
    public async Task An_answer_beyond_the_bound_is_refused()
    {
        _ = ServeAsync("200 OK", "{"u8.ToArray(), length: 33 << 20);
        using var rest = Transport(null, Root);
        Assert.Equal("an answer larger than 32 MiB", (await AskAsync(rest)).Error);
    }

    [Fact]
    public async Task Only_the_callers_own_cancellation_throws()
    {
        using var rest = Transport(null, Root);
        using var cancel = new CancellationTokenSource();
        var asking = rest.GetAsync(Depth, cancel.Token);
        using var accepted = await listener.AcceptSocketAsync(CancellationToken.None);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Theory]
    [InlineData("https://api.venue.com", "https://api.venue.com/api/v3/depth?symbol=BTCUSDT")]
    [InlineData("https://api.venue.com/", "https://api.venue.com/api/v3/depth?symbol=BTCUSDT")]
    [InlineData("http://127.0.0.1:9/venue", "http://127.0.0.1:9/venue/api/v3/depth?symbol=BTCUSDT")]
    public void A_target_stands_below_its_base(string root, string address) =>
        Assert.Equal(address, RestTransport.Address(new Uri(root), Depth.Target).AbsoluteUri);

    public void Dispose() => listener.Dispose();

    static RestTransport Transport(string? usedWeightHeader, params Uri[] bases) =>
        new(bases, usedWeightHeader, TimeProvider.System);

    static async Task<RestReply> AskAsync(RestTransport rest) =>
        await rest.GetAsync(Depth, CancellationToken.None).WaitAsync(TransportTests.Patience);

    static Uri Unused()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
    }

    /// <summary>Serves one request and hangs up; returns the request's head.</summary>
    async Task<string> ServeAsync(string status, byte[] body, string headers = "", int? length = null)
    {
        using var client = await listener.AcceptTcpClientAsync().WaitAsync(TransportTests.Patience);
        var stream = client.GetStream();
        var head = "";
        var buffer = new byte[4096];
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Length: {length ?? body.Length}\r\nConnection: close\r\n{headers}\r\n"));
        await stream.WriteAsync(body);
        return head;
    }
}
