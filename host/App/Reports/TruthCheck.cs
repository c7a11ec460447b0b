using StrategyHost.Market;
using StrategyHost.Strategy;

namespace StrategyHost.App.Reports;

/// <summary>
/// Holds a published book against what the embedded exchange says it was, level by level as far as it was published,
/// which is never past its horizon.
/// </summary>
static class TruthCheck
{
    /// <summary>How many levels were compared and how many were equal; null when that state is not known.</summary>
    public static TruthReport? Of(BookSnapshot book, BookTruth truth)
    {
        var (bids, asks) = (new Level[book.Bids.Count], new Level[book.Asks.Count]);
        var view = book.View;
        if (!truth(book.Instrument, view.Sequence, view.VenueTime, bids, asks, out var counts)) return null;
        // past the horizon a best price is confirmed by the venue's quote, its quantity is not
        var isPriceAlone = view.IsBeyondHorizon;
        var equal = Equal(book.Bids, bids.AsSpan(0, counts.Bids), isPriceAlone)
            + Equal(book.Asks, asks.AsSpan(0, counts.Asks), isPriceAlone);
        return new TruthReport(book.Bids.Count + book.Asks.Count, equal);
    }

    static int Equal(IReadOnlyList<Level> published, ReadOnlySpan<Level> truth, bool isPriceAlone)
    {
        var equal = 0;
        for (var i = 0; i < published.Count && i < truth.Length; i++)
        {
            var isEqual = isPriceAlone ? published[i].Price == truth[i].Price : published[i] == truth[i];
            if (isEqual) equal++;
        }

        return equal;
    }
}
