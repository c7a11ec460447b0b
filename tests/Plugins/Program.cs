using StrategyHost.Tests.TestKit;

namespace StrategyHost.Tests.Plugins;

/// <summary>
/// This assembly as a program of its own, for what a test can only see in a process that dies:
/// <c>read end|start OFFSET</c> reads one byte of a frame of four in guarded memory and prints it.
/// </summary>
static class Program
{
    static int Main(string[] args)
    {
        if (args is not ["read", var place, var offset]) return 2;
        using var guard = new GuardedMemory(16);
        var frame = place == "end" ? guard.AtEnd("abcd"u8) : guard.AtStart("abcd"u8);
        ref var first = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(frame);
        Console.Out.Write((char)System.Runtime.CompilerServices.Unsafe.Add(ref first, int.Parse(offset)));
        return 0;
    }
}
