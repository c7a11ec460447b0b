using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Binance;

/// <summary>One message, encoded once for all who want it: bare, and wrapped with its stream's name.</summary>
sealed class StreamFrame(string stream, byte[] bare)
{
    byte[]? wrapped;

    public byte[] Bare => bare;

    public byte[] Wrapped => wrapped ??=
        [.. "{\"stream\":\""u8, .. System.Text.Encoding.UTF8.GetBytes(stream), .. "\",\"data\":"u8, .. bare, .. "}"u8];
}

/// <summary>
/// One stream of the venue. Its numbering goes on whether anybody listens or not, so that the links between its
/// messages do not depend on who subscribed when.
/// </summary>
sealed class BinanceStream(string name, SimulatedInstrument instrument, StreamKind kind, int intervalMs)
{
    readonly Cadence cadence = new(intervalMs);

    public string Name => name;

    public SimulatedInstrument Instrument => instrument;

    public StreamKind Kind => kind;

    /// <summary>Levels a side, of a partial depth stream.</summary>
    public int LevelCount { get; init; }

    /// <summary>Where it is served.</summary>
    public Routes Routes { get; init; } = Routes.All;

    /// <summary>The number at which the stream's last message ended.</summary>
    public long LastSequence { get; set; } = instrument.Book.Sequence;

    public List<BinanceConnection> Listeners { get; } = [];

    /// <summary>True once per interval; streams without one are due at every step.</summary>
    public bool IsDue(long timeMs) => cadence.IsDue(timeMs);
}
