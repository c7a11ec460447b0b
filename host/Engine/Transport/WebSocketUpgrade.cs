using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace StrategyHost.Engine.Transport;

/// <summary>
/// The way from an address to an open WebSocket: name, socket, proxy, TLS, upgrade, under one timeout, each failure
/// told in one clause. Certificates are verified, through a proxy too; nothing here can turn that off.
/// </summary>
/// <remarks>
/// Blocks the calling thread and only that one: the BCL runs TLS and upgrade on pool threads, but every wait for the
/// network is done by the caller (<see cref="BorrowedThread"/>).
/// </remarks>
static class WebSocketUpgrade
{
    /// <summary>Connects, or says why not. Exactly one of the two is not null.</summary>
    public static (WebSocketTransport? Transport, string? Error) Run(
        Uri uri, TransportOptions options, CancellationToken ct)
    {
        if (uri.Scheme is not ("ws" or "wss")) return (null, $"{uri} is not a ws or wss address");
        if (!options.Proxies.TryFind(uri, out var proxy, out var error)) return (null, error);
        var dialer = new SocketDialer(options, proxy);
        var client = NewClient(options);
        var waiting = new BorrowedThread();
        var incoming = new IncomingBytes();
        var invoker = new HttpMessageInvoker(NewHandler(dialer, waiting, options, incoming));
        var failure = Connect(uri, client, invoker, dialer, waiting, options, ct);
        var transport = new WebSocketTransport(client, invoker, dialer, incoming, options);
        if (failure is null) return (transport, null);
        transport.Dispose();
        return (null, failure);
    }

    static string? Connect(
        Uri uri, ClientWebSocket client, HttpMessageInvoker invoker, SocketDialer dialer, BorrowedThread waiting,
        TransportOptions options, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        using var unblock = either.Token.Register(dialer.Abort); // the token alone does not end a blocked read
        try
        {
            var connecting = client.ConnectAsync(uri, invoker, either.Token);
            waiting.ServeUntil(connecting);
            connecting.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            return "cancelled";
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            var late = $"timed out after {options.ConnectTimeout.TotalSeconds:0.#} s";
            return dialer.Awaited is { } proxy ? $"{late} waiting for the proxy {proxy}" : late;
        }
        catch (Exception e) when (e is HttpRequestException || WebSocketTransport.IsConnectionFault(e))
        {
            return dialer.Error ?? Describe(e, client);
        }
    }

    static ClientWebSocket NewClient(TransportOptions options)
    {
        var client = new ClientWebSocket();
        client.Options.KeepAliveInterval = options.KeepAliveInterval;
        client.Options.KeepAliveTimeout = options.KeepAliveTimeout;
        if (options.IsCompressed) client.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        client.Options.CollectHttpResponseDetails = true; // for the status of a refused upgrade
        return client;
    }

    static SocketsHttpHandler NewHandler(
        SocketDialer dialer, BorrowedThread waiting, TransportOptions options, IncomingBytes incoming) => new()
        {
            UseProxy = false, // the dialer's business
            UseCookies = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = options.Trust },
            ConnectTimeout = Timeout.InfiniteTimeSpan, // one timeout for the whole way, above
            ConnectCallback = (context, ct) => new(waiting.RunAsync<Stream>(
                () => incoming.Socket = new BlockingStream(dialer.Dial(context.DnsEndPoint, ct), waiting))),
            PlaintextStreamFilter = (context, _) => new(incoming.Ahead = new ReadAheadStream(context.PlaintextStream)),
        };

    static string Describe(Exception fault, ClientWebSocket client)
    {
        if (client.HttpStatusCode is not (0 or HttpStatusCode.SwitchingProtocols))
            return $"the server answered {(int)client.HttpStatusCode} to the WebSocket upgrade";
        for (var e = fault; e is not null; e = e.InnerException)
        {
            if (e is AuthenticationException tls) return $"TLS: {tls.Message}";
            if (e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } secure)
                return $"TLS: {secure.InnerException?.Message ?? secure.Message}";
        }
        return fault.InnerException is HttpRequestException or IOException
            ? "the server ended the connection before the WebSocket upgrade"
            : fault.Message;
    }
}
