using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrategyHost.Engine.Transport;

namespace StrategyHost.Tests.Engine.Transport;

public sealed class WebSocketConnectTests : TransportTests
{
    static readonly TransportOptions Unhurried = new() { ConnectTimeout = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task A_port_where_nobody_listens_is_refused_by_name()
    {
        var port = Server.Port;
        Server.Dispose();
        Assert.Equal($"connection refused by 127.0.0.1:{port}", await FailureAsync(new Uri($"ws://127.0.0.1:{port}/")));
    }

    [Fact]
    public async Task A_status_other_than_101_is_told()
    {
        var answered = Server.AnswerAsync("HTTP/1.1 404 Not Found\nContent-Length: 0\n\n");
        Assert.Equal("the server answered 404 to the WebSocket upgrade", await FailureAsync(Server.Uri));
        (await answered).Dispose();
    }

    [Fact]
    public async Task A_server_that_speaks_no_TLS_is_told_as_TLS()
    {
        var attempt = FailureAsync(new Uri($"wss://127.0.0.1:{Server.Port}/"));
        using var accepted = await Server.AcceptSocketAsync();
        await accepted.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        Assert.StartsWith("TLS: ", await attempt);
    }

    [Fact]
    public async Task A_server_that_hangs_up_before_the_upgrade_is_told()
    {
        var accepted = Server.AcceptSocketAsync();
        var failure = FailureAsync(Server.Uri);
        (await accepted).Dispose();
        var error = await failure;
        Assert.Matches("^(the server ended the connection before the WebSocket upgrade|the connection was)", error);
    }

    [Fact]
    public async Task A_server_that_accepts_and_says_nothing_times_out()
    {
        var accepted = Server.AcceptSocketAsync();
        Assert.Equal("timed out after 0.3 s", await FailureAsync(Server.Uri, TimeSpan.FromMilliseconds(300)));
        (await accepted).Dispose();
    }

    [Fact]
    public async Task An_address_that_drops_the_handshake_times_out()
    {
        using var full = new FullListener();
        var error = await FailureAsync(full.Uri, TimeSpan.FromMilliseconds(300));
        Assert.Matches("^(timed out after 0.3 s|127.0.0.1:[0-9]+ did not answer)$", error);
    }

    [Fact]
    public async Task Cancelling_ends_an_attempt_at_once()
    {
        using var full = new FullListener();
        using var cancel = new CancellationTokenSource();
        var attempt = DialAsync(full.Uri, Unhurried, cancel.Token);
        await cancel.CancelAsync();
        Assert.Equal("cancelled", (await attempt).Error);
    }

    [Fact]
    public async Task Cancelling_ends_an_attempt_that_waits_for_the_upgrade()
    {
        using var cancel = new CancellationTokenSource();
        var attempt = DialAsync(Server.Uri, Unhurried, cancel.Token);
        using var accepted = await Server.AcceptSocketAsync();
        await cancel.CancelAsync();
        Assert.Equal("cancelled", (await attempt).Error);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue.AddYears(-1));
        var attempt = FailureAsync(new Uri($"wss://127.0.0.1:{Server.Port}/"));
        await using var tls = new SslStream(new NetworkStream(await Server.AcceptSocketAsync(), ownsSocket: true));
        var served = tls.AuthenticateAsServerAsync(certificate);
        Assert.StartsWith("TLS: The remote certificate is invalid", await attempt);
        await served.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);
    }

    [Fact]
    public async Task Silent_servers_hold_no_thread_of_the_pool()
    {
        using var cancel = new CancellationTokenSource();
        var attempts = Enumerable.Range(0, 40).Select(_ => DialAsync(Server.Uri, Unhurried, cancel.Token)).ToList();
        var accepted = new List<Socket>();
        for (var i = 0; i < 40; i++) accepted.Add(await Server.AcceptSocketAsync());
        var free = TimeSpan.FromSeconds(5); // the pool adds a thread or two a second: far from 40 in that time
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => i, CancellationToken.None)))
            .WaitAsync(free, CancellationToken.None);
        await cancel.CancelAsync();
        Assert.All(await Task.WhenAll(attempts), a => Assert.Equal("cancelled", a.Error));
        accepted.ForEach(s => s.Dispose());
        Assert.Equal(40, answers.Length);
    }

    [Fact]
    public async Task An_unknown_host_is_named()
    {
        var error = await FailureAsync(new Uri("ws://no-such-host.invalid/"));
        Assert.Contains("no-such-host.invalid", error);
    }

    [Fact]
    public async Task A_name_with_several_addresses_is_tried_until_one_answers()
    {
        var accepted = Server.AcceptAsync(); // listens on IPv4 only, while localhost may be IPv6 first
        var (client, error) = await DialAsync(new Uri($"ws://localhost:{Server.Port}/stream"));
        Assert.Null(error);
        client!.Dispose();
        (await accepted).Dispose();
    }

    [Fact]
    public async Task Another_scheme_is_refused() =>
        Assert.Equal("http://127.0.0.1/ is not a ws or wss address", await FailureAsync(new Uri("http://127.0.0.1/")));

    static async Task<string> FailureAsync(Uri uri, TimeSpan? timeout = null)
    {
        var options = new TransportOptions { ConnectTimeout = timeout ?? Patience };
        var (client, error) = await DialAsync(uri, options);
        Assert.Null(client);
        return error!;
    }

    /// <summary>A listener whose queue is full, so that a further handshake hangs.</summary>
    sealed class FullListener : IDisposable
    {
        readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        readonly List<Socket> waiting = [];

        public FullListener()
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen(1);
            for (var i = 0; i < 4; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                _ = socket.ConnectAsync(listener.LocalEndPoint!);
                waiting.Add(socket);
            }
        }

        public Uri Uri => new($"ws://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}/");

        public void Dispose()
        {
            foreach (var socket in waiting) socket.Dispose();
            listener.Dispose();
        }
    }
}
