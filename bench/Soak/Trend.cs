namespace StrategyHost.Bench.Soak;

/// <summary>A line through points by least squares, as they come: only its slope is asked for.</summary>
sealed class Trend
{
    readonly List<(double X, double Y)> points = [];

    public int Count => points.Count;

    /// <summary>Rise for each unit of x; 0 while there are not two places.</summary>
    public double Slope
    {
        get
        {
            if (points.Count < 2) return 0;
            var (meanX, meanY) = (points.Average(p => p.X), points.Average(p => p.Y));
            var spread = points.Sum(p => (p.X - meanX) * (p.X - meanX));
            return spread == 0 ? 0 : points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / spread;
        }
    }

    public (double First, double Last) Ends => points.Count == 0 ? default : (points[0].Y, points[^1].Y);

    public void Add(double x, double y) => points.Add((x, y));
}
