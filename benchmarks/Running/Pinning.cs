using System.Runtime.InteropServices;

namespace Millrace.Benchmarks.Running;

/// <summary>Binds the calling thread to one core, so that the scheduler is not part of what is measured. Linux only; elsewhere it does nothing.</summary>
internal static partial class Pinning
{
    /// <summary>Binds the calling thread to <paramref name="core"/>, counted from 0.</summary>
    public static void PinToCore(int core)
    {
        if (OperatingSystem.IsLinux())
        {
            Span<byte> mask = stackalloc byte[128];
            mask[core / 8] = (byte)(1 << (core % 8));
            _ = SetAffinity(0, (nuint)mask.Length, ref MemoryMarshal.GetReference(mask));
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint length, ref byte mask);
}
