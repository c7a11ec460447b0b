namespace StrategyHost.App;

/// <summary>
/// Something that the user can put right: one sentence that names the thing and the remedy, and an exit code.
/// </summary>
sealed class UserErrorException(string sentence, int exitCode = ExitCodes.BadUsage) : Exception(sentence)
{
    public int ExitCode => exitCode;
}

/// <summary>The exit codes, stable (CONTRACTS): 128 + n where signal n ended the run.</summary>
static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The thing asked for failed.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or configuration.</summary>
    public const int BadUsage = 2;
}
