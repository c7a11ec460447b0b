using System.Globalization;

namespace StrategyHost.Tests.App;

/// <summary>A fact that sends a process a signal: skipped, aloud, where that cannot be done.</summary>
sealed class SignalFactAttribute : FactAttribute
{
    const int Interrupt = 2;

    /// <summary>Skips without POSIX signals, and where this process, and so its children, ignores SIGINT.</summary>
    public SignalFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Windows has no signals to send to another process";
        else if (IsInterruptIgnored()) Skip = "SIGINT is ignored here, as in a shell's background job";
    }

    static bool IsInterruptIgnored()
    {
        const string status = "/proc/self/status";
        if (!File.Exists(status)) return false;
        var ignored = File.ReadLines(status).First(x => x.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
        return (ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (Interrupt - 1) & 1) == 1;
    }
}
