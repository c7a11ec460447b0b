using StrategyHost.Market;
using StrategyHost.Simulator.Market;

namespace StrategyHost.Simulator.Wire.Okx;

/// <summary>
/// One channel of one instrument. It goes on whether anybody listens or not, so that the links between its messages
/// do not depend on who subscribed when.
/// </summary>
sealed class OkxStream(OkxChannel channel, string channelName, OkxBook book)
{
    /// <summary>The argument that all its messages carry.</summary>
    public string Argument { get; } = new OkxArgument(channelName, book.Of.Instrument.VenueSymbol).Json;

    public OkxChannel Channel => channel;

    public OkxBook Book => book;

    public SimulatedInstrument Of => book.Of;

    public List<OkxConnection> Listeners { get; } = [];

    /// <summary>The levels as they were last told; none for channels without a book.</summary>
    public TopWindow Window { get; } = new(book.Of.Book, OkxChannels.LevelsOf(channel));

    /// <summary>The id under which they were told.</summary>
    public long LastNumber { get; set; } = book.Number;

    /// <summary>When it was last said that nothing changed, ms since the Unix epoch by the host's clock.</summary>
    public long KeptAliveMs { get; set; }

    /// <summary>The ticker's figures as they were last told.</summary>
    public (long Last, long Quantity, ScaledLevel Bid, ScaledLevel Ask) Told { get; set; }
}
