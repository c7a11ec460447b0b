namespace StrategyHost.Market;

/// <summary>
/// One moment on this host's two clocks. UTC is for setting beside what venues say, the monotonic reading for
/// measuring; the two are never subtracted from each other.
/// </summary>
/// <param name="UtcNs">Nanoseconds since the Unix epoch, by this host's clock.</param>
/// <param name="Monotonic">A <see cref="TimeProvider.GetTimestamp"/> reading.</param>
public readonly record struct Stamp(long UtcNs, long Monotonic)
{
    /// <summary>The UTC reading as a date, in steps of 100 ns.</summary>
    public DateTimeOffset Utc => FromUnixNs(UtcNs);

    /// <summary>Reads both clocks.</summary>
    public static Stamp Now(TimeProvider time) => new(ToUnixNs(time.GetUtcNow()), time.GetTimestamp());

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public static long ToUnixNs(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;

    /// <summary>The date of a count of nanoseconds since the Unix epoch.</summary>
    public static DateTimeOffset FromUnixNs(long ns) => DateTimeOffset.UnixEpoch.AddTicks(ns / 100);
}
