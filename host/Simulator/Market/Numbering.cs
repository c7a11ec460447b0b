namespace StrategyHost.Simulator.Market;

/// <summary>What a number in a venue's message says about its book.</summary>
enum NumberMeaning : byte
{
    /// <summary>It is the number of the book's newest change: Binance.</summary>
    Change,

    /// <summary>It is the message's own, and what it named is in a note made as it was sent: Bybit, OKX.</summary>
    Noted,

    /// <summary>There is none: only the time in a message says which state it showed. Coinbase.</summary>
    None,
}

/// <summary>
/// How a venue numbers its books. Inside, every change of a book has a number that only rises, by steps of one up to
/// <see cref="LongestJump"/>, from a counter of the book's own or one that all books of the venue share.
/// </summary>
readonly record struct Numbering(NumberMeaning Meaning, int LongestJump = 1, bool IsShared = false)
{
    public static Numbering Of(string venue) => venue switch
    {
        Listings.Binance => new(NumberMeaning.Change),
        Listings.BinanceFutures => new(NumberMeaning.Change, LongestJump: 180, IsShared: true),
        // each stream counts its messages, from 1 again after a restart of the service
        Listings.Bybit or Listings.BybitLinear => new(NumberMeaning.Noted),
        // ids jump, and fall when the venue resets them
        Listings.Okx => new(NumberMeaning.Noted, LongestJump: 12),
        _ => new(NumberMeaning.None, LongestJump: 3),
    };
}
