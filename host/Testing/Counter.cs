using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Testing;

/// <summary>A sink that allocates nothing, so that what is measured is the adapter's.</summary>
sealed class Counter : IMarketSink
{
    public long Events { get; private set; }

    public void Book(in BookUpdate update) => Events++;

    public void Quote(in Quote quote) => Events++;

    public void Ticker(in Ticker ticker) => Events++;

    public void Trade(in Trade trade) => Events++;

    public void Instrument(Instrument instrument) => Events++;

    public void Answered(in Subscription subscription, string? refusal) => Events++;
}
