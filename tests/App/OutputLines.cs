namespace StrategyHost.Tests.App;

/// <summary>The lines that a process prints, as they come.</summary>
sealed class OutputLines
{
    readonly Lock gate = new();
    readonly List<string> lines = [];
    readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Found)> waiting = [];
    bool hasEnded;

    public OutputLines(StreamReader reader) => Ended = ReadAsync(reader);

    /// <summary>Done when the process has closed its end.</summary>
    public Task Ended { get; }

    public IReadOnlyList<string> All
    {
        get
        {
            lock (gate) return [.. lines];
        }
    }

    /// <summary>The first line that matches, printed already or to come.</summary>
    public Task<string> FirstAsync(Func<string, bool> matches)
    {
        lock (gate)
        {
            if (lines.Find(x => matches(x)) is { } known) return Task.FromResult(known);
            if (hasEnded) return Task.FromException<string>(new EndOfStreamException());
            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((matches, found));
            return found.Task;
        }
    }

    async Task ReadAsync(StreamReader reader)
    {
        await Task.Yield();
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (gate)
            {
                lines.Add(line);
                foreach (var (_, found) in waiting.Where(x => x.Matches(line))) found.TrySetResult(line);
            }
        }

        lock (gate)
        {
            hasEnded = true;
            foreach (var (_, found) in waiting) found.TrySetException(new EndOfStreamException());
        }
    }
}
