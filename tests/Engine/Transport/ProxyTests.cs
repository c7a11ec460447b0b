using System.Net;
using System.Net.Sockets;
using System.Text;
using StrategyHost.Engine.Transport;
using StrategyHost.Exchange;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Engine.Transport;

/// <summary>WebSockets and REST through a real CONNECT proxy.</summary>
public sealed class ProxyTests : TransportTests
{
    const string Secret = "hush%3Ahush";
    static readonly Uri Ws = new($"ws://{TestRoot.Name}/stream");
    static readonly Uri Wss = new($"wss://{TestRoot.Name}/stream");
    static readonly RestRequest Ask = new("/time", "time", 1);

    [Fact]
    public async Task A_websocket_goes_through_to_a_name_that_only_the_proxy_knows()
    {
        using var proxy = NewProxy();
        var accepted = Server.AcceptAsync();
        var (client, error) = await DialAsync(Ws, Options(proxy));
        Assert.Null(error);
        using var peer = await accepted;
        peer.Send("through");
        Assert.Equal("through", (await TakeAsync(client!)).Text);
        Assert.True(client!.Send("and back"u8));
        Assert.Equal("and back", Encoding.UTF8.GetString((await peer.ReadAsync()).Payload));
        Assert.Equal(["venue.test:80"], proxy.Targets);
        Assert.DoesNotContain("Authorization", proxy.Heads.Single());
        client.Dispose();
    }

