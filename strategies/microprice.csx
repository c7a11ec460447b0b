// The microprice leans from the mid towards the side where less rests, which gives way first. A single lean is noise:
// this speaks when one lasts, and sums up every ten seconds.

var lean = Param("lean", 0.2, min: 0.05, max: 0.95);          // share of the half spread that counts as leaning
var patience = Param("patienceMs", 300, min: 0, max: 60_000); // how long it must last
var memory = Param("memoryMs", 1000, min: 1, max: 60_000);    // time over which it is smoothed

class Drift
{
    public double Lean;
    public int Direction, Told, Signals;
    public long SeenAt, Since;
    public decimal Mid;
}

var drifts = new Dictionary<string, Drift>();
foreach (var name in new[] { "binance:BTC/USDT", "binance:ETH/USDT", "binance-futures:BTC/USDT-PERP" })
{
    var drift = drifts[name] = new Drift();
    // One level is all that a microprice needs: the fewer are asked for, the less is copied for each publication.
    OnBook(name, book => Follow(book, drift), levels: 1);
}

Every(TimeSpan.FromSeconds(10), () =>
{
    foreach (var (name, drift) in drifts.Where(x => x.Value.SeenAt > 0))
        Log($"{name} mid {drift.Mid} leans {drift.Lean:+0.00;-0.00}, {drift.Signals} signals so far");
});

void Follow(BookView book, Drift drift)
{
    // Past the horizon the touch is only as good as the last quote, and a locked book has no room to lean in.
    if (!book.IsTwoSided || book.IsBeyondHorizon || book.Spread <= 0) return;

    var now = Clock.GetTimestamp();
    var leanNow = (double)((book.Microprice - book.Mid) / (book.Spread / 2));
    // By time and not by count: publications that were conflated away must not make the memory longer.
    var weight = drift.SeenAt == 0 ? 0 : 1 - Exp(-Clock.GetElapsedTime(drift.SeenAt, now).TotalMilliseconds / memory);
    (drift.Lean, drift.SeenAt, drift.Mid) = (drift.Lean + (leanNow - drift.Lean) * weight, now, book.Mid);

    var direction = Abs(drift.Lean) < lean ? 0 : Sign(drift.Lean);
    if (direction != drift.Direction) (drift.Direction, drift.Since) = (direction, now);
    if (direction == 0 || direction == drift.Told) return;
    if (Clock.GetElapsedTime(drift.Since, now).TotalMilliseconds < patience) return;

    drift.Told = direction;
    drift.Signals++;
    Signal("drift", direction > 0 ? Side.Bid : Side.Ask, (decimal)Round(drift.Lean, 3), $"mid {book.Mid}");
}
