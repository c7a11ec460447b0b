using StrategyHost.Engine.Metrics;
using StrategyHost.Market;

namespace StrategyHost.Tests.Engine.Metrics;

public sealed class ServerClockTests
{
    const long Ms = 1_000_000;
    const long Minute = 60_000 * Ms;
    const long Epoch = 1_723_161_255_000 * Ms;

    readonly ServerClock clock = new(TimeProvider.System);
    long skew; // of the host's UTC clock
    long now; // true time

    [Fact]
    public void Nothing_is_known_before_the_first_sample()
    {
        Assert.Null(clock.OffsetNs);
        Assert.Null(clock.ErrorBoundNs);
        Assert.Null(clock.RoundTrip);
    }

    [Fact]
    public void A_symmetric_round_trip_gives_the_exact_offset()
    {
        Ask(offset: 1_270 * Ms, there: 20 * Ms, back: 20 * Ms);
        Assert.Equal(1_270 * Ms, clock.OffsetNs);
        Assert.Equal(21 * Ms, clock.ErrorBoundNs);
        Assert.Equal(TimeSpan.FromMilliseconds(40), clock.RoundTrip);
    }

    [Theory]
    [InlineData(0, 80)]
    [InlineData(80, 0)]
    [InlineData(10, 70)]
    public void However_asymmetric_the_way_the_error_stays_within_its_bound(int there, int back)
    {
        Ask(offset: -300 * Ms, there * Ms, back * Ms);
        Assert.InRange(Math.Abs(clock.OffsetNs!.Value - -300 * Ms), 0, clock.ErrorBoundNs!.Value);
    }

    [Fact]
    public void The_quickest_round_trip_is_believed()
    {
        Ask(offset: 5 * Ms, there: 90 * Ms, back: 10 * Ms);
        Ask(offset: 5 * Ms, there: 3 * Ms, back: 3 * Ms);
        Ask(offset: 5 * Ms, there: 10 * Ms, back: 200 * Ms);
        Assert.Equal(5 * Ms, clock.OffsetNs);
        Assert.Equal(TimeSpan.FromMilliseconds(6), clock.RoundTrip);
    }

    [Fact]
    public void A_sample_is_forgotten_after_ten_minutes()
    {
        Ask(offset: 5 * Ms, there: 1 * Ms, back: 1 * Ms);
        now += 11 * Minute;
        Ask(offset: 9 * Ms, there: 30 * Ms, back: 30 * Ms);
        Assert.Equal(9 * Ms, clock.OffsetNs);
    }

    [Fact]
    public void Only_the_last_sixteen_are_kept()
    {
        Ask(offset: 5 * Ms, there: 1 * Ms, back: 1 * Ms);
        for (var i = 0; i < 16; i++) Ask(offset: 7 * Ms, there: 20 * Ms, back: 20 * Ms);
        Assert.Equal(7 * Ms, clock.OffsetNs);
    }

    [Fact]
    public void Setting_the_hosts_clock_forgets_what_was_learned_before()
    {
        Ask(offset: 0, there: 1 * Ms, back: 1 * Ms);
        now += Minute;
        skew = 2_000 * Ms; // somebody set the host's clock two seconds ahead
        Ask(offset: 0, there: 40 * Ms, back: 40 * Ms);
        Assert.Equal(-2_000 * Ms, clock.OffsetNs);
    }

    [Fact]
    public void A_step_between_question_and_answer_spoils_that_sample()
    {
        Ask(offset: 3 * Ms, there: 10 * Ms, back: 10 * Ms);
        var sent = Now();
        now += 5 * Ms;
        var server = Epoch + now + 3 * Ms;
        now += 5 * Ms;
        skew += 500 * Ms;
        clock.Sample(sent, server, Now());
        Assert.Null(clock.OffsetNs); // neither the old ones nor this one say anything about the clock as it is now
        Ask(offset: 3 * Ms, there: 10 * Ms, back: 10 * Ms);
        Assert.Equal(3 * Ms - 500 * Ms, clock.OffsetNs);
    }

    [Fact]
    public void A_slewed_clock_is_followed_without_forgetting()
    {
        Ask(offset: 0, there: 1 * Ms, back: 1 * Ms);
        now += Minute;
        skew += 20 * Ms; // below the step that counts
        Ask(offset: 0, there: 40 * Ms, back: 40 * Ms);
        Assert.Equal(0, clock.OffsetNs);
    }

    [Fact]
    public void An_answer_before_its_question_is_ignored()
    {
        clock.Sample(new Stamp(Epoch, 1_000), Epoch, new Stamp(Epoch - Ms, 0));
        Assert.Null(clock.OffsetNs);
    }

    void Ask(long offset, long there, long back)
    {
        var sent = Now();
        now += there;
        var server = Epoch + now + offset;
        now += back;
        clock.Sample(sent, server, Now());
        now += 1_000 * Ms;
    }

    Stamp Now() => new(
        Epoch + now + skew, (long)((Int128)now * TimeProvider.System.TimestampFrequency / 1_000_000_000));
}
