using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>Processes that a test found by their id and stops, lets go on, or ends.</summary>
internal static partial class Processes
{
    private const int SigKill = 9;
    private const int SigCont = 18;
    private const int SigStop = 19;

    /// <summary>kill −9.</summary>
    public static void Kill(int processId) => Assert.Equal(0, Signal(processId, SigKill));

    /// <summary>Stops it where it stands.</summary>
    public static void Stop(int processId) => Assert.Equal(0, Signal(processId, SigStop));

    /// <summary>Lets it go on.</summary>
    public static void Continue(int processId) => Assert.Equal(0, Signal(processId, SigCont));

    /// <summary>Whether it lives (a zombie does not).</summary>
    public static bool Lives(int processId)
    {
        try
        {
            return !File.ReadAllText($"/proc/{processId}/stat").Split(") ", 2)[1].StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The process that started it.</summary>
    public static int ParentOf(int processId) =>
        int.Parse(File.ReadAllText($"/proc/{processId}/stat").Split(") ", 2)[1].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>All that it started, and what they started, as far as it lives.</summary>
    public static int[] DescendantsOf(int processId)
    {
        var parents = new Dictionary<int, int>();
        foreach (var name in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName))
        {
            if (int.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out var id) && Lives(id))
            {
                try
                {
                    parents[id] = ParentOf(id);
                }
                catch (IOException)
                {
                    // It has just ended.
                }
            }
        }

        var found = new List<int> { processId };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(parents.Where(process => process.Value == found[i]).Select(process => process.Key));
        }

        return [.. found[1..]];
    }

    /// <summary>Its command line.</summary>
    public static string CommandOf(int processId) => File.ReadAllText($"/proc/{processId}/cmdline").Replace('\0', ' ');

    /// <summary>Waits until all are gone; fails after the limit.</summary>
    public static async Task GoneAsync(IEnumerable<int> processIds, TimeSpan limit)
    {
        var start = Stopwatch.GetTimestamp();
        var left = processIds.Where(Lives).ToList();
        while (left.Count > 0)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < limit, $"still there after {limit}: {string.Join(", ", left.Select(CommandOf))}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
            left.RemoveAll(id => !Lives(id));
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]

    private static partial int Signal(int processId, int signal);
}
