using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Millrace.Training.Lanes;

/// <summary>Tells the operating system which part of a file is read next, so that the device works meanwhile. Advice only: where there is no such call, or it fails, reading works as without.</summary>
internal static partial class PageAdvice
{
    // POSIX_FADV_WILLNEED of posix_fadvise(2), the same number on every Linux.
    private const int WillNeed = 3;

    /// <summary>Starts to fetch a range into the page cache and returns at once.</summary>
    public static void Fetch(SafeFileHandle file, long offset, long length)
    {
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess)
        {
            _ = Advise(file, offset, length, WillNeed);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);
}
