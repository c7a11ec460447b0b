using System.Text;
using System.Text.Json;
using StrategyHost.Market;
using StrategyHost.Simulator.Market;
using StrategyHost.Simulator.Wire;

namespace StrategyHost.Simulator;

/// <summary>
/// Answers what a book really was when a message showed it: from the market alone, never from what was sent. A message
/// is named by its number, by its time where the venue numbers nothing, or by both.
/// </summary>
sealed class TruthArchive(IReadOnlyList<SimulatedInstrument> instruments, long skewMs)
{
    const int MostLevels = 5000;
    const int UsualLevels = 20;

    static readonly Dictionary<string, string> NoHeaders = [];

    readonly JsonText text = new();

    public bool TryGet(
        Instrument instrument, long? sequence, DateTimeOffset? venueTime, Span<Level> bids, Span<Level> asks,
        out (int Bids, int Asks) counts)
    {
        counts = default;
        if (Find($"{instrument.Venue}:{instrument.VenueSymbol}") is not { } of) return false;
        if (!of.Numbers.TryFind(sequence, venueTime?.ToUnixTimeMilliseconds() - skewMs, out var change)) return false;
        if (!of.Book.TryAt(change, out var bidLadder, out var askLadder, out _)) return false;
        counts = (Copy(bidLadder, of.Listing, bids), Copy(askLadder, of.Listing, asks));
        return true;
    }

    public RestReply Answer(RequestTarget target)
    {
        var wanted = target["instrument"] ?? "";
        if (Find(wanted) is not { } of)
            return Error($"There is no instrument '{wanted}': try {instruments[0].Instrument.Name}.");
        if (!TryNumber(target["levels"], out var asked) || asked is < 1 or > MostLevels)
            return Error($"The count of levels must be from 1 to {MostLevels}.");
        if (!TryNumber(target["sequence"], out var sequence)) return Error("The sequence must be a whole number.");
        if (!TryNumber(target["timeMs"], out var time)) return Error("The timeMs must be a whole number.");
        if (!of.Numbers.TryFind(sequence, time - skewMs, out var change)
            || !of.Book.TryAt(change, out var bids, out var asks, out var timeMs))
        {
            return Error($"The state {sequence ?? time} of {of.Instrument.Name} is not known, or no longer.");
        }

        var name = sequence ?? of.Numbers.NameOf(change);
        Write(of.Listing, name, timeMs + skewMs, bids, asks, (int)(asked ?? UsualLevels));
        return new RestReply(200, NoHeaders, text.Take());
    }

    SimulatedInstrument? Find(string name) => instruments.FirstOrDefault(of =>
        of.Instrument.Name == name || $"{of.Instrument.Venue}:{of.Instrument.VenueSymbol}" == name);

    /// <summary>Reads a number that may be left out, which is null then.</summary>
    static bool TryNumber(string? asked, out long? number)
    {
        number = long.TryParse(asked, out var read) ? read : null;
        return asked is null || number is not null;
    }

    static int Copy(Ladder ladder, Listing listing, Span<Level> into)
    {
        var count = Math.Min(into.Length, ladder.Count);
        for (var i = 0; i < count; i++)
        {
            var level = ladder.At(i);
            into[i] = new Level(
                Scaling.ToDecimal(level.Price, listing.PriceScale),
                Scaling.ToDecimal(level.Quantity, listing.QuantityScale));
        }

        return count;
    }

    void Write(Listing listing, long? sequence, long timeMs, Ladder bids, Ladder asks, int levels)
    {
        text.Raw("{\"sequence\":"u8);
        if (sequence is { } number) text.Integer(number);
        else text.Raw("null"u8);
        text.Raw(",\"timeMs\":"u8).Integer(timeMs);
        Side(",\"bids\":"u8, bids, listing, levels);
        Side(",\"asks\":"u8, asks, listing, levels);
        text.Raw("}"u8);
    }

    void Side(ReadOnlySpan<byte> key, Ladder ladder, Listing listing, int levels)
    {
        var top = new ScaledLevel[Math.Min(levels, ladder.Count)];
        for (var i = 0; i < top.Length; i++) top[i] = ladder.At(i);
        var shape = new NumberShape(
            listing.PriceScale, listing.PriceScale, listing.QuantityScale, listing.QuantityScale);
        text.Raw(key).Levels(top, shape);
    }

    static RestReply Error(string sentence) => new(
        404, NoHeaders, Encoding.UTF8.GetBytes($$"""{"error":"{{JsonEncodedText.Encode(sentence)}}"}"""));
}
