// Watches eight books, spot and perpetual, and speaks when one changes its character: its spread becomes wide or
// usual again, one side comes to outweigh the other. Says in the log when a feed stops being live.

var wide = Param("wide", 2.5, min: 1.2, max: 50);     // times its usual spread
var heavy = Param("heavy", 0.3, min: 0.05, max: 0.9); // imbalance from which a side is heavy
var levels = Param("levels", 10, min: 1, max: 20);    // levels a side that the imbalance counts

class Watch
{
    public int Seen;
    public double Usual, Spread, Imbalance;
    public bool IsWide;
    public Side? Heavy;
}

foreach (var coin in new[] { "BTC", "ETH", "SOL", "XRP" })
{
    Follow($"binance:{coin}/USDT");
    Follow($"binance-futures:{coin}/USDT-PERP");
}

var live = new HashSet<string>();
OnStatus(status =>
{
    var name = status.Instrument.Name;
    if (status.State == FeedState.Live) live.Add(name);
    else if (live.Remove(name)) Log($"{name} is no longer live: {status.State} {status.Reason}");
});

void Follow(string name)
{
    var watch = new Watch();
    OnBook(name, book => Look(book, watch));
}

void Look(BookView book, Watch watch)
{
    if (!book.IsTwoSided) return; // a halt or a collapse can empty a side

    // A single publication means little: "now" goes back over some five of them, "usual" over a hundred. The first
    // ones weigh more, so that both mean something after seconds.
    watch.Seen++;
    double Blend(double old, decimal value, int span) => old + ((double)value - old) / Min(watch.Seen, span);
    watch.Usual = Blend(watch.Usual, book.SpreadBps, 100);
    watch.Spread = Blend(watch.Spread, book.SpreadBps, 5);
    watch.Imbalance = Blend(watch.Imbalance, book.Imbalance(levels), 5);
    if (watch.Seen < 10) return;

    // Two limits each, one to enter a state and an easier one to leave it: a single one would chatter at its edge.
    var isWide = watch.Spread > watch.Usual * (watch.IsWide ? (1 + wide) / 2 : wide);
    if (isWide != watch.IsWide) Signal(isWide ? "wide-spread" : "usual-spread", strength: Round(book.SpreadBps, 3));
    watch.IsWide = isWide;

    var limit = watch.Heavy is null ? heavy : heavy / 2;
    Side? side = watch.Imbalance > limit ? Side.Bid : watch.Imbalance < -limit ? Side.Ask : null;
    if (side is not null && side != watch.Heavy) Signal("heavy-side", side, (decimal)Round(watch.Imbalance, 3));
    watch.Heavy = side;
}
