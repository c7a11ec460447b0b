using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StrategyHost.Tests.TestKit;

/// <summary>
/// Memory between two pages that nobody may touch: what is placed at its end or at its start cannot be read past, since
/// the processor itself refuses and the process ends.
/// </summary>
/// <remarks>
/// Linux only: elsewhere <see cref="IsGuarded"/> is false, the bytes lie in plain memory, and tests say so.
/// </remarks>
public sealed class GuardedMemory : IDisposable
{
    const int NoAccess = 0;
    const int ReadWrite = 1 | 2;
    const int PrivateAnonymous = 0x02 | 0x20;
    const string C = "libc";

    readonly nint start;
    readonly nint length;
    readonly nint page = Environment.SystemPageSize;
    readonly byte[] plain;

    /// <summary>Maps room for at least so many bytes.</summary>
    public GuardedMemory(int capacity)
    {
        length = ((capacity / page) + 1) * page;
        plain = new byte[IsGuarded ? 0 : length];
        if (!IsGuarded) return;
        var mapped = Map(0, length + (2 * page), NoAccess, PrivateAnonymous, -1, 0);
        start = mapped + page;
        if (mapped == -1 || Protect(start, length, ReadWrite) != 0)
            throw new InvalidOperationException($"no guarded memory: error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>True where reading past what is placed ends the process.</summary>
    public static bool IsGuarded { get; } =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>Copies bytes so that the page behind the last one is forbidden.</summary>
    public ReadOnlySpan<byte> AtEnd(ReadOnlySpan<byte> bytes) => Place(bytes, length - bytes.Length);

    /// <summary>Copies bytes so that the page in front of the first one is forbidden.</summary>
    public ReadOnlySpan<byte> AtStart(ReadOnlySpan<byte> bytes) => Place(bytes, 0);

    /// <summary>
    /// True when a byte around what was placed may be read: -1 is the one in front of it, its length the one behind it.
    /// The kernel is asked, which refuses by an error number what would end this process.
    /// </summary>
    public static bool CanRead(ReadOnlySpan<byte> placed, int offset)
    {
        if (!IsGuarded) return true;
        var ends = new int[2];
        if (Pipe(ends) != 0) throw new InvalidOperationException("no pipe");
        var written = Write(ends[1], Address(placed) + offset, 1);
        _ = Close(ends[0]);
        _ = Close(ends[1]);
        return written == 1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsGuarded) _ = Unmap(start - page, length + (2 * page));
    }

    ReadOnlySpan<byte> Place(ReadOnlySpan<byte> bytes, nint offset)
    {
        var room = IsGuarded
            ? MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), start), (int)length)
            : plain;
        var target = room.Slice((int)offset, bytes.Length);
        bytes.CopyTo(target);
        return target;
    }

    static nint Address(ReadOnlySpan<byte> placed) =>
        Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(placed));

    [DllImport(C, EntryPoint = "mmap", SetLastError = true)]
    static extern nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [DllImport(C, EntryPoint = "mprotect", SetLastError = true)]
    static extern int Protect(nint address, nint length, int protection);

    [DllImport(C, EntryPoint = "munmap")]
    static extern int Unmap(nint address, nint length);

    [DllImport(C, EntryPoint = "pipe")]
    static extern int Pipe([Out] int[] ends);

    [DllImport(C, EntryPoint = "write")]
    static extern nint Write(int file, nint address, nint count);

    [DllImport(C, EntryPoint = "close")]
    static extern int Close(int file);
}
