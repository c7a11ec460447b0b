using System.Diagnostics;
using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Plugins;

/// <summary>The guard must bite, or the tests that rely on it prove nothing.</summary>
public sealed class GuardedMemoryTests
{
    [GuardFact]
    public void The_pages_around_what_is_placed_are_forbidden_and_what_is_placed_is_not()
    {
        using var guard = new GuardedMemory(100_000);
        var end = guard.AtEnd("abcd"u8);
        Assert.Equal("abcd"u8, end);
        Assert.Equal(
            (true, true, true, false),
            (GuardedMemory.CanRead(end, -1), GuardedMemory.CanRead(end, 0), GuardedMemory.CanRead(end, 3),
                GuardedMemory.CanRead(end, 4)));
        var start = guard.AtStart("abcd"u8);
        Assert.Equal(
            (false, true, true),
            (GuardedMemory.CanRead(start, -1), GuardedMemory.CanRead(start, 0), GuardedMemory.CanRead(start, 4)));
    }

    [GuardTheory]
    [InlineData("end", 3, "d")]
    [InlineData("end", 4, null)]
    [InlineData("start", 0, "a")]
    [InlineData("start", -1, null)]
    public async Task A_process_that_reads_past_a_frame_ends_at_once(string place, int offset, string? read)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(GuardedMemoryTests).Assembly.Location);
        foreach (var argument in new[] { "read", place, $"{offset}" }) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(read ?? "", printed);
        if (read is not null) Assert.Equal((0, ""), (process.ExitCode, await errors));
        else Assert.Contains("AccessViolationException", await errors);
        Assert.Equal(read is null, process.ExitCode != 0);
    }
}

/// <summary>A fact about forbidden pages: skipped, aloud, where there are none.</summary>
public sealed class GuardFactAttribute : FactAttribute
{
    /// <summary>Skips where memory cannot be guarded.</summary>
    public GuardFactAttribute()
    {
        if (!GuardedMemory.IsGuarded) Skip = GuardTheoryAttribute.Missing;
    }
}

/// <summary>A theory about forbidden pages: skipped, aloud, where there are none.</summary>
public sealed class GuardTheoryAttribute : TheoryAttribute
{
    public const string Missing = "guard pages are made on Linux alone: reads outside a frame go unnoticed here";

    /// <summary>Skips where memory cannot be guarded.</summary>
    public GuardTheoryAttribute()
    {
        if (!GuardedMemory.IsGuarded) Skip = Missing;
    }
}
