namespace StrategyHost.Simulator.Wire;

/// <summary>
/// A venue's count of request weight in clock minutes. Over the limit it answers 429 with the time to wait; a client
/// that goes on regardless is banned with 418, as Binance does.
/// </summary>
sealed class WeightMeter(int perMinute, int patience, TimeSpan ban)
{
    long minute;
    int refused;
    DateTimeOffset bannedUntil;

    /// <summary>Weight used in the present minute.</summary>
    public int Used { get; private set; }

    /// <summary>Counts a request; 200 when it may pass, else 429 or 418 with the time to wait.</summary>
    public int Take(int weight, DateTimeOffset now, out TimeSpan wait)
    {
        wait = bannedUntil - now;
        if (wait > TimeSpan.Zero) return 418;
        Turn(now);
        Used += weight;
        wait = TimeSpan.Zero;
        return Used <= perMinute ? 200 : Refuse(now, out wait);
    }

    int Refuse(DateTimeOffset now, out TimeSpan wait)
    {
        wait = DateTimeOffset.FromUnixTimeMilliseconds((minute + 1) * 60_000) - now;
        if (++refused <= patience) return 429;
        bannedUntil = now + ban;
        wait = ban;
        return 418;
    }

    void Turn(DateTimeOffset now)
    {
        var present = now.ToUnixTimeMilliseconds() / 60_000;
        if (present == minute) return;
        (minute, Used, refused) = (present, 0, 0);
    }
}
