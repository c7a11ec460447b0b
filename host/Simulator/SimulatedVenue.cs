using StrategyHost.Market;

namespace StrategyHost.Simulator;

/// <summary>A venue's answer to a WebSocket handshake.</summary>
/// <param name="Status">101 when accepted, else the HTTP status.</param>
/// <param name="Connection">The connection, when accepted.</param>
public readonly record struct OpenReply(int Status, SimulatedConnection? Connection);

/// <summary>A venue's answer to a REST request.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Headers beside the content type, which is JSON.</param>
/// <param name="Body">The JSON body, UTF-8.</param>
public sealed record RestReply(int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <summary>
/// One venue of the embedded exchange, as a state machine without sockets, clock or threads: it answers handshakes,
/// messages and REST requests, and publishes what the market did when it is stepped.
/// </summary>
/// <remarks>Not thread-safe: used under the lock of its <see cref="SimulatedVenues"/>.</remarks>
public abstract class SimulatedVenue
{
    private protected SimulatedVenue(string name) => Name = name;

    /// <summary>The venue's name: <c>binance</c>.</summary>
    public string Name { get; }

    /// <summary>What it lists.</summary>
    public abstract IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>How often the venue sends ping frames; the driver's sockets do it.</summary>
    public abstract TimeSpan PingInterval { get; }

    /// <summary>A client asks for a WebSocket at a path such as <c>/stream?streams=btcusdt@depth</c>.</summary>
    public abstract OpenReply Open(string pathAndQuery, DateTimeOffset now);

    /// <summary>A client sends <c>GET</c> with this path and query.</summary>
    public abstract RestReply Rest(string pathAndQuery, DateTimeOffset now);

    /// <summary>Sends what became due in the market's step at this time.</summary>
    internal abstract void Publish(long timeMs);
}
