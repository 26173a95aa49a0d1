using System.Globalization;
using Millrace.Benchmarks.Ratios;
using Millrace.Jobs.Cluster;
using Millrace.Spark.Server;

namespace Millrace.Benchmarks.Clusters;

/// <summary>A Spark for a measurement, and the processor time that it uses. Disposing stops it.</summary>
internal sealed class BenchmarkSpark : IAsyncDisposable
{
    private const double TicksPerSecond = 100; // what Linux tells user programs, on every machine

    private BenchmarkSpark(SparkServer server) => Server = server;

    public SparkServer Server { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="master">Where its work runs.</param>
    /// <param name="settings">Further settings.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="NotMeasuredException">There is no Spark on this machine.</exception>
    public static async Task<BenchmarkSpark> StartAsync(string master, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken)
    {
        var home = await SparkHome.FindAsync(null, cancellationToken) ?? throw new NotMeasuredException(SparkHome.HowToGet);
        var options = new LocalSparkOptions { SparkHome = home, Master = master, DriverMemoryMiB = 4096, Settings = settings ?? new Dictionary<string, string>(), ClassArchives = SparkOpening.ClassArchives };
        return new BenchmarkSpark(await SparkServer.StartLocalAsync(options, cancellationToken));
    }

    /// <summary>Processor time of the server and all that it started and that still runs.</summary>
    public TimeSpan ProcessorTime()
    {
        var parents = new Dictionary<int, int>();
        var times = new Dictionary<int, double>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && ReadStat(id) is { } stat)
            {
                (parents[id], times[id]) = stat;
            }
        }

        return TimeSpan.FromSeconds(times.Where(process => Descends(process.Key)).Sum(process => process.Value));

        bool Descends(int id)
        {
            while (id != Server.ProcessId)
            {
                if (!parents.TryGetValue(id, out id) || id <= 1)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The most resident memory that Spark's driver has held.</summary>
    public long DriverPeakBytes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).Contains($"spark.connect.grpc.binding.port={Server.Port.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal)
                    && File.ReadAllText(Path.Combine(folder, "comm")).StartsWith("java", StringComparison.Ordinal))
                {
                    var mark = File.ReadLines(Path.Combine(folder, "status")).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                    return long.Parse(mark.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // it has ended, or is nobody's business
            }
        }

        throw new NotMeasuredException("Spark's driver was not found among the processes");
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    // proc(5): the name stands in parentheses and may hold anything; after it come state, parent, …, utime and stime as fields 14 and 15.
    private static (int Parent, double Seconds)? ReadStat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture),
                (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has ended
        }
    }
}
