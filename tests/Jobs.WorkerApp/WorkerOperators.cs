using Millrace.Jobs.Cluster.Training;
using Millrace.Spark.Worker.Commands;

namespace Millrace.Jobs.WorkerApp;

/// <summary>What the tests run in executors.</summary>
internal static class WorkerOperators
{
    /// <summary>The training operators, with faults on demand.</summary>
    public static OperatorRegistry Create() => TrainingOperators.AddTo(new OperatorRegistry(), new FaultyHooks());
}
