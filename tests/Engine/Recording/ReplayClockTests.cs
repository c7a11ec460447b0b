using StrategyHost.Engine.Recording;

namespace StrategyHost.Tests.Engine.Recording;

public sealed class ReplayClockTests
{
    static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    readonly ReplayClock clock = new(1_000_000_000_000);
    readonly List<string> fired = [];

    [Fact]
    public void Timers_fire_in_the_order_in_which_they_are_due_each_at_its_own_time()
    {
        using var second = Timer("b", Ms * 20);
        using var first = Timer("a", Ms * 10, Ms * 15);
        using var equal = Timer("c", Ms * 20);

        Advance(41);

        Assert.Equal(["a 10", "b 20", "c 20", "a 25", "a 40"], fired);
        Assert.Equal(41, Passed);
    }

    [Fact]
    public void What_a_timer_causes_happens_before_time_moves_on()
    {
        using var timer = Timer("t", Ms * 5, Ms * 5);
        clock.AdvanceTo(1_000_000_000_000 + 12_000_000, () => fired.Add($"after {Passed}"));
        Assert.Equal(["t 5", "after 5", "t 10", "after 10"], fired);
    }

    [Fact]
    public void A_timer_made_or_changed_while_another_fires_keeps_its_place()
    {
        ITimer? late = null;
        using var maker = clock.CreateTimer(_ => late = Timer("late", Ms * 3), null, Ms * 10, Timeout.InfiniteTimeSpan);
        using var gone = Timer("gone", Ms * 11);
        using var killer = clock.CreateTimer(_ => gone.Dispose(), null, Ms * 10, Timeout.InfiniteTimeSpan);
        using var moved = Timer("moved", Ms * 12);
        moved.Change(Ms * 20, Timeout.InfiniteTimeSpan);

        Advance(30);

        Assert.Equal(["late 13", "moved 20"], fired);
        late!.Dispose();
    }

    [Fact]
    public void Time_never_goes_back()
    {
        Advance(10);
        Advance(5);
        Assert.Equal(10, Passed);
        Assert.Equal(clock.Now.Utc, clock.GetUtcNow());
        Assert.Equal(clock.Now.Monotonic, clock.GetTimestamp());
    }

    long Passed => (clock.GetTimestamp() - 1_000_000_000_000) / 1_000_000;

    ITimer Timer(string name, TimeSpan due, TimeSpan? period = null) =>
        clock.CreateTimer(_ => fired.Add($"{name} {Passed}"), null, due, period ?? Timeout.InfiniteTimeSpan);

    void Advance(int ms) => clock.AdvanceTo(1_000_000_000_000 + ms * 1_000_000L, static () => { });
}
