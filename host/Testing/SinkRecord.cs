using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Testing;

/// <summary>Writes down what it is told, in decimals, so that two ways of saying the same are equal lines.</summary>
sealed class SinkRecord : IMarketSink
{
    public List<string> Lines { get; } = [];

    public List<SampleEvent> Events { get; } = [];

    public List<Instrument> Instruments { get; } = [];

    public List<(Subscription Subscription, string? Refusal)> Answers { get; } = [];

    public SequenceSpan LastSpan { get; private set; }

    public bool LastWasSnapshot { get; private set; }

    public IReadOnlyList<decimal> LastPrices { get; private set; } = [];

    public void Clear()
    {
        Lines.Clear();
        Events.Clear();
        Answers.Clear();
        Instruments.Clear();
    }

    public void Book(in BookUpdate update)
    {
        (LastSpan, LastWasSnapshot) = (update.Sequence, update.IsSnapshot);
        var text = new StringBuilder();
        var prices = new List<decimal>();
        Append(update.Bids, in update, text.Append(" bids"), prices);
        Append(update.Asks, in update, text.Append(" asks"), prices);
        LastPrices = prices;
        Note(SampleEvent.Book, $"book {update.Instrument} {update.IsSnapshot} {update.Depth} {update.LevelLimit}"
            + $" {update.Sequence} at {update.VenueTimeNs}{text}");
    }

    public void Quote(in Quote quote) => Note(
        SampleEvent.Quote,
        $"quote {quote.Instrument} {quote.Number} at {quote.VenueTimeNs} {Text(quote.BestBid)} {Text(quote.BestAsk)}");

    public void Ticker(in Ticker ticker) => Note(SampleEvent.Ticker, $"{ticker with { Received = default }}");

    public void Trade(in Trade trade) => Note(
        SampleEvent.Trades,
        $"trade {trade.Instrument} {trade.Id} {trade.TakerSide} at {trade.VenueTimeNs}"
        + $" {Text(new Level(trade.Price, trade.Quantity))}");

    public void Instrument(Instrument instrument) => Instruments.Add(instrument);

    public void Answered(in Subscription subscription, string? refusal) => Answers.Add((subscription, refusal));

    void Note(SampleEvent kind, string line)
    {
        Events.Add(kind);
        Lines.Add(line);
    }

    static void Append(
        ReadOnlySpan<ScaledLevel> levels, in BookUpdate update, StringBuilder text, List<decimal> prices)
    {
        foreach (var level in levels)
        {
            var price = Scaling.ToDecimal(level.Price, update.PriceScale);
            prices.Add(price);
            text.Append(Text(new Level(price, Scaling.ToDecimal(level.Quantity, update.QuantityScale))));
        }
    }

    // Without trailing zeros, which the scale decides and not the number.
    static string Text(Level level) => $"({level.Price / 1.0000000000000000000000000000m}"
        + $" x {level.Quantity / 1.0000000000000000000000000000m})";
}
