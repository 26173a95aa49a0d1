using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>An ordinary task that removes what the tasks of a run that is over sorted on its executor. Gives no rows. Serves one task.</summary>
internal sealed class ForgetLanesOperator(ForgetLanesSettings settings, LocalSpool spool) : IBatchOperator
{
    /// <summary>Name in the registry.</summary>
    public const string Name = "train-forget";

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> RunAsync(
        IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await TaskInputs.DropAsync(input, cancellationToken);
        spool.Forget(settings.Run);
        yield break;
    }
}
