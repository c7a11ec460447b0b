namespace StrategyHost.Testing;

/// <summary>
/// What every adapter has to do, whatever its venue. It knows a venue by its <see cref="AdapterDescription"/> alone,
/// and says what it found: an empty list is a pass. No test framework is needed to run it; one test for each check
/// reads best.
/// </summary>
public sealed class AdapterConformance(AdapterDescription venue)
{
    static readonly (string Name, Func<AdapterDescription, IEnumerable<string>> Run)[] All =
    [
        ("profile", ProfileChecks.Run),
        ("plan", ProfileChecks.Plan),
        ("requests", RequestChecks.Run),
        ("acknowledgements", RequestChecks.Accepted),
        ("errors", RequestChecks.Errors),
        ("ping", RequestChecks.Ping),
        ("samples", FrameChecks.Samples),
        ("book", FrameChecks.Book),
        ("spellings", FrameChecks.Spellings),
        ("strangers", FrameChecks.Strangers),
        ("numbers", FrameChecks.Numbers),
        ("allocation", FrameChecks.Allocation),
        ("truncated", HostileChecks.Truncated),
        ("oversized", HostileChecks.Oversized),
        ("mutated", HostileChecks.Mutated),
        ("instruments", RestChecks.Instruments),
        ("rest questions", RestChecks.Questions),
        ("rest errors", RestChecks.Errors),
    ];

    /// <summary>The names of all checks, in the order in which to read their findings.</summary>
    public static IReadOnlyList<string> Checks { get; } = [.. All.Select(x => x.Name)];

    /// <summary>Runs every check.</summary>
    public IReadOnlyList<Finding> Run() => [.. Checks.SelectMany(Run)];

    /// <summary>Runs one check.</summary>
    /// <param name="check">One of <see cref="Checks"/>.</param>
    /// <exception cref="ArgumentException">There is no such check.</exception>
    public IReadOnlyList<Finding> Run(string check)
    {
        var found = Array.Find(All, x => x.Name == check);
        if (found.Run is null) throw new ArgumentException($"no check is called '{check}'", nameof(check));
        return [.. Contained(found.Run).Select(x => new Finding(check, x))];
    }

    // What an adapter throws is a finding like any other; what was found before it stands.
    List<string> Contained(Func<AdapterDescription, IEnumerable<string>> run)
    {
        var found = new List<string>();
        try
        {
            foreach (var message in run(venue)) found.Add(message);
        }
        catch (Exception thrown) // foreign code: an adapter may throw anything
        {
            found.Add($"threw {thrown.GetType().Name}: {thrown.Message} {thrown.StackTrace?.Split('\n')[0].Trim()}");
        }

        return found;
    }
}
