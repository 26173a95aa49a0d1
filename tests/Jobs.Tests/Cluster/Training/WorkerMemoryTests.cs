using System.Globalization;
using Millrace.Jobs.Cluster.Training;
using Millrace.Spark.Worker.Memory;
using Millrace.Training.Hosting;
using Millrace.Training.Layers;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>
/// What training is said to need in a worker before it starts: a worker whose heap is 1.4 times that trains, and its process takes no less than half of it and no more than twice.
/// Large arrays of one segment and the next leave gaps in a heap: with 1.15 times that, a step in parts of two ranks was measured to run out of it.
/// A worker without a limit keeps garbage for as long as there is memory, so that its peak says nothing.
/// </summary>
public sealed class WorkerMemoryTests(TrainingSpark spark)
{
    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 4)]
    public async Task A_worker_with_little_more_than_it_is_said_to_need_trains_and_takes_about_that(int ranks, int parts)
    {
        using var hard = await ClusterCase.MakeAsync();
        var plan = ClusterCase.Plan with
        {
            Network = new NetworkSpec { Layers = [new DenseSpec { Units = 1800, Activation = Activation.Relu }, new DenseSpec { Units = 1800, Activation = Activation.Relu }] },
            Optimizer = new AdamWSpec { Rate = 0.001, AverageDecay = 0.98 },
            Accumulation = parts,
            MaxEpochs = 1,
        };

        var needs = HostNeeds.Of(plan, hard.Run(plan, ranks, "needs").Rows, ranks, hosts: 1, new ClusterTrainingOptions().SpoolBytes).MemoryBytes;

        // A setting of its own: no other test's Spark, and so no worker with a past. One slot: one task, one process.
        var budget = needs * 7 / 2; // its heap is 40 % of it
        Assert.InRange(MemoryBudget.Of(budget).ManagedHeapBytes, 1.39 * needs, 1.41 * needs);
        await using var session = await spark.SessionAsync("local[1,4]", workerBytes: budget, setting: FormattableString.Invariant($"spark.millrace.memory={ranks}x{parts}"));
        var others = Peaks();

        var there = await ClusterCase.TrainAsync(session, hard.Run(plan, ranks, "needs"), new ClusterTrainingOptions { SegmentSteps = 12 });

        Assert.Equal((24, 0), (there.Steps, there.Notes.Count));
        var peak = Peaks().Where(worker => !others.ContainsKey(worker.Key)).Max(worker => worker.Value);
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"{ranks} ranks, {parts} parts: {needs >> 20} MiB said, {peak >> 20} MiB at most"));
        Assert.InRange(peak, needs / 2, needs * 2);
    }

    /// <summary>The most resident memory of each worker process of this build.</summary>
    private static Dictionary<int, long> Peaks()
    {
        var peaks = new Dictionary<int, long>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                var mark = File.ReadLines(Path.Combine(folder, "status")).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                if (mark is not null && File.ReadAllText(Path.Combine(folder, "cmdline")).StartsWith(Path.Combine(AppContext.BaseDirectory, "Millrace.Jobs.WorkerApp"), StringComparison.Ordinal))
                {
                    peaks[int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)] = 1024 * long.Parse(mark["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // A process that has ended meanwhile.
            }
        }

        return peaks;
    }
}
