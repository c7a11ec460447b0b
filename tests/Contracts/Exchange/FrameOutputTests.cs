using System.Buffers;
using System.Text;
using StrategyHost.Exchange;

namespace StrategyHost.Tests.Contracts.Exchange;

/// <summary>Frames come out whole, in the order in which they were ended.</summary>
public class FrameOutputTests
{
    readonly FrameOutput output = new();

    [Fact]
    public void Frames_come_out_in_order_whatever_pieces_they_were_written_in()
    {
        Write("one");
        output.EndFrame();
        Write("tw");
        Write("o");
        output.EndFrame();

        Assert.Equal(2, output.Count);
        Assert.Equal(["one", "two"], Take());
        Assert.Equal(0, output.Count);
        Assert.False(output.TryTake(out _));
    }

    [Fact]
    public void A_frame_that_was_not_ended_is_not_taken()
    {
        Write("half");

        Assert.Empty(Take());
        output.EndFrame();
        Assert.Equal(["half"], Take());
    }

    [Fact]
    public void An_empty_frame_is_no_frame()
    {
        output.EndFrame();

        Assert.Equal(0, output.Count);
    }

    [Fact]
    public void Clearing_forgets_whole_frames_and_a_begun_one()
    {
        Write("whole");
        output.EndFrame();
        Write("begun");
        output.Clear();
        Write("new");
        output.EndFrame();

        Assert.Equal(["new"], Take());
    }

    [Fact]
    public void A_frame_may_be_larger_than_any_first_guess()
    {
        var large = new string('x', 1 << 20);
        Write(large);
        output.EndFrame();
        Write("next");

        Assert.Equal([large], Take());
    }

    [Fact]
    public void A_taken_frame_is_the_takers_own()
    {
        Write("one");
        output.EndFrame();
        Assert.True(output.TryTake(out var frame));
        Write("two");
        output.EndFrame();

        Assert.Equal("one", Encoding.UTF8.GetString(frame));
    }

    void Write(string text) => output.Write(Encoding.UTF8.GetBytes(text));

    List<string> Take()
    {
        var taken = new List<string>();
        while (output.TryTake(out var frame)) taken.Add(Encoding.UTF8.GetString(frame));
        return taken;
    }
}
