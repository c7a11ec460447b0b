using System.Text;
using StrategyHost.Exchange;
using StrategyHost.Market;

namespace StrategyHost.Tests.Plugins.Binance;

/// <summary>Writes down what it is told, in decimals, so that two ways of saying the same are equal lines.</summary>
sealed class RecordingSink : IMarketSink
{
    public List<string> Lines { get; } = [];

    public List<Instrument> Instruments { get; } = [];

    public List<Quote> Quotes { get; } = [];

    public List<Ticker> Tickers { get; } = [];

    public List<Trade> Trades { get; } = [];

    public void Book(in BookUpdate update) => Lines.Add(
        $"book {update.Instrument.Name} {(update.IsSnapshot ? "snapshot" : "delta")} {update.Depth}/{update.LevelLimit}"
        + $" {update.Sequence.Previous}>{update.Sequence.First}..{update.Sequence.Last} at {update.VenueTimeNs}"
        + $" bids {Text(update.Bids, in update)} asks {Text(update.Asks, in update)}"
        + (update.Checksum is { } sum ? $" sum {sum}" : ""));

    public void Quote(in Quote quote)
    {
        Quotes.Add(quote);
        Lines.Add($"quote {quote.Instrument.Name} {quote.Number} at {quote.VenueTimeNs}"
            + $" {Text(quote.BestBid)} {Text(quote.BestAsk)}");
    }

    public void Ticker(in Ticker ticker)
    {
        Tickers.Add(ticker);
        Lines.Add($"ticker {ticker.Instrument.Name} {ticker.Last} {ticker.Open} {ticker.High} {ticker.Low}"
            + $" {ticker.Volume} {ticker.QuoteVolume} {ticker.BestBid} {ticker.BestAsk} {ticker.QuoteSource}"
            + $" at {ticker.VenueTimeNs}");
    }

    public void Trade(in Trade trade)
    {
        Trades.Add(trade);
        Lines.Add($"trade {trade.Instrument.Name} {trade.Id} {trade.TakerSide} at {trade.VenueTimeNs}"
            + $" {Text(new Level(trade.Price, trade.Quantity))}");
    }

    public void Instrument(Instrument instrument) => Instruments.Add(instrument);

    public void Answered(in Subscription subscription, string? refusal) =>
        Lines.Add($"answered {subscription}: {refusal ?? "accepted"}");

    static string Text(ReadOnlySpan<ScaledLevel> levels, in BookUpdate update)
    {
        var text = new StringBuilder("[");
        foreach (var level in levels)
            text.Append(Text(new Level(
                Scaling.ToDecimal(level.Price, update.PriceScale),
                Scaling.ToDecimal(level.Quantity, update.QuantityScale))));
        return text.Append(']').ToString();
    }

    static string Text(Level level) => $"({level.Price / 1.0000000000000000000000000000m}"
        + $" x {level.Quantity / 1.0000000000000000000000000000m})";
}

/// <summary>Counts and forgets.</summary>
sealed class CountingSink : IMarketSink
{
    public int Books { get; private set; }

    public int Quotes { get; private set; }

    public int Tickers { get; private set; }

    public int Trades { get; private set; }

    public int Total => Books + Quotes + Tickers + Trades;

    public void Book(in BookUpdate update) => Books++;

    public void Quote(in Quote quote) => Quotes++;

    public void Ticker(in Ticker ticker) => Tickers++;

    public void Trade(in Trade trade) => Trades++;

    public void Instrument(Instrument instrument)
    {
    }

    public void Answered(in Subscription subscription, string? refusal)
    {
    }
}
