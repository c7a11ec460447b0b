using System.Diagnostics;

namespace StrategyHost.Engine.Strategies;

/// <summary>What a strategy threw.</summary>
/// <param name="At">When.</param>
/// <param name="Message">Type and message of the exception.</param>
/// <param name="Location">
/// The script's file and line, <c>x.csx:10</c>; null when no frame of the script was on the stack.
/// </param>
public sealed record StrategyFault(DateTimeOffset At, string Message, string? Location)
{
    /// <inheritdoc/>
    public override string ToString() => Location is null ? Message : $"{Location}: {Message}";
}

/// <summary>
/// Counts a strategy's faults and keeps the newest as text: an exception object would keep the script's context alive.
/// </summary>
/// <remarks>The strategy's thread writes; any thread reads.</remarks>
sealed class FaultLog(TimeProvider time)
{
    long count;
    StrategyFault? newest;

    public long Count => Volatile.Read(ref count);

    public StrategyFault? Newest => Volatile.Read(ref newest);

    /// <summary>
    /// Records a fault. Formatting costs thousands of times the throw, so that only the first ten, then every tenth of
    /// a magnitude, are described; the others are counted.
    /// </summary>
    /// <returns>The fault where it was described; null where it was counted only.</returns>
    public StrategyFault? Add(Exception failure)
    {
        var number = Interlocked.Increment(ref count);
        if (!IsWorthDescribing(number)) return null;
        var described = Describe(failure);
        Volatile.Write(ref newest, described);
        return described;
    }

    public StrategyFault Describe(Exception failure)
    {
        var cause = failure is AggregateException { InnerExceptions: [var only] } ? only : failure;
        return new StrategyFault(time.GetUtcNow(), $"{cause.GetType().Name}: {cause.Message}", LocationOf(cause));
    }

    static bool IsWorthDescribing(long number)
    {
        var step = 1L;
        while (step * 10 <= number) step *= 10;
        return number <= 10 || number % step == 0;
    }

    static string? LocationOf(Exception failure)
    {
        foreach (var frame in new StackTrace(failure, fNeedFileInfo: true).GetFrames())
        {
            var file = frame.GetFileName();
            if (file is not null && file.EndsWith(".csx", StringComparison.OrdinalIgnoreCase))
            {
                return $"{Path.GetFileName(file)}:{frame.GetFileLineNumber()}";
            }
        }

        return null;
    }
}
