using System.Diagnostics;
using System.Globalization;

namespace Millrace.Jobs.Ledger;

/// <summary>
/// The most resident memory of this process since the last reset. Linux keeps a high-water mark that a process may reset;
/// elsewhere the mark covers the whole process.
/// </summary>
internal static class PeakMemory
{
    private const string ResetFile = "/proc/self/clear_refs";
    private const string StatusFile = "/proc/self/status";
    private const string MarkName = "VmHWM:";

    /// <summary>Starts a new measurement where the system allows it.</summary>
    public static void Reset()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                File.WriteAllText(ResetFile, "5");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A container may forbid it: the mark then covers the whole process, which is still a true upper bound.
        }
    }

    /// <summary>The high-water mark in bytes.</summary>
    public static long ReadBytes()
    {
        if (OperatingSystem.IsLinux() && File.Exists(StatusFile))
        {
            foreach (var line in File.ReadLines(StatusFile))
            {
                if (line.StartsWith(MarkName, StringComparison.Ordinal))
                {
                    var kibibytes = line[MarkName.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
                    return long.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024;
                }
            }
        }

        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
