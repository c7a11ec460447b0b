using StrategyHost.Market;

namespace StrategyHost.Tests.Contracts.Market;

/// <summary>The small words: instruments, stamps, quotes, trades, tickers.</summary>
public class MarketWordsTests
{
    static readonly Instrument Bitcoin = new()
    {
        Venue = "binance",
        Symbol = "BTC/USDT",
        VenueSymbol = "BTCUSDT",
        Base = "BTC",
        Quote = "USDT",
    };

    static readonly Stamp At = new(1_723_161_255_030_314_667, 42);

    [Fact]
    public void An_instrument_is_named_as_users_type_it()
    {
        Assert.Equal("binance:BTC/USDT", Bitcoin.Name);
        Assert.Equal("binance:BTC/USDT", $"{Bitcoin}");
        Assert.Equal(1, Bitcoin.ContractSize);
        Assert.Equal((InstrumentKind.Spot, InstrumentStatus.Unknown), (Bitcoin.Kind, Bitcoin.Status));
    }

    [Theory]
    [InlineData("0.01000000", "0.00001000", 2, 5)]
    [InlineData("0.5", "1", 1, 0)]
    [InlineData("10", "100", 0, 0)]
    public void Scales_come_from_tick_and_lot(string tick, string lot, int price, int quantity)
    {
        var instrument = Bitcoin with { TickSize = decimal.Parse(tick), LotSize = decimal.Parse(lot) };

        Assert.Equal((price, quantity), (instrument.PriceScale, instrument.QuantityScale));
    }

    [Fact]
    public void Unknown_steps_have_scale_zero_until_frames_widen_it() =>
        Assert.Equal((0, 0), (Bitcoin.PriceScale, Bitcoin.QuantityScale));

    [Fact]
    public void A_stamp_is_a_date_to_the_hundred_nanoseconds()
    {
        Assert.Equal(new DateTimeOffset(2024, 8, 8, 23, 54, 15, TimeSpan.Zero).AddTicks(303146), At.Utc);
        Assert.Equal(1_723_161_255_030_314_600, Stamp.ToUnixNs(At.Utc));
        Assert.Equal(0, Stamp.ToUnixNs(DateTimeOffset.UnixEpoch));
        Assert.Equal(-100, Stamp.ToUnixNs(DateTimeOffset.UnixEpoch.AddTicks(-1)));
    }

    [Fact]
    public void A_stamp_of_now_reads_both_clocks_once_and_ignores_the_time_zone()
    {
        var stamp = Stamp.Now(new FrozenTime(new DateTimeOffset(2024, 1, 1, 3, 0, 0, TimeSpan.FromHours(3)), 77));

        Assert.Equal(new Stamp(1_704_067_200_000_000_000, 77), stamp);
    }

    [Fact]
    public void A_quote_is_exact_and_measures_its_touch()
    {
        var quote = new Quote
        {
            Instrument = Bitcoin,
            Bid = new(6_169_184, 100),
            Ask = new(6_169_185, 2_000_000_000),
            PriceScale = 2,
            QuantityScale = 8,
            Received = At,
        };

        Assert.Equal(new Level(61691.84m, 0.000001m), quote.BestBid);
        Assert.Equal(new Level(61691.85m, 20m), quote.BestAsk);
        Assert.Equal((61691.845m, 0.01m), (quote.Mid, quote.Spread));
        Assert.Null(quote.VenueTime);
        Assert.Equal(At.Utc, (quote with { VenueTimeNs = At.UtcNs }).VenueTime);
    }

    [Fact]
    public void A_trade_is_exact()
    {
        var trade = new Trade
        {
            Instrument = Bitcoin,
            Scaled = new(long.MaxValue, 1),
            PriceScale = 18,
            QuantityScale = 18,
            TakerSide = Side.Ask,
            VenueTimeNs = At.UtcNs,
            Received = At,
        };

        Assert.Equal((9.223372036854775807m, 0.000000000000000001m), (trade.Price, trade.Quantity));
        Assert.Equal(At.Utc, trade.VenueTime);
        Assert.Null((trade with { VenueTimeNs = 0 }).VenueTime);
    }

    [Theory]
    [InlineData("110", "100", "10")]
    [InlineData("95", "100", "-5")]
    [InlineData("1", null, null)]
    [InlineData("1", "0", null)]
    public void A_tickers_change_is_in_per_cent_of_its_open_or_unknown(string last, string? open, string? change)
    {
        var ticker = new Ticker
        {
            Instrument = Bitcoin,
            Last = decimal.Parse(last),
            Open = Decimal(open),
            Received = At,
        };

        Assert.Equal(Decimal(change), ticker.ChangePercent);
        Assert.Equal((null, QuoteSource.None), (ticker.BestBid, ticker.QuoteSource));
    }

    [Fact]
    public void A_span_without_numbers_says_so()
    {
        Assert.False(SequenceSpan.Unnumbered.IsNumbered);
        Assert.True(SequenceSpan.At(0).IsNumbered);
        Assert.Equal(new SequenceSpan(7, 7, 7), SequenceSpan.At(7));
    }

    static decimal? Decimal(string? text) => text is null ? null : decimal.Parse(text);

    sealed class FrozenTime(DateTimeOffset now, long timestamp) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => timestamp;
    }
}
