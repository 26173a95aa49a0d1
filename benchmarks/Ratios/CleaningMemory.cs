using System.Diagnostics;
using System.Globalization;
using Millrace.Benchmarks.Cleaning;
using Millrace.Jobs.Ledger;

namespace Millrace.Benchmarks.Ratios;

/// <summary>
/// Peak resident memory of the row stage at ten times the rows, each run in a process of its own. The smaller run is long enough to have filled every
/// queue and row group.
/// </summary>
internal sealed class CleaningMemory : IRatio
{
    /// <summary>First argument of the child process: clean one folder and print the peak.</summary>
    public const string ChildCommand = "clean-once";

    private const long FewRows = 10_000_000;
    private const long ManyRows = 100_000_000;
    private const int Pairs = 3;

    /// <inheritdoc/>
    public string Name => "cleaning-memory-10x";

    /// <inheritdoc/>
    public RatioLimit Limit => RatioLimit.NoMoreThan(1.15);

    /// <summary>The child: cleans and prints <c>peak bytes, rows</c>.</summary>
    public static async Task<int> RunChildAsync(string input, string output, TextWriter console, CancellationToken cancellationToken)
    {
        var result = await CleaningRun.RunAsync(input, output, cancellationToken);
        await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{PeakMemory.ReadBytes()} {result.Read}"));
        return 0;
    }

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        using var few = CleaningData.Generate(FewRows);
        using var many = CleaningData.Generate(ManyRows);
        var ratios = new double[Pairs];
        var last = "";
        for (var pair = 0; pair < Pairs; pair++)
        {
            var small = await PeakAsync(few, cancellationToken);
            var large = await PeakAsync(many, cancellationToken);
            ratios[pair] = (double)large / small;
            last = string.Create(CultureInfo.InvariantCulture, $"{small >> 20} MiB and {large >> 20} MiB in the last pair");
        }

        Array.Sort(ratios);
        var conditions = string.Create(CultureInfo.InvariantCulture, $"{FewRows} and {ManyRows} rows, {CleaningRun.Readers} readers, one process a run, {last}");
        return new Measurement(ratios[Pairs / 2], ratios[0], ratios[^1], Pairs, conditions, "every row read");
    }

    private static async Task<long> PeakAsync(CleaningData data, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [ChildCommand, data.Input, Path.Combine(data.Root, "ours")]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var printed = await child.StandardOutput.ReadToEndAsync(cancellationToken);
        await child.WaitForExitAsync(cancellationToken);
        var parts = printed.Split(' ', StringSplitOptions.TrimEntries);
        return child.ExitCode == 0 && parts.Length == 2 && long.Parse(parts[1], CultureInfo.InvariantCulture) == data.Rows
            ? long.Parse(parts[0], CultureInfo.InvariantCulture)
            : throw new WrongResultException($"the child process printed '{printed.Trim()}' and ended with code {child.ExitCode}");
    }
}
