namespace StrategyHost.Testing;

/// <summary>One thing that an adapter does against the contract.</summary>
/// <param name="Check">The check that found it, as in <see cref="AdapterConformance.Checks"/>.</param>
/// <param name="Message">What was done, and what was expected, in one sentence with the frame or the question.</param>
public sealed record Finding(string Check, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Check}: {Message}";
}
