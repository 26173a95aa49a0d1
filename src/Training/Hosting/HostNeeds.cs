using Millrace.Training.Lanes;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;

namespace Millrace.Training.Hosting;

/// <summary>What a host needs to train its ranks of a plan, before anything is started. Immutable.</summary>
/// <param name="MemoryBytes">Heap: parameters, optimiser, layers, the windows that rows are shuffled in.</param>
/// <param name="DiskBytes">Local disk: lanes while they are sorted.</param>
public sealed record HostNeeds(long MemoryBytes, long DiskBytes)
{
    private const int Probe = 64;
    private const long RuntimeBytes = 48L << 20;

    /// <summary>Works it out; the part of the layers is measured by building them small.</summary>
    /// <param name="plan">What is trained.</param>
    /// <param name="trainRows">Training rows of the run.</param>
    /// <param name="validationRows">Validation rows of the run.</param>
    /// <param name="ranks">N.</param>
    /// <param name="hosts">Hosts, which share the ranks evenly.</param>
    /// <param name="sortBytes">Memory for rows while they are sorted.</param>
    /// <exception cref="NetworkException">The plan's shapes do not fit.</exception>
    public static HostNeeds Of(TrainingPlan plan, long trainRows, long validationRows, int ranks, int hosts, long sortBytes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var network = Network.Build(plan.Network, plan.Input, plan.Targets);
        var (least, more) = (WorkspaceBytes(network, 1), WorkspaceBytes(network, 1 + Probe));
        var rowsOfStep = Math.Min(plan.BatchRows, Math.Max(1, trainRows)) / ranks;
        var rowsAtOnce = (rowsOfStep / plan.Accumulation) + plan.Lanes;
        var optimizer = new Optimizer(plan.Optimizer, network.Layout).CreateState(new float[network.Layout.Count]);
        var arrays = sizeof(float) * (long)((3 * network.Layout.Count) + optimizer.First.Length + optimizer.Second.Length + optimizer.Averages.Length);
        var perRank = least + ((more - least) / Probe * rowsAtOnce) + arrays;

        var recordBytes = RecordBytes(plan);
        var lanes = plan.Lanes / hosts;
        var windows = lanes * Math.Min(trainRows * recordBytes / plan.Lanes * 2, (long)EpochOrder.WindowBlocks * ILaneSource.BlockRows * recordBytes);
        var validation = lanes * Math.Min(validationRows * recordBytes / plan.Lanes * 2, (long)EpochOrder.WindowBlocks * ILaneSource.BlockRows * recordBytes);
        var steps = Math.Max(32L << 20, 2L * rowsOfStep * (ranks / hosts) * recordBytes);
        var rows = (trainRows + validationRows) * recordBytes / hosts;
        var sorting = Math.Min(sortBytes, 2 * rows);
        var training = (ranks / hosts * perRank) + windows + validation + Math.Min(steps, 2 * rows);
        return new HostNeeds(RuntimeBytes + Math.Max(sorting, training), 2 * rows);
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
