using System.Diagnostics;

namespace StrategyHost.Loading.Scripts;

/// <summary>
/// Finds the script's line in an exception that its code threw. It gives text and keeps nothing: an exception held
/// in a fault report would pin the script's context.
/// </summary>
public static class ScriptFrames
{
    /// <summary>
    /// <c>strategies/book-watch.csx:12</c>, the innermost script line of the innermost exception that has one; null
    /// when no script code is in the trace.
    /// </summary>
    public static string? Locate(Exception error)
    {
        var inner = error is AggregateException { InnerExceptions: [var first, ..] } ? first : error.InnerException;
        if (inner is not null && Locate(inner) is { } cause) return cause;
        foreach (var frame in new StackTrace(error, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileName() is { } file && ScriptNames.IsScript(file))
                return $"{ShownPath.Of(file, Environment.CurrentDirectory)}:{frame.GetFileLineNumber()}";
        }

        return null;
    }
}
