using StrategyHost.Strategy;

namespace StrategyHost.Engine.Signals;

/// <summary>
/// The newest signals of all strategies, in the order in which they were made. Bounded: the oldest go.
/// </summary>
/// <remarks>Any thread.</remarks>
public sealed class SignalLog
{
    /// <summary>Signals kept.</summary>
    public const int Capacity = 1000;

    readonly Lock gate = new();
    readonly Signal[] signals = new Signal[Capacity];
    long count;

    /// <summary>Signals made so far.</summary>
    public long Count
    {
        get
        {
            lock (gate) return count;
        }
    }

    /// <summary>Adds a signal.</summary>
    public void Add(Signal signal)
    {
        lock (gate) signals[count++ % Capacity] = signal;
    }

    /// <summary>
    /// The signals after the first <paramref name="seen"/>, oldest first, as far as they are still kept.
    /// </summary>
    /// <param name="seen">Signals read before; becomes the count of all.</param>
    public IReadOnlyList<Signal> ReadSince(ref long seen)
    {
        lock (gate)
        {
            if (seen == count) return [];
            var first = Math.Max(seen, count - Capacity);
            var read = new Signal[count - first];
            for (var i = 0; i < read.Length; i++) read[i] = signals[(first + i) % Capacity];
            seen = count;
            return read;
        }
    }

    /// <summary>The newest signals, oldest first.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<Signal> Newest(int most)
    {
        var seen = Math.Max(0, Count - most);
        var read = ReadSince(ref seen);
        return read.Count > most ? [.. read.Skip(read.Count - most)] : read;
    }
}
