using StrategyHost.Engine.Dispatch;

namespace StrategyHost.Tests.Engine.Dispatch;

public sealed class WakeSignalTests
{
    static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_wake_up_that_comes_first_is_kept(bool isPortable)
    {
        var signal = Make(isPortable);
        signal.Set();
        signal.Set();

        var sleeper = new Thread(signal.Wait) { IsBackground = true };
        sleeper.Start();

        Assert.True(sleeper.Join(Guard));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_threads_hand_over_to_each_other_without_losing_a_wake_up(bool isPortable)
    {
        const int Turns = 20_000;
        var (ping, pong) = (Make(isPortable), Make(isPortable));
        var turns = 0;
        var other = new Thread(() =>
        {
            for (var i = 0; i < Turns; i++)
            {
                ping.Wait();
                turns++;
                pong.Set();
            }
        });
        other.Start();

        for (var i = 0; i < Turns; i++)
        {
            ping.Set();
            pong.Wait();
            Assert.Equal(i + 1, turns);
        }

        Assert.True(other.Join(Guard));
    }

    static WakeSignal Make(bool isPortable) => isPortable ? new WakeSignal.Bed() : WakeSignal.Create();
}
