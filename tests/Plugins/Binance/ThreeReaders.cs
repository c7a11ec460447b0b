using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Plugins.Binance;

/// <summary>
/// One connection read three times: by the session as the frame is, by a session that is given a space in front, which
/// means nothing in JSON and sends it the general way, and by <see cref="FrameOracle"/>. Frames lie between forbidden
/// pages: the first at the end of its memory and once more at its start, so that no path may look past either.
/// </summary>
sealed class ThreeReaders : IDisposable
{
    readonly GuardedMemory guard = new(1 << 20);
    readonly Wire atEnd;
    readonly Wire atStart;
    readonly Wire spaced;
    readonly FrameOracle oracle;

    public ThreeReaders(string venue, string address)
    {
        atEnd = Wire.Inferring(Wire.Adapter(venue), address);
        atStart = Wire.Inferring(Wire.Adapter(venue), address);
        spaced = Wire.Inferring(Wire.Adapter(venue), address);
        oracle = new FrameOracle(venue, address);
    }

    /// <summary>Frames that were data.</summary>
    public int Data { get; private set; }

    public int Compared { get; private set; }

    /// <summary>Fails the test where one says other than the rest.</summary>
    public FrameKind Compare(byte[] frame, string name)
    {
        byte[] behindSpace = [(byte)' ', .. frame];
        var expected = oracle.Decode(frame);
        Check(atEnd, guard.AtEnd(frame), "the fast path");
        Check(atStart, guard.AtStart(frame), "the fast path at a page's start");
        Check(spaced, guard.AtEnd(behindSpace), "the general path");
        oracle.Sink.Lines.Clear();
        Compared++;
        if (expected == FrameKind.Data) Data++;
        return expected;

        void Check(Wire wire, ReadOnlySpan<byte> bytes, string reader)
        {
            wire.Sink.Lines.Clear();
            var kind = wire.Session.Decode(bytes, Wire.Received, wire.Sink, wire.Output);
            if (kind != expected || !wire.Sink.Lines.SequenceEqual(oracle.Sink.Lines))
                Assert.Fail($"{name}: {reader} says {kind} {wire.Session.Reason} {Text(wire)}, "
                    + $"not {expected} {string.Join(';', oracle.Sink.Lines)}: {Encoding.UTF8.GetString(frame)}");
            if (wire.Sink.Lines.Count != (kind == FrameKind.Data ? 1 : 0)) Assert.Fail($"{name}: {Text(wire)}");
            if (Differing(wire) is { } scales)
                Assert.Fail($"{name}: {reader} {scales}: {Encoding.UTF8.GetString(frame)}");
        }
    }

    public void Dispose() => guard.Dispose();

    static string Text(Wire wire) => string.Join(';', wire.Sink.Lines);

    // A frame that is refused must leave no trace in its symbol's scales either.
    string? Differing(Wire wire)
    {
        foreach (var entry in wire.Symbols.Entries)
        {
            var (prices, quantities) = oracle.ScalesOf(entry.Instrument);
            if ((entry.PriceScale, entry.QuantityScale) != (prices, quantities))
                return $"has scales {entry.PriceScale}, {entry.QuantityScale}, not {prices}, {quantities}";
        }

        return null;
    }
}
