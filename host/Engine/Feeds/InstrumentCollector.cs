using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Engine.Feeds;

/// <summary>Takes the instruments of a venue's directory; anything else in that answer is not asked for.</summary>
sealed class InstrumentCollector : IMarketSink
{
    public List<Instrument> Instruments { get; } = [];

    public void Instrument(Instrument instrument) => Instruments.Add(instrument);

    public void Book(in BookUpdate update)
    {
    }

    public void Quote(in Quote quote)
    {
    }

    public void Ticker(in Ticker ticker)
    {
    }

    public void Trade(in Trade trade)
    {
    }

    public void Answered(in Subscription subscription, string? refusal)
    {
    }
}
