using System.Diagnostics;
using System.Globalization;

namespace Millrace.Jobs.Tests.CommandLine;

/// <summary>Signals to processes that a test started.</summary>
internal static class Signals
{
    public const string WhyIgnored = "the tests were started as a background job of a shell, which makes them and their children ignore INT";

    /// <summary>Sends a signal by its name.</summary>
    public static void Send(string signal, Process process) => Kill(signal, process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sends a signal to all processes of the group that <paramref name="first"/> leads, as a terminal does.</summary>
    public static void SendToGroup(string signal, Process first) => Kill(signal, "--", string.Create(CultureInfo.InvariantCulture, $"-{first.Id}"));

    /// <summary>Whether this process and its children ignore INT. proc(5): SigIgn is a mask in hexadecimal; INT is signal 2.</summary>
    public static bool InterruptIsIgnored() => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").Where(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal))
            .Any(static line => (Convert.ToUInt64(line[7..].Trim(), 16) & 0b10) != 0);

    private static void Kill(string signal, params string[] whom)
    {
        using var kill = Process.Start("kill", [$"-{signal}", .. whom]);
        kill.WaitForExit();
    }
}
