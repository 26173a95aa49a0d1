using System.Globalization;

namespace Millrace.Benchmarks.Running;

/// <summary>Tells whether the machine is idle enough for a ratio to mean something. Reads the kernel's counters; elsewhere than on Linux it says yes.</summary>
internal static class IdleCheck
{
    private const string CountersFile = "/proc/stat";

    /// <summary>The idle share of all processors over two seconds, 0 to 1.</summary>
    public static async Task<double> IdleShareAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(CountersFile))
        {
            return 1;
        }

        var before = await ReadAsync(cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
        var after = await ReadAsync(cancellationToken);
        var total = after.Total - before.Total;
        return total == 0 ? 1 : (after.Idle - before.Idle) / (double)total;
    }

    private static async Task<(long Idle, long Total)> ReadAsync(CancellationToken cancellationToken)
    {
        var line = (await File.ReadAllLinesAsync(CountersFile, cancellationToken))[0];
        var values = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (values[3] + values[4], values[..8].Sum());
    }
}
