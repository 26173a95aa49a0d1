using System.Diagnostics;
using System.Globalization;
using Millrace.Benchmarks.Ratios;

namespace Millrace.Benchmarks.Running;

/// <summary>
/// A control group of the kernel that holds processes to so much memory, the pages of files that they read included. Dispose removes it; its processes have ended by then.
/// </summary>
internal sealed class MemoryGroup : IDisposable
{
    private const string First = "/sys/fs/cgroup/memory";
    private const string Second = "/sys/fs/cgroup";
    private readonly string _folder;

    private MemoryGroup(string folder) => _folder = folder;

    /// <summary>Makes one, by whichever version of control groups this machine has.</summary>
    /// <exception cref="NotMeasuredException">This machine lets us make none.</exception>
    public static MemoryGroup Create(long bytes)
    {
        var isFirst = Directory.Exists(First);
        var folder = Path.Combine(isFirst ? First : Second, string.Create(CultureInfo.InvariantCulture, $"millrace-{Environment.ProcessId}"));
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, isFirst ? "memory.limit_in_bytes" : "memory.max"), bytes.ToString(CultureInfo.InvariantCulture));
            return new MemoryGroup(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotMeasuredException($"a control group with a memory limit cannot be made ({e.Message}): run as root on a machine whose {Second} has the memory controller");
        }
    }

    /// <summary>How a program is started inside: the shell joins the group and becomes the program.</summary>
    public ProcessStartInfo Start(string program, params IReadOnlyList<string> arguments) =>
        new("/bin/sh", ["-c", "echo $$ > \"$0\" && exec \"$@\"", Path.Combine(_folder, "cgroup.procs"), program, .. arguments]) { RedirectStandardOutput = true };

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder);
}
