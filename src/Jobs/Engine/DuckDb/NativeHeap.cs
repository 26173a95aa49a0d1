using System.Runtime.InteropServices;

namespace Millrace.Jobs.Engine.DuckDb;

/// <summary>
/// The C library's heap, which the engine's native code lives in. glibc gives threads heaps of their own, eight for each core: buffers that one thread takes and another frees then fragment all of
/// them, and a long run grows. Two are enough here and, measured, faster. Free pages in the middle of a heap stay with the process until somebody gives them back.
/// </summary>
internal static partial class NativeHeap
{
    private const int ArenaMax = -8;
    private const int Arenas = 2;

    private static readonly Lazy<bool> Limited = new(Limit);

    /// <summary>Limits the heaps, once a process; where the C library is another one, nothing happens.</summary>
    public static void LimitArenas() => _ = Limited.Value;

    /// <summary>Gives the system back the pages that are free, where the C library is glibc. Some milliseconds.</summary>
    public static void Trim()
    {
        if (Limited.Value)
        {
            _ = GiveBack(0);
        }
    }

    private static bool Limit()
    {
        try
        {
            return OperatingSystem.IsLinux() && SetOption(ArenaMax, Arenas) == 1;
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int GiveBack(nuint keep);
}
