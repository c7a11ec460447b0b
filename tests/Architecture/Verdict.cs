namespace StrategyHost.Tests.Architecture;

/// <summary>What a rule found, asserted: the whole list, since one run should tell everything.</summary>
static class Verdict
{
    public static void IsClean(IEnumerable<string> findings)
    {
        var all = findings.ToArray();
        if (all.Length > 0) Assert.Fail($"{all.Length} found:\n{string.Join('\n', all)}");
    }

    /// <summary>The rule finds one thing in a bad snippet, and the finding has these words.</summary>
    public static void Complains(IEnumerable<string> findings, string words) =>
        Assert.Contains(words, Assert.Single(findings), StringComparison.Ordinal);
}
