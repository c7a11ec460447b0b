using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Engine.Transport;

/// <summary>
/// GET requests to one venue, over pooled connections, to the first of its base addresses that can be reached. What
/// the network, a proxy or the venue does wrong is in the reply; only the caller's own cancellation throws.
/// </summary>
/// <remarks>Any thread. Control plane. Nothing here logs, so nothing here can leak a signed address.</remarks>
sealed class RestTransport : IDisposable
{
    const int MaxBodyBytes = 32 << 20;

    readonly HttpClient http;
    readonly IReadOnlyList<Uri> bases;
    readonly TimeProvider time;
    readonly TimeSpan timeout;
    readonly ProxyRule proxies;
    readonly string? usedWeightHeader;
    volatile int preferred; // index of the base that worked last

    /// <param name="bases">Base addresses in the order in which to try them; at least one.</param>
    /// <param name="usedWeightHeader"><see cref="RestBudget.UsedWeightHeader"/>.</param>
    /// <param name="time">Clock of stamps and timeouts.</param>
    /// <param name="timeout">For one attempt, body included; 10 s when null.</param>
    /// <param name="proxies">Which addresses are reached through a proxy; none when null.</param>
    /// <param name="trust"><see cref="TransportOptions.Trust"/>.</param>
    public RestTransport(
        IReadOnlyList<Uri> bases, string? usedWeightHeader, TimeProvider time, TimeSpan? timeout = null,
        ProxyRule? proxies = null, X509ChainPolicy? trust = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bases.Count);
        this.bases = bases;
        this.usedWeightHeader = usedWeightHeader;
        this.time = time;
        this.timeout = timeout ?? TimeSpan.FromSeconds(10);
        this.proxies = proxies ?? ProxyRule.None;
        http = new HttpClient(new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a changed DNS entry is noticed
            AutomaticDecompression = DecompressionMethods.GZip,
            UseCookies = false,
            UseProxy = false, // the dialer's business
            ConnectCallback = new RestDialer(this.proxies).ConnectAsync,
            ConnectTimeout = this.timeout, // an attempt outlives the request that began it
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // ours is on the TimeProvider
            MaxResponseContentBufferSize = MaxBodyBytes,
        };
        http.DefaultRequestHeaders.Add("User-Agent", "StrategyHost"); // some venues refuse whoever does not say
    }

    /// <summary>Asks; goes on to the next base address when one cannot be reached, and stays with what works.</summary>
    public async Task<RestReply> GetAsync(RestRequest request, CancellationToken ct)
    {
        var first = preferred;
        RestReply reply;
        var tried = 0;
        do
        {
            var index = (first + tried) % bases.Count;
            reply = await AskAsync(Address(bases[index], request.Target), ct).ConfigureAwait(false);
            if (reply.Error is null) preferred = index;
        }
        while (reply.Error is not null && ++tried < bases.Count);
        return reply;
    }

    public void Dispose() => http.Dispose();

    internal static Uri Address(Uri root, string target) => new(root.AbsoluteUri.TrimEnd('/') + target);

    async Task<RestReply> AskAsync(Uri address, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        var sent = Stamp.Now(time);
        try
        {
            using var response = await http.GetAsync(address, either.Token).ConfigureAwait(false);
            return new RestReply
            {
                Status = (int)response.StatusCode,
                Body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false),
                Sent = sent,
                Received = Stamp.Now(time),
                RetryAfter = RetryAfter(response),
                UsedWeight = UsedWeight(response),
                Address = address,
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            var from = $"{address.Authority}{WayTo(address)}";
            return Failed(address, sent, $"no answer from {from} within {timeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException e)
        {
            return Failed(address, sent, Describe(e, address));
        }
    }

    string WayTo(Uri address) =>
        proxies.TryFind(address, out var proxy, out _) && proxy is not null ? $" through the proxy {proxy}" : "";

    RestReply Failed(Uri address, Stamp sent, string error) => new()
    {
        Status = 0,
        Body = [],
        Sent = sent,
        Received = Stamp.Now(time),
        Address = address,
        Error = error,
    };

    TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    int? UsedWeight(HttpResponseMessage response)
    {
        if (usedWeightHeader is null || !response.Headers.TryGetValues(usedWeightHeader, out var values)) return null;
        return int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var weight)
            ? weight
            : null;
    }

    static string Describe(HttpRequestException fault, Uri address) => fault.HttpRequestError switch
    {
        _ when fault.InnerException is ProxyException proxy => proxy.Message,
        HttpRequestError.NameResolutionError => $"no such host {address.Host}",
        HttpRequestError.SecureConnectionError => $"TLS: {fault.InnerException?.Message ?? fault.Message}",
        HttpRequestError.ConfigurationLimitExceeded => $"an answer larger than {MaxBodyBytes >> 20} MiB",
        _ when fault.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            $"connection refused by {address.Authority}",
        _ => $"{address.Authority}: {fault.InnerException?.Message ?? fault.Message}",
    };
}