    [Fact]
    public async Task The_servers_certificate_is_verified_through_the_proxy()
    {
        using var root = new TestRoot();
        using var proxy = NewProxy();
        var accepted = Server.AcceptAsync(root.Certificate);
        Assert.StartsWith("TLS: The remote certificate is invalid", await FailureAsync(Wss, Options(proxy)));
        await accepted.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);
        var trusting = Options(proxy) with { Trust = root.Trust };
        accepted = Server.AcceptAsync(root.Certificate);
        var (client, error) = await DialAsync(Wss, trusting);
        Assert.Null(error);
        using var peer = await accepted;
        peer.Send("private");
        Assert.Equal("private", (await TakeAsync(client!)).Text);
        client!.Dispose();
        proxy.Route("other.test:443", Server.Port);
        accepted = Server.AcceptAsync(root.Certificate);
        Assert.StartsWith("TLS: ", await FailureAsync(new Uri("wss://other.test/"), trusting)); // another's certificate
        await accepted.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);
        Assert.Equal(["venue.test:443", "venue.test:443", "other.test:443"], proxy.Targets);
    }

    [Fact]
    public async Task Rest_goes_through_the_same_proxy_with_certificates_verified()
    {
        using var root = new TestRoot();
        using var proxy = NewProxy();
        var served = Server.AnswerAsync("HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", root.Certificate);
        var distrusted = await AskAsync(proxy, "https");
        Assert.StartsWith("TLS: ", distrusted.Error);
        await served.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);
        served = Server.AnswerAsync("HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", root.Certificate);
        var reply = await AskAsync(proxy, "https", root);
        Assert.Equal((200, null, "{}"), (reply.Status, reply.Error, Encoding.UTF8.GetString(reply.Body)));
        (await served).Dispose();
        served = Server.AnswerAsync("HTTP/1.1 200 OK\nContent-Length: 2\n\n[]");
        Assert.Equal("[]", Encoding.UTF8.GetString((await AskAsync(proxy, "http")).Body));
        (await served).Dispose();
        Assert.Equal(["venue.test:443", "venue.test:443", "venue.test:80"], proxy.Targets);
    }

    [Fact]
    public async Task User_and_password_sign_on_at_the_first_request()
    {
        using var proxy = new ConnectProxy { Wanted = "Basic " + Convert.ToBase64String("me:hush:hush"u8) };
        proxy.Route("venue.test:80", Server.Port);
        var accepted = Server.AcceptAsync();
        var (client, error) = await DialAsync(Ws, Options(proxy, $"me:{Secret}@"));
        Assert.Null(error);
        (await accepted).Dispose();
        client!.Dispose();
        var served = Server.AnswerAsync("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
        Assert.Equal(200, (await AskAsync(proxy, "http", null, $"me:{Secret}@")).Status);
        (await served).Dispose();
        Assert.Equal(2, proxy.Targets.Count);
    }

    [Theory]
    [InlineData("", "the proxy {0} asks for user and password (407)")]
    [InlineData($"me:{Secret}x@", "the proxy {0} does not accept the user and password that it was given (407)")]
    public async Task A_refused_sign_on_is_one_clause_without_the_password(string user, string clause)
    {
        using var proxy = new ConnectProxy { Wanted = "Basic bWU6aHVzaA==" };
        await AssertFailsAsync(proxy, clause, user);
        Assert.Equal(2, proxy.Targets.Count); // asked once each: a refused password is not tried again
    }

    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden\nContent-Length: 4\n\nNo.", "the proxy {0} does not allow a way to {1} (403)")]
    [InlineData("HTTP/1.0 502 Bad Gateway\n\n", "the proxy {0} found no way to {1} (it answered 502)")]
    [InlineData("HTTP/1.1 302 Found\nLocation: http://x/\n\n", "the proxy {0} found no way to {1} (it answered 302)")]
    [InlineData("SSH-2.0-OpenSSH_9.6\n", "{0} does not answer as an HTTP proxy does")]
    [InlineData("HTTP/1.1 2OO fine\n\n", "{0} does not answer as an HTTP proxy does")]
    [InlineData("HTTP/1.1 200\n\nand then some", "{0} does not answer as an HTTP proxy does")]
    [InlineData("HTTP/1.1 200 OK\nVia: x\n", "the proxy {0} hung up when asked for a way to {1}")]
    [InlineData("HTTP/1", "the proxy {0} hung up when asked for a way to {1}")]
    public async Task What_a_proxy_answers_instead_of_opening_a_way_is_one_clause(string answer, string clause)
    {
        using var proxy = new ConnectProxy { Answer = answer };
        await AssertFailsAsync(proxy, clause, $"me:{Secret}@");
    }

    [Fact]
    public async Task An_answer_without_an_end_is_not_read_for_ever()
    {
        using var proxy = new ConnectProxy { Answer = "HTTP/1.1 200 OK\nVia: " + new string('x', 100_000) };
        await AssertFailsAsync(proxy, "{0} does not answer as an HTTP proxy does");
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_is_named_as_the_proxy()
    {
        var gone = new ConnectProxy();
        gone.Dispose();
        await AssertFailsAsync(gone, "connection refused by the proxy {0}", $"me:{Secret}@");
    }

    [Fact]
    public async Task A_silent_proxy_times_out_by_name()
    {
        using var proxy = new ConnectProxy { Answer = "" };
        var late = TimeSpan.FromMilliseconds(300);
        Assert.Equal(
            $"timed out after 0.3 s waiting for the proxy 127.0.0.1:{proxy.Port}",
            await FailureAsync(Wss, Options(proxy) with { ConnectTimeout = late }));
        using var rest = new RestTransport(
            [new Uri("https://venue.test")], null, TimeProvider.System, late, Rule(proxy, ""));
        Assert.Equal(
            $"no answer from venue.test through the proxy 127.0.0.1:{proxy.Port} within 0.3 s",
            (await rest.GetAsync(Ask, CancellationToken.None).WaitAsync(Patience)).Error);
    }

    [Fact]
    public async Task A_silent_server_behind_a_proxy_times_out_as_the_server()
    {
        using var proxy = NewProxy();
        var accepted = Server.AcceptSocketAsync();
        var hurried = Options(proxy) with { ConnectTimeout = TimeSpan.FromMilliseconds(300) };
        Assert.Equal("timed out after 0.3 s", await FailureAsync(Wss, hurried));
        (await accepted).Dispose();
    }

    [Fact]
    public async Task Cancelling_ends_an_attempt_that_waits_for_a_proxy()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var cancel = new CancellationTokenSource();
        var proxies = Rule($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        var options = new TransportOptions { Proxies = proxies, ConnectTimeout = TimeSpan.FromMinutes(1) };
        var attempt = DialAsync(Wss, options, cancel.Token);
        using var asked = await silent.AcceptSocketAsync(CancellationToken.None);
        Assert.True(await asked.ReceiveAsync(new byte[1], CancellationToken.None) > 0); // it waits for the answer now
        await cancel.CancelAsync();
        Assert.Equal("cancelled", (await attempt).Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_through_a_proxy_is_received_without_allocating(bool isSecure)
    {
        const int Count = 40_000;
        using var root = new TestRoot();
        using var proxy = NewProxy();
        var accepted = Server.AcceptAsync(isSecure ? root.Certificate : null);
        var (client, error) = await DialAsync(isSecure ? Wss : Ws, Options(proxy) with { Trust = root.Trust });
        Assert.Null(error);
        using var peer = await accepted;
        var batch = Enumerable.Repeat(LoopbackPeer.Frame(LoopbackPeer.Text, new byte[872]), 10).SelectMany(x => x);
        var bytes = batch.ToArray();
        var feeding = Dedicated(() =>
        {
            for (var i = 0; i < Count / 10; i++) peer.Stream.Write(bytes);
            return 0;
        });
        var (received, allocated) = await Dedicated(() =>
        {
            long taken = 0;
            for (var i = 0; i < Count / 2; i++) taken += client!.Receive().Frame.Length;
            var least = Allocations.Steady(() =>
            {
                for (var i = 0; i < Count / 20; i++) taken += client!.Receive().Frame.Length;
            });
            while (taken < Count * 872L) taken += client!.Receive().Frame.Length;
            return (taken, least);
        });
        await feeding;
        Assert.Equal(Count * 872L, received);
        Assert.Equal(0, allocated);
        Assert.True(proxy.Carried > received);
        client!.Dispose();
    }

    ConnectProxy NewProxy()
    {
        var proxy = new ConnectProxy();
        proxy.Route("venue.test:80", Server.Port);
        proxy.Route("venue.test:443", Server.Port);
        return proxy;
    }

    static TransportOptions Options(ConnectProxy proxy, string user = "") =>
        new() { Proxies = Rule(proxy, user), ConnectTimeout = Patience };

    static ProxyRule Rule(ConnectProxy proxy, string user) => Rule($"http://{user}127.0.0.1:{proxy.Port}");

    static ProxyRule Rule(string address) => ProxyRule.From(new ProxySettings { Address = address }, _ => null);

    static async Task<RestReply> AskAsync(
        ConnectProxy proxy, string scheme, TestRoot? root = null, string user = "")
    {
        using var rest = new RestTransport(
            [new Uri($"{scheme}://{TestRoot.Name}")], null, TimeProvider.System, Patience, Rule(proxy, user),
            root?.Trust);
        return await rest.GetAsync(Ask, CancellationToken.None).WaitAsync(Patience);
    }

    static async Task<string> FailureAsync(Uri uri, TransportOptions options)
    {
        var (client, error) = await DialAsync(uri, options);
        Assert.Null(client);
        return error!;
    }

    /// <summary>Both transports must fail, with the same clause.</summary>
    static async Task AssertFailsAsync(ConnectProxy proxy, string clause, string user = "")
    {
        string Filled(string target) => string.Format(clause, $"127.0.0.1:{proxy.Port}", target);
        Assert.Equal(Filled("venue.test:443"), await FailureAsync(Wss, Options(proxy, user)));
        var reply = await AskAsync(proxy, "https", null, user);
        Assert.Equal((0, Filled("venue.test:443")), (reply.Status, reply.Error));
    }
}
