using System.Runtime.InteropServices;

namespace StrategyHost.Engine.Dispatch;

/// <summary>
/// Where one thread sleeps until another wakes it; a wake-up that comes first is kept, and several count as one.
/// </summary>
/// <remarks>
/// Needs no disposal. Linux has one system call for either side; elsewhere a monitor does the same with several.
/// </remarks>
abstract partial class WakeSignal
{
    /// <summary>The cheapest one of this system.</summary>
    public static WakeSignal Create() => Futex.IsSupported ? new Futex() : new Bed();

    /// <summary>Wakes the sleeper. Any thread.</summary>
    public abstract void Set();

    /// <summary>Sleeps until woken. One thread.</summary>
    public abstract void Wait();

    /// <summary>The portable one.</summary>
    internal sealed class Bed : WakeSignal
    {
        readonly object gate = new();
        bool isSet;

        public override void Set()
        {
            lock (gate)
            {
                isSet = true;
                Monitor.Pulse(gate);
            }
        }

        public override void Wait()
        {
            lock (gate)
            {
                while (!isSet) Monitor.Wait(gate);
                isSet = false;
            }
        }
    }

    /// <summary>A word in memory that the kernel lets a thread sleep on.</summary>
    internal sealed partial class Futex : WakeSignal
    {
        const int WaitPrivate = 128;
        const int WakePrivate = 129;

        static readonly nint Number = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 202,
            Architecture.Arm64 => 98,
            _ => 0,
        };

        readonly int[] word = GC.AllocateArray<int>(1, pinned: true); // the kernel knows it by its address
        readonly nint address;

        public Futex() => address = Marshal.UnsafeAddrOfPinnedArrayElement(word, 0);

        public static bool IsSupported => OperatingSystem.IsLinux() && Number != 0;

        public override void Set()
        {
            if (Interlocked.Exchange(ref word[0], 1) == 0) Call(Number, address, WakePrivate, 1, 0);
        }

        public override void Wait()
        {
            // It returns for signals and for nothing too: the word decides.
            while (Interlocked.Exchange(ref word[0], 0) == 0) Call(Number, address, WaitPrivate, 0, 0);
        }

        [LibraryImport("libc", EntryPoint = "syscall")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static partial nint Call(nint number, nint address, nint operation, nint value, nint timeout);
    }
}
