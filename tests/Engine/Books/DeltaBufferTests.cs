using StrategyHost.Engine.Books;
using StrategyHost.Market;
using static StrategyHost.Tests.Engine.Books.Updates;

namespace StrategyHost.Tests.Engine.Books;

public sealed class DeltaBufferTests
{
    readonly DeltaBuffer buffer = new();

    [Fact]
    public void A_kept_delta_comes_back_as_it_was_given()
    {
        for (var i = 1; i <= 50; i++)
        {
            var bids = Enumerable.Range(0, i * 3).Select(x => new ScaledLevel(x, i)).ToArray();
            Assert.True(buffer.Add(Delta(new SequenceSpan(i, i + 1, i + 2), bids, Levels((i, 7)), 4, 5)));
        }

        for (var i = 1; i <= 50; i++)
        {
            var delta = buffer.At(i - 1);
            Assert.Equal(new SequenceSpan(i, i + 1, i + 2), delta.Sequence);
            Assert.Equal((i * 3, 1), (delta.Bids.Length, delta.Asks.Length));
            Assert.Equal((new ScaledLevel(i * 3 - 1, i), new ScaledLevel(i, 7)), (delta.Bids[^1], delta.Asks[0]));
            Assert.Equal((4, 5, i + 2L), (delta.PriceScale, delta.QuantityScale, delta.VenueTimeNs));
            Assert.Same(Btc, delta.Instrument);
            Assert.False(delta.IsSnapshot);
        }
    }

    [Fact]
    public void Past_its_deltas_it_begins_again_with_the_newest()
    {
        for (var i = 0; i < DeltaBuffer.MaxDeltas; i++) Assert.True(buffer.Add(Spot(i + 1, i + 1)));

        Assert.False(buffer.Add(Spot(9_999, 9_999)));

        Assert.Equal((1, 1L, 9_999L), (buffer.Count, buffer.Overflows, buffer.SpanAt(0).Last));
    }

    [Fact]
    public void Past_its_levels_it_begins_again_with_the_newest()
    {
        var half = new ScaledLevel[DeltaBuffer.MaxLevels / 2];
        Assert.True(buffer.Add(Delta(new SequenceSpan(0, 1, 1), half, [])));
        Assert.True(buffer.Add(Delta(new SequenceSpan(1, 2, 2), [], half)));

        Assert.False(buffer.Add(Spot(3, 3)));

        Assert.Equal((1, 1L), (buffer.Count, buffer.Overflows));
        Assert.Equal(new ScaledLevel(100, 3), buffer.At(0).Bids[0]);
    }
}
