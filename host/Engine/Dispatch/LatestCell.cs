namespace StrategyHost.Engine.Dispatch;

/// <summary>
/// The newest value of one kind, and how many there were. One writer at a time; readers copy and check, so that a
/// value is never seen half old and half new.
/// </summary>
/// <remarks>Hot: no allocation, no lock. The version is odd while the value is being written.</remarks>
sealed class LatestCell<T>
    where T : struct
{
    long version;
    T value;

    /// <summary>Values written so far.</summary>
    public long Count => Volatile.Read(ref version) / 2;

    public void Write(in T newValue)
    {
        Volatile.Write(ref version, version + 1);
        Volatile.WriteBarrier();
        value = newValue;
        Volatile.Write(ref version, version + 1);
    }

    /// <summary>Copies the newest value; false when there is none yet.</summary>
    public bool TryRead(out T copy, out long count)
    {
        var spin = default(SpinWait);
        while (true)
        {
            var before = Volatile.Read(ref version);
            count = before / 2;
            copy = value;
            Volatile.ReadBarrier();
            if (before == Volatile.Read(ref version) && (before & 1) == 0) return before > 0;
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }
}
