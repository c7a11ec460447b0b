namespace StrategyHost.Market;

/// <summary>How much of a book a subscription asks the venue for.</summary>
public enum Depth : byte
{
    /// <summary>The whole book, kept from a snapshot and numbered deltas.</summary>
    Full = 0,

    /// <summary>The venue's own top 5 levels a side, whole in every message.</summary>
    Partial5 = 5,

    /// <summary>The venue's own top 10 levels a side, whole in every message.</summary>
    Partial10 = 10,

    /// <summary>The venue's own top 20 levels a side, whole in every message.</summary>
    Partial20 = 20,
}
