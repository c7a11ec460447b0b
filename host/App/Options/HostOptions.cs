using StrategyHost.Engine.Transport;

namespace StrategyHost.App.Options;

/// <summary>The embedded exchange's settings.</summary>
sealed class SimulatorSettings
{
    /// <summary>The last first port: a venue each takes the ports after it.</summary>
    public const int LastPort = 65_000;

    /// <summary>First port; 0 takes any free ones.</summary>
    public int Port { get; set; }

    /// <summary>Seed of the market.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>What it does otherwise, by names of <see cref="SimulatorSwitches"/>; null for nothing.</summary>
    public string[]? Switches { get; set; }
}

/// <summary>
/// What <c>appsettings.json</c> may say, below <c>StrategyHost</c>. A key that is not here is an error.
/// </summary>
sealed class HostOptions
{
    /// <summary>True to use the venues' real endpoints instead of the embedded exchange.</summary>
    public bool Live { get; set; }

    /// <summary>Instruments fed whatever strategies ask for; null for those of <see cref="DefaultWatch"/>.</summary>
    public string[]? Watch { get; set; }

    /// <summary>Folders and files of strategies; null for <c>strategies</c>.</summary>
    public string[]? Strategies { get; set; }

    /// <summary>The folder of plugins; null for the one beside the executable.</summary>
    public string? Plugins { get; set; }

    /// <summary>Messages between two delay reports of each feed; 0 for none.</summary>
    public int StatsEvery { get; set; }

    /// <summary>Least level of the lines on standard error: Trace, Debug, Information, Warning, Error, None.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    /// <summary>Proxies: by the environment's variables unless this says otherwise.</summary>
    public ProxySettings Proxy { get; set; } = new();

    /// <summary>True to offer per-message deflate to the venues.</summary>
    public bool Compression { get; set; }

    /// <summary>The embedded exchange.</summary>
    public SimulatorSettings Simulator { get; set; } = new();
}
