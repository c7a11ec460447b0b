namespace StrategyHost.Engine.Metrics;

/// <summary>What a <see cref="LatencyHistogram"/> holds, in nanoseconds; all zero when it holds nothing.</summary>
/// <param name="Count">Values recorded.</param>
/// <param name="MinNs">Smallest, exact.</param>
/// <param name="MaxNs">Largest, exact.</param>
/// <param name="MeanNs">Mean, exact.</param>
/// <param name="P50Ns">Median, to within 1 %.</param>
/// <param name="P95Ns">95th percentile, to within 1 %.</param>
/// <param name="P99Ns">99th percentile, to within 1 %.</param>
/// <param name="P999Ns">99.9th percentile, to within 1 %.</param>
public readonly record struct LatencySummary(
    long Count, long MinNs, long MaxNs, double MeanNs, long P50Ns, long P95Ns, long P99Ns, long P999Ns);
