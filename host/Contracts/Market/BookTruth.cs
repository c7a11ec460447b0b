namespace StrategyHost.Market;

/// <summary>
/// What a venue's book really was, for checking ours against it: given by the embedded exchange, which knows.
/// </summary>
/// <param name="instrument">Whose book.</param>
/// <param name="sequence">The venue's number of the state asked for; null where the venue numbers nothing.</param>
/// <param name="venueTime">
/// The venue's time in the newest message that the state holds; null when it is not known. It decides where there is no
/// number, or where one number named several states: two streams, a restart.
/// </param>
/// <param name="bids">Takes the best bids first, as many as fit.</param>
/// <param name="asks">Takes the best asks first, as many as fit.</param>
/// <param name="counts">How many bids and asks were written.</param>
/// <returns>False when that state is not known, or no longer.</returns>
public delegate bool BookTruth(
    Instrument instrument, long? sequence, DateTimeOffset? venueTime, Span<Level> bids, Span<Level> asks,
    out (int Bids, int Asks) counts);
