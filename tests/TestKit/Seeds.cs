using Xunit;

namespace StrategyHost.Tests.TestKit;

/// <summary>Seeds for property tests: a default count, or as many as the environment's <c>SEEDS</c> asks for.</summary>
public static class Seeds
{
    /// <summary>
    /// Seeds 1 to the count, as theory data in batches so that a thousand seeds are not a thousand tests.
    /// </summary>
    public static TheoryData<int, int> Batches(int count, int batch = 100)
    {
        var total = Count(count);
        var data = new TheoryData<int, int>();
        for (var first = 1; first <= total; first += batch) data.Add(first, Math.Min(batch, total - first + 1));
        return data;
    }

    /// <summary>The default count, or <c>SEEDS</c> where it is set.</summary>
    public static int Count(int count) =>
        int.TryParse(Environment.GetEnvironmentVariable("SEEDS"), out var asked) && asked > 0 ? asked : count;
}
