using StrategyHost.Engine.Recording;
using StrategyHost.Engine.Transport;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>
/// What the drivers of one venue share: addresses, REST, recorder, clock, and the bell of the control side.
/// </summary>
sealed class FeedLink(
    IExchangeAdapter adapter, EngineOptions options, RestTransport rest, TimeProvider time, Action signal)
{
    readonly VenueAddresses? addresses = options.Addresses.GetValueOrDefault(adapter.Profile.Venue);

    public TimeProvider Time => time;

    /// <summary>How the venue's connections are made.</summary>
    public TransportOptions Transport { get; } = new()
    {
        MaxFrameBytes = adapter.Profile.Limits.MaxFrameBytes,
        IsCompressed = options.Compression,
        Proxies = options.Proxies,
        Time = time,
    };

    public RecordingWriter? Recorder => options.Recorder;

    public Stamp Now() => Stamp.Now(time);

    /// <summary>Asks the control side to look at the sessions now.</summary>
    public void Signal() => signal();

    /// <summary>The address to use for an endpoint: its own, or another authority with the same path.</summary>
    public Uri Map(Uri endpoint)
    {
        if (addresses is null) return endpoint;
        return new UriBuilder(endpoint)
        {
            Scheme = addresses.Stream.Scheme, Host = addresses.Stream.Host, Port = addresses.Stream.Port,
        }.Uri;
    }

    /// <summary>Notes a connection in the recording; its number there, 0 when nothing is recorded.</summary>
    public int RecordOpen(Uri address)
    {
        if (Recorder is not { } recorder) return 0;
        var now = Now().UtcNs;
        var note = addresses is null
            ? null
            : $"{{\"venue\":\"{adapter.Profile.Venue}\",\"source\":\"{options.Source}\"}}";
        return recorder.Open(address.AbsoluteUri, now, note);
    }

    /// <summary>Asks over REST; whatever goes wrong is in the arrival.</summary>
    public async Task<RestArrival> FetchAsync(RestQuery query, CancellationToken cancellation)
    {
        try
        {
            if (adapter.Ask(query) is not { } request) return Failed(query, "the venue has no such endpoint");
            var reply = await rest.GetAsync(request, cancellation).ConfigureAwait(false);
            if (reply.Error is null && query.Kind == RestQueryKind.Book && reply.Status == 200)
            {
                Recorder?.Rest(reply.Address.AbsoluteUri, reply.Body, reply.Received.UtcNs);
            }

            return new RestArrival(query, reply.Status, reply.Body, reply.Received, reply.RetryAfter, reply.Error)
            {
                Sent = reply.Sent,
            };
        }
        catch (OperationCanceledException)
        {
            return Failed(query, "the run is ending");
        }
        catch (Exception failure) // foreign code: an adapter may throw anything
        {
            return Failed(query, $"the plugin threw {failure.GetType().Name}: {failure.Message}");
        }
    }

    RestArrival Failed(RestQuery query, string error) => new(query, 0, default, Now(), null, error);
}
