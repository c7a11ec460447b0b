using System.Diagnostics;

namespace StrategyHost.Tests.App.Wire;

/// <summary>A fact that needs Debian's python3-websockets: skipped, aloud, where it is missing.</summary>
sealed class PythonFactAttribute : FactAttribute
{
    /// <summary>The system's Python, for which Debian's packages are installed.</summary>
    public const string Interpreter = "/usr/bin/python3";

    /// <summary>Skips where the interpreter or the library is missing.</summary>
    public PythonFactAttribute()
    {
        if (!HasLibrary()) Skip = "python3-websockets is not installed: apt-get install python3-websockets";
    }

    static bool HasLibrary()
    {
        if (!File.Exists(Interpreter)) return false;
        using var python = Process.Start(new ProcessStartInfo(Interpreter, ["-c", "import websockets"])
        {
            RedirectStandardError = true,
        })!;
        python.StandardError.ReadToEnd();
        python.WaitForExit();
        return python.ExitCode == 0;
    }
}
