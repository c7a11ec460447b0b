using StrategyHost.Strategy;

namespace StrategyHost.Tests.Contracts.Strategy;

/// <summary>A setting reads as its value and never leaves its bounds.</summary>
public class ParamTests
{
    [Fact]
    public void A_setting_reads_as_its_value_wherever_one_is_wanted()
    {
        Param<decimal> threshold = Param.Create("threshold", 5m, 0m, 10m);
        decimal doubled = threshold * 2;

        Assert.Equal((10m, 5m), (doubled, threshold.Value));
        Assert.True(threshold < 6m);
        Assert.Equal("5", $"{threshold}");
        Assert.Equal("0.5", Param.Create<double>("share", 0.5, null, null).ToString());
    }

    [Fact]
    public void Numbers_bools_and_texts_can_be_settings()
    {
        bool on = Param.Create<bool>("on", true, null, null);
        string who = Param.Create("who", "me");
        int levels = Param.Create("levels", 5, 1, 20);

        Assert.Equal((true, "me", 5), (on, who, levels));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void A_bound_itself_is_allowed(int value)
    {
        var param = Param.Create("n", 5, 1, 9);

        Assert.True(param.TrySet(value, out var error));
        Assert.Equal((value, null), (param.Value, error));
    }

    [Theory]
    [InlineData(0, "n = 0 is below its minimum 1")]
    [InlineData(10, "n = 10 is above its maximum 9")]
    public void A_value_outside_is_refused_with_the_reason_and_changes_nothing(int value, string reason)
    {
        var param = Param.Create("n", 5, 1, 9);

        Assert.False(param.TrySet(value, out var error));
        Assert.Equal((5, reason), (param.Value, error));
    }

    [Fact]
    public void A_bound_may_be_missing_on_either_side()
    {
        Assert.True(Param.Create<int>("n", 5, null, 9).TrySet(int.MinValue, out _));
        Assert.True(Param.Create<int>("n", 5, 1, null).TrySet(int.MaxValue, out _));
    }

    [Fact]
    public void A_default_outside_its_bounds_is_refused_with_a_sentence()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Param.Create("n", 0, 1, 9));

        Assert.StartsWith("n = 0 is below its minimum 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(null, 1.0)]
    [InlineData(0.0, null)]
    [InlineData(null, null)]
    public void What_is_not_a_number_is_no_value_of_a_setting(double? minimum, double? maximum)
    {
        var param = Param.Create("share", 0.5, minimum, maximum);

        Assert.False(param.TrySet(double.NaN, out var error));
        Assert.StartsWith("share = NaN is ", error, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Param.Create("share", double.NaN, minimum, maximum));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_setting_needs_a_name(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => Param.Create(name, 1, null, null));
}
