using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StrategyHost.Market;

namespace StrategyHost.Simulator;

/// <summary>Where a simulated venue listens.</summary>
/// <param name="Venue">The venue's name: <c>binance</c>.</param>
/// <param name="Ws">Scheme and authority for streams: <c>ws://127.0.0.1:8601</c>.</param>
/// <param name="Rest">Scheme and authority for REST and <c>/sim/truth</c>: <c>http://127.0.0.1:8601</c>.</param>
public sealed record SimulatedEndpoint(string Venue, Uri Ws, Uri Rest);

/// <summary>
/// The embedded exchange on loopback: gives <see cref="SimulatedVenues"/> sockets, a clock and a lock. It decides
/// nothing itself, so that what is tested without sockets is what is served with them.
/// </summary>
/// <remarks>Thread-safe: everything passes one gate.</remarks>
public sealed class SimulatedExchange : IAsyncDisposable
{
    static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(60);

    readonly SimulatedVenues venues;
    readonly TimeProvider time;
    readonly Lock gate = new();
    readonly HashSet<ConnectionPump> pumps = [];
    readonly CancellationTokenSource stopping = new();
    readonly List<WebApplication> servers = [];
    Task stepping = Task.CompletedTask;

    SimulatedExchange(SimulatorOptions options, TimeProvider time)
    {
        venues = new SimulatedVenues(options);
        this.time = time;
    }

    /// <summary>Where each venue listens, in the order of the ports.</summary>
    public IReadOnlyList<SimulatedEndpoint> Endpoints { get; private set; } = [];

    /// <summary>Everything listed, on all venues.</summary>
    public IReadOnlyList<Instrument> Instruments => venues.Instruments;

    /// <summary>Connections open now.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (gate) return pumps.Count;
        }
    }

    /// <summary>Starts the market and one listener per venue.</summary>
    /// <exception cref="PortInUseException">A port is taken.</exception>
    public static async Task<SimulatedExchange> StartAsync(
        SimulatorOptions options, TimeProvider time, CancellationToken ct)
    {
        var exchange = new SimulatedExchange(options, time);
        try
        {
            await exchange.ListenAsync(options.Port, ct);
        }
        catch
        {
            await exchange.DisposeAsync();
            throw;
        }

        exchange.stepping = exchange.StepAsync(exchange.stopping.Token);
        return exchange;
    }

    /// <summary>What a book really was in a message of a venue; a <see cref="BookTruth"/>.</summary>
    public bool TryTruth(
        Instrument instrument, long? sequence, DateTimeOffset? venueTime, Span<Level> bids, Span<Level> asks,
        out (int Bids, int Asks) counts)
    {
        lock (gate) return venues.TryTruth(instrument, sequence, venueTime, bids, asks, out counts);
    }

    /// <summary>Closes every connection, then the listeners.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await stepping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            foreach (var pump in pumps) pump.End(new CloseReason(1001, "going away"));
        }

        foreach (var server in servers)
        {
            await server.StopAsync(CancellationToken.None);
            await server.DisposeAsync();
        }

        stopping.Dispose();
    }

    async Task ListenAsync(int firstPort, CancellationToken ct)
    {
        lock (gate) venues.Advance(time.GetUtcNow());
        var endpoints = new List<SimulatedEndpoint>();
        foreach (var venue in venues.Venues)
        {
            var port = firstPort == 0 ? 0 : firstPort + endpoints.Count;
            var server = Serve(venue, port);
            servers.Add(server);
            await StartAsync(server, port, ct);
            var bound = new Uri(server.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
            endpoints.Add(new(venue.Name, new($"ws://127.0.0.1:{bound}"), new($"http://127.0.0.1:{bound}")));
        }

        Endpoints = endpoints;
    }

    static async Task StartAsync(WebApplication server, int port, CancellationToken ct)
    {
        try
        {
            await server.StartAsync(ct);
        }
        catch (IOException taken) when (taken is not PortInUseException)
        {
            throw new PortInUseException(port, taken);
        }
        catch (SocketException taken)
        {
            throw new PortInUseException(port, taken);
        }
    }

    WebApplication Serve(SimulatedVenue venue, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var server = builder.Build();
        server.UseWebSockets();
        server.Run(context => context.WebSockets.IsWebSocketRequest
            ? StreamAsync(venue, context)
            : AnswerAsync(venue, context));
        return server;
    }

    async Task StreamAsync(SimulatedVenue venue, HttpContext context)
    {
        OpenReply reply;
        lock (gate) reply = venue.Open(Target(context), time.GetUtcNow());
        if (reply.Connection is not { } connection)
        {
            context.Response.StatusCode = reply.Status;
            return;
        }

        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                KeepAliveInterval = venue.PingInterval,
                KeepAliveTimeout = PongWithin,
            });
            await PumpAsync(socket, connection, context.RequestAborted);
        }
        finally
        {
            lock (gate) connection.Leave();
        }
    }

    async Task PumpAsync(WebSocket socket, SimulatedConnection connection, CancellationToken ct)
    {
        using var pump = new ConnectionPump(socket, connection, gate, time);
        lock (gate)
        {
            pumps.Add(pump);
            pump.Wake();
        }

        try
        {
            await pump.RunAsync(ct);
        }
        finally
        {
            lock (gate) pumps.Remove(pump);
        }
    }

    async Task AnswerAsync(SimulatedVenue venue, HttpContext context)
    {
        RestReply reply;
        lock (gate)
        {
            reply = context.Request.Path == "/sim/truth"
                ? venues.Truth(Target(context))
                : venue.Rest(Target(context), time.GetUtcNow());
        }

        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json;charset=UTF-8";
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        context.Response.ContentLength = reply.Body.Length;
        await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    async Task StepAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            TimeSpan wait;
            lock (gate)
            {
                venues.Advance(time.GetUtcNow());
                foreach (var pump in pumps) pump.Wake();
                wait = venues.NextStep - time.GetUtcNow();
            }

            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, ct);
        }
    }

    static string Target(HttpContext context) => context.Request.Path.Value + context.Request.QueryString.Value;
}
