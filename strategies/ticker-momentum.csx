// A price's day by its 24 h change, and its last seconds by the last price and by who pays for it, the takers: the
// two must agree before this calls a move momentum.

var trend = Param("trendPercent", 0.5m, min: 0.1m, max: 50m); // 24 h change that makes a day one of rise or fall
var move = Param("moveBps", 2.0, min: 0.1, max: 500);         // change of the last price in the window
var taking = Param("taking", 0.15, min: 0.0, max: 0.9);       // surplus of one side's taking in the window
var seconds = Param("windowSeconds", 10.0, min: 1, max: 600); // the window

class Tape
{
    public Queue<(long At, decimal Last)> Prices = new();
    public double Bought, Sold;
    public long TradeAt;
    public int Day, Momentum;
}

foreach (var name in new[] { "binance:BTC/USDT", "binance:ETH/USDT", "binance:SOL/USDT", "binance:XRP/USDT" })
{
    var tape = new Tape();
    OnTrade(name, trade => Count(trade, tape));
    OnTicker(name, ticker => Judge(ticker, tape));
}

// Read anew each time, so that setting it while the strategy runs has an effect.
TimeSpan Window => TimeSpan.FromSeconds(seconds);

void Count(Trade trade, Tape tape)
{
    var now = Clock.GetTimestamp();
    // Old trades fade instead of being kept: the same answer without a list of every trade of the window.
    var kept = tape.TradeAt == 0 ? 0 : Exp(-(Clock.GetElapsedTime(tape.TradeAt, now) / Window));
    (tape.TradeAt, tape.Bought, tape.Sold) = (now, tape.Bought * kept, tape.Sold * kept);
    if (trade.TakerSide == Side.Bid) tape.Bought += (double)trade.Quantity;
    else tape.Sold += (double)trade.Quantity;
}

void Judge(Ticker ticker, Tape tape)
{
    var day = ticker.ChangePercent is not { } change || Abs(change) < trend ? 0 : Sign(change);
    if (day != 0 && day != tape.Day) Signal("day-trend", SideOf(day), ticker.ChangePercent);
    if (day != 0) tape.Day = day;

    var now = Clock.GetTimestamp();
    tape.Prices.Enqueue((now, ticker.Last));
    while (Clock.GetElapsedTime(tape.Prices.Peek().At, now) > Window) tape.Prices.Dequeue();

    var bps = (double)(ticker.Last / tape.Prices.Peek().Last - 1) * 10_000;
    var taken = tape.Bought + tape.Sold;
    var surplus = taken == 0 ? 0 : (tape.Bought - tape.Sold) / taken;
    var momentum = bps > move && surplus > taking ? 1 : bps < -move && surplus < -taking ? -1 : 0;
    if (momentum != 0 && momentum != tape.Momentum)
        Signal("momentum", SideOf(momentum), (decimal)Round(bps, 2), $"takers {surplus:+0.00;-0.00}");
    tape.Momentum = momentum;
}

Side SideOf(int direction) => direction > 0 ? Side.Bid : Side.Ask;
