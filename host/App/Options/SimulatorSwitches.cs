using StrategyHost.Simulator;

namespace StrategyHost.App.Options;

/// <summary>One way in which the embedded exchange can be told to behave otherwise.</summary>
/// <param name="Name">What users type: <c>okx-checksums</c>.</param>
/// <param name="Set">Turns it on.</param>
sealed record SimulatorSwitch(string Name, Func<SimulatorOptions, SimulatorOptions> Set);

/// <summary>
/// What venues did formerly, announced, or do seldom, by name: <c>--switch</c> and <c>Simulator:Switches</c> turn it
/// on.
/// </summary>
static class SimulatorSwitches
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Often = TimeSpan.FromSeconds(5);

    static readonly SimulatorSwitch[] All =
    [
        new("binance-retired-paths", x => x with { ServeRetiredPaths = true }),
        new("bybit-restarts", x => x with { BybitRestartEvery = Often }),
        new("okx-checksums", x => x with { OkxChecksums = true }),
        new("okx-no-snapshot", x => x with { OkxStreamSnapshots = false }),
        new("okx-resets", x => x with { OkxResetEvery = Often }),
        new("okx-upgrade", x => x with { OkxUpgradeAfter = Soon }),
        new("coinbase-plain-acks", x => x with { CoinbaseAliases = false }),
    ];

    /// <summary>All names, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(x => x.Name));

    /// <summary>The first name that no switch has; null when there is none.</summary>
    public static string? FirstUnknown(IEnumerable<string> names) => names.FirstOrDefault(x => Find(x) is null);

    /// <summary>The options with the switches of these names turned on.</summary>
    public static SimulatorOptions Apply(SimulatorOptions options, IEnumerable<string> names) =>
        names.Select(Find).OfType<SimulatorSwitch>().Aggregate(options, (made, each) => each.Set(made));

    static SimulatorSwitch? Find(string name) => Array.Find(All, x => x.Name == name);
}
