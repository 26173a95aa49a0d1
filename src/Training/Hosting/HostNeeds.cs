using System.Numerics;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;

namespace Millrace.Training.Hosting;

/// <summary>What a host needs to train its ranks of a plan, before anything is started. Immutable.</summary>
/// <param name="MemoryBytes">Heap: parameters, optimiser, gradients, layers, the windows that rows are shuffled in.</param>
/// <param name="DiskBytes">Local disk: lanes while they are sorted.</param>
public sealed record HostNeeds(long MemoryBytes, long DiskBytes)
{
    private const int Probe = 64;
    private const long RuntimeBytes = 48L << 20;

    /// <summary>Works it out; the part of the layers is measured by building them small.</summary>
    /// <param name="plan">What is trained.</param>
    /// <param name="run">Rows of the run.</param>
    /// <param name="ranks">N.</param>
    /// <param name="hosts">Hosts, which share the ranks evenly.</param>
    /// <param name="sortBytes">Memory for rows while they are sorted.</param>
    /// <exception cref="NetworkException">The plan's shapes do not fit.</exception>
    public static HostNeeds Of(TrainingPlan plan, RunRows run, int ranks, int hosts, long sortBytes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var network = Network.Build(plan.Network, plan.Input, plan.Targets);
        var rowsOfStep = Math.Min(plan.BatchRows, Math.Max(1, run.Train)) / ranks;
        var perRank = StoredState.BytesOf(plan) + StepBytes(plan, network, rowsOfStep, plan.Lanes / ranks);

        var recordBytes = RecordBytes(plan);
        var lanes = plan.Lanes / hosts;
        var windows = lanes * Math.Min(run.Train * recordBytes / plan.Lanes * 2, (long)EpochOrder.WindowBlocks * ILaneSource.BlockRows * recordBytes);
        var validation = lanes * Math.Min(run.Validation * recordBytes / plan.Lanes * 2, (long)EpochOrder.WindowBlocks * ILaneSource.BlockRows * recordBytes);
        var steps = Math.Max(32L << 20, 2L * rowsOfStep * (ranks / hosts) * recordBytes);
        var rows = (run.Train + run.Validation) * recordBytes / hosts;
        var sorting = Math.Min(sortBytes, 2 * rows);
        var training = (ranks / hosts * perRank) + windows + validation + Math.Min(steps, 2 * rows);
        return new HostNeeds(RuntimeBytes + Math.Max(sorting, training), 2 * rows);
    }

    /// <summary>What a rank's steps need beside its state: a gradient, one more for each lane that waits for its neighbour where a step goes in parts, layers.</summary>
    private static long StepBytes(TrainingPlan plan, Network network, long rowsOfStep, int lanes)
    {
        var (least, more) = (WorkspaceBytes(network, 1), WorkspaceBytes(network, 1 + Probe));
        var rowsAtOnce = (rowsOfStep / plan.Accumulation) + plan.Lanes;
        var gradients = 1 + (plan.Accumulation > 1 ? BitOperations.Log2((uint)lanes) + 1 : 0);
        return ((long)gradients * sizeof(float) * network.Layout.Count) + least + ((more - least) / Probe * rowsAtOnce);
    }

    private static long RecordBytes(TrainingPlan plan) => 20 + (sizeof(float) * (long)(
        plan.Targets.Sum(t => t.Columns) + plan.Input.DenseFeatures + plan.Input.Categories.Count + (plan.Input.SequenceFeatures * (1 + plan.Input.MaxLength))));

    private static long WorkspaceBytes(Network network, int rows)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var workspace = network.CreateWorkspace(rows);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(workspace);
        return bytes;
    }
}
