namespace StrategyHost.Exchange;

/// <summary>Why a number or a level of a frame was refused.</summary>
public enum WireFault : byte
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>Not a decimal number.</summary>
    NotANumber,

    /// <summary>A price or a quantity below zero.</summary>
    Negative,

    /// <summary>More decimals than <see cref="Market.Scaling.MaxScale"/>, trailing zeros not counted.</summary>
    TooFine,

    /// <summary>Beyond 64 bits at the scale that the frame needs.</summary>
    TooLarge,

    /// <summary>Not an array of a price and a quantity.</summary>
    NotALevel,

    /// <summary>More than <see cref="LevelBuffer.MaxLevels"/> levels on a side.</summary>
    TooManyLevels,
}

/// <summary>A price or quantity as decoded: <paramref name="Value"/> times 10^-<paramref name="Scale"/>.</summary>
/// <param name="Value">The scaled integer, not negative.</param>
/// <param name="Scale">The scale asked for, or more where the number has more decimals.</param>
public readonly record struct WireNumber(long Value, byte Scale);
