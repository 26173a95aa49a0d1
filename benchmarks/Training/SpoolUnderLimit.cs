using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Benchmarks.Clusters;
using Millrace.Benchmarks.Ratios;
using Millrace.Benchmarks.Running;
using Millrace.Training;
using Millrace.Training.Lanes;
using Millrace.Training.Layers;
using Millrace.Training.Networks;

namespace Millrace.Benchmarks.Training;

/// <summary>
/// Rows a second of training fed from lane files four times as large as the memory that the process may have, pages of files included, over the same training with all rows in memory. Each in a process of
/// its own. Nothing of the files is in the page cache at the start, and the limited process must have read every epoch from the device. Both sides must end with the same weights.
/// </summary>
internal sealed class SpoolUnderLimit : IRatio
{
    /// <summary>First argument of the child process: train from the lane files of a folder and print what it took.</summary>
    public const string ChildCommand = "train-from-spool";

    private const long LimitBytes = 256L << 20;
    private const int Lanes = 2;
    private const int BatchRows = 1024;
    private const int PieceRows = 8192;
    private const int Pairs = 3;
    private const string Held = "held";

    // 280 bytes a record: somewhat over 1 GiB.
    private const long Rows = 4_000_000 / PieceRows * PieceRows;

    private static readonly TrainingPlan Plan = TrainingData.Plan with
    {
        Network = new NetworkSpec { Layers = [new DenseSpec { Units = 128, Activation = Activation.Relu }, new DenseSpec { Units = 64, Activation = Activation.Relu }] },
        Lanes = Lanes,
        BatchRows = BatchRows,
        MaxEpochs = 2,
    };

    /// <inheritdoc/>
    public string Name => "spool-under-cgroup";

    /// <inheritdoc/>
    public RatioLimit Limit => RatioLimit.NoLessThan(0.9);

    /// <summary>The child: trains, and prints weights, rows a second of the last epoch, bytes read from the device.</summary>
    public static async Task<int> RunChildAsync(string folder, bool held, TextWriter console, CancellationToken cancellationToken)
    {
        using var store = await LaneStore.OpenAsync(Options(folder) with { Trusted = true }, cancellationToken);
        ILaneSource rows = held ? new HeldLanes(store) : store;
        var before = ReadBytes();
        var result = await Trainer.RunAsync(Plan, rows, null, new TrainingOptions(), null, cancellationToken);
        await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.WeightsSha256} {result.History[^1].Rows / result.History[^1].Seconds} {ReadBytes() - before}"));
        return 0;
    }

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("millrace-spool-").FullName;
        try
        {
            var files = await MakeAsync(folder, cancellationToken);
            var bytes = files.Sum(file => new FileInfo(file).Length);
            if (bytes < 4 * LimitBytes)
            {
                throw new WrongResultException($"the lane files have {bytes:N0} bytes, less than four times the limit of {LimitBytes:N0}");
            }

            var (ratios, hash, read) = (new double[Pairs], "", 0L);
            for (var pair = 0; pair < Pairs; pair++)
            {
                var (limited, free) = (default(Run), default(Run));
                foreach (var isLimited in pair % 2 == 0 ? new[] { true, false } : [false, true])
                {
                    (limited, free) = isLimited ? (await LimitedAsync(folder, files, cancellationToken), free) : (limited, await RunAsync(Child(folder, Held), cancellationToken));
                }

                if (limited.Weights != free.Weights || (pair > 0 && limited.Weights != hash) || limited.ReadBytes < Plan.MaxEpochs * bytes * 9 / 10)
                {
                    throw new WrongResultException($"{limited.Weights} from the device ({limited.ReadBytes:N0} bytes read), {free.Weights} from memory, {hash} before");
                }

                (ratios[pair], hash, read) = (limited.Rate / free.Rate, limited.Weights, limited.ReadBytes);
            }

            System.Array.Sort(ratios);
            var conditions = string.Create(
                CultureInfo.InvariantCulture, $"64-128-64-1, batch {BatchRows}, {Rows} rows, {bytes >> 20} MiB of lane files, limit {LimitBytes >> 20} MiB, {read >> 20} MiB read in {Plan.MaxEpochs} epochs");
            return new Measurement(ratios[Pairs / 2], ratios[0], ratios[^1], Pairs, conditions, hash[..16]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static LaneStoreOptions Options(string folder) => new() { Folder = folder, AlwaysSpool = true, Lanes = Lanes, SpoolBytes = 1L << 30 };

    private static async Task<IReadOnlyList<string>> MakeAsync(string folder, CancellationToken cancellationToken)
    {
        using var store = await LaneStore.BuildAsync(BatchesAsync, Options(folder), cancellationToken);
        return store.Files;
    }

    private static async IAsyncEnumerable<RecordBatch> BatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var first = 0L; first < Rows; first += PieceRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return TrainingData.Batch(first, PieceRows, Lanes);
        }

        await Task.CompletedTask;
    }

    private static ProcessStartInfo Child(string folder, string how) => new(Environment.ProcessPath!, [ChildCommand, folder, how]) { RedirectStandardOutput = true };

    private static async Task<Run> LimitedAsync(string folder, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        // Pages that another process left in the cache would be free for the limited one.
        foreach (var file in files)
        {
            using var forget = Process.Start(new ProcessStartInfo("dd", [$"of={file}", "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none"]))!;
            await forget.WaitForExitAsync(cancellationToken);
        }

        using var group = MemoryGroup.Create(LimitBytes);
        return await RunAsync(group.Start(Environment.ProcessPath!, ChildCommand, folder, "spool"), cancellationToken);
    }

    private static async Task<Run> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var child = Process.Start(start)!;
        var printed = (await child.StandardOutput.ReadToEndAsync(cancellationToken)).Split(' ', StringSplitOptions.TrimEntries);
        await child.WaitForExitAsync(cancellationToken);
        return child.ExitCode == 0 && printed is [var weights, var rate, var read]
            ? new Run(weights, double.Parse(rate, CultureInfo.InvariantCulture), long.Parse(read, CultureInfo.InvariantCulture))
            : throw new WrongResultException($"the child process ended with code {child.ExitCode}");
    }

    private static long ReadBytes() =>
        long.Parse(File.ReadLines("/proc/self/io").First(line => line.StartsWith("read_bytes:", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    private readonly record struct Run(string Weights, double Rate, long ReadBytes);
}
