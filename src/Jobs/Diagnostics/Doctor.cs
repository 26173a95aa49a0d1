using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using Millrace.Features.Cleaning;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Diagnostics;

/// <summary>Looks at this machine. Changes nothing; starts Java and Python at most for their versions, and Spark where one is named.</summary>
internal sealed partial class Doctor(string workingFolder, ToolProbe tools)
{
    private const long ComfortableMemoryBytes = 2L << 30;
    private const long ComfortableDiskBytes = 5L << 30;

    /// <summary>All checks, in the order of the report.</summary>
    /// <param name="spark">A Spark to look at too; null for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<MachineReport> ExamineAsync(SparkSpec? spark, CancellationToken cancellationToken)
    {
        List<MachineCheck> checks =
        [
            Cores(),
            Vectors(),
            Memory(),
            Disk("disk for runs", workingFolder, "run folders, work folders"),
            Disk("disk for temporary files", Path.GetTempPath(), "sorts that do not fit into memory, outside a run folder"),
            new(".NET", CheckStatus.Fine, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}", "everything"),
            await NativeLibraries.DuckDbAsync(cancellationToken),
            NativeLibraries.LightGbm(),
            NativeLibraries.OnnxRuntime(),
            Tables(),
            await tools.JavaAsync(cancellationToken),
            await tools.SparkAsync(cancellationToken),
            .. spark is null ? Array.Empty<MachineCheck>() : [await new ClusterProbe(workingFolder).LookAsync(spark, cancellationToken)],
        ];
        return new MachineReport(ProductInfo.Version, checks);
    }

    private static MachineCheck Cores() => new(
        "cores",
        CheckStatus.Fine,
        $"{Environment.ProcessorCount} for this process ({RuntimeInformation.ProcessArchitecture})",
        "readers, ranks");

    private static MachineCheck Vectors()
    {
        var sets = new List<string>();
        foreach (var (name, supported) in (ReadOnlySpan<(string, bool)>)
            [("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512F", Avx512F.IsSupported), ("NEON", AdvSimd.IsSupported)])
        {
            if (supported)
            {
                sets.Add(name);
            }
        }

        var path = Avx512F.IsSupported ? "512-bit kernels" : Avx2.IsSupported && Fma.IsSupported ? "256-bit kernels" : "128-bit kernels";
        return sets.Count == 0
            ? new MachineCheck("vector instructions", CheckStatus.Missing, $"none known; {path}", "fast training", "training works, slowly; the result is the same")
            : new MachineCheck("vector instructions", CheckStatus.Fine, $"{string.Join(", ", sets)}; {path}", "fast training");
    }

    private static MachineCheck Memory()
    {
        var bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return bytes >= ComfortableMemoryBytes
            ? new MachineCheck("memory", CheckStatus.Fine, $"{ProgressWords.Bytes(bytes)} for this process", "everything")
            : new MachineCheck("memory", CheckStatus.Missing, $"{ProgressWords.Bytes(bytes)} for this process", "jobs with the default settings", "set `run: { memory: 512MB }` in the job, or raise the limit");
    }

    private static MachineCheck Disk(string name, string folder, string neededFor)
    {
        try
        {
            var bytes = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
            var found = string.Create(CultureInfo.InvariantCulture, $"{ProgressWords.Bytes(bytes)} free in {folder}");
            return bytes >= ComfortableDiskBytes
                ? new MachineCheck(name, CheckStatus.Fine, found, neededFor)
                : new MachineCheck(name, CheckStatus.Missing, found, neededFor, "free some space, or run where there is more: clean data and spilled data take about twice the input");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new MachineCheck(name, CheckStatus.Missing, $"{folder} cannot be looked at ({failure.Message.TrimEnd('.')})", neededFor, "give a folder that can be written with --out");
        }
    }

    /// <summary>Tables that are part of the program, so that texts and calendars come out the same on every machine.</summary>
    private static MachineCheck Tables()
    {
        var unicode = typeof(RowStage).Assembly.GetManifestResourceNames()
            .Select(name => UnicodeResource().Match(name)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        var zones = NodaTime.DateTimeZoneProviders.Tzdb.VersionId;
        return new MachineCheck("Unicode and time zones", CheckStatus.Fine, unicode is null ? zones : $"Unicode {unicode}, {zones}", "normalising text, calendar parts");
    }

    [GeneratedRegex("unicode-([0-9.]+)\\.txt$", RegexOptions.CultureInvariant)]
    private static partial Regex UnicodeResource();
}
