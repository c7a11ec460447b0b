using System.Runtime.InteropServices;

namespace StrategyHost.App;

/// <summary>
/// Turns the first SIGINT, SIGTERM or SIGHUP into a cancelled token and an exit code; a second one kills.
/// </summary>
sealed class ExitSignals : IDisposable
{
    readonly CancellationTokenSource stopping = new();
    readonly PosixSignalRegistration[] registrations;
    volatile int exitCode;

    public ExitSignals()
    {
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, x => Handle(x, 130)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, x => Handle(x, 143)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, x => Handle(x, 129)),
        ];
    }

    public CancellationToken Token => stopping.Token;

    /// <summary>130, 143 or 129 once a signal came; else 0.</summary>
    public int ExitCode => exitCode;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        stopping.Dispose();
    }

    void Handle(PosixSignalContext context, int code)
    {
        if (exitCode != 0) return; // asked twice: let the system end it
        context.Cancel = true;
        exitCode = code;
        stopping.Cancel();
    }
}
