using System.Diagnostics;
using System.Globalization;

namespace Millrace.Jobs.Tests.CommandLine;

/// <summary>Signals to processes that a test started.</summary>
internal static class Signals
{
    public const string WhyIgnored = "the tests were started as a background job of a shell, which makes them and their children ignore INT";

    /// <summary>Sends a signal by its name.</summary>
    public static void Send(string signal, Process process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Whether this process and its children ignore INT. proc(5): SigIgn is a mask in hexadecimal; INT is signal 2.</summary>
    public static bool InterruptIsIgnored() => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").Where(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal))
            .Any(static line => (Convert.ToUInt64(line[7..].Trim(), 16) & 0b10) != 0);
}
