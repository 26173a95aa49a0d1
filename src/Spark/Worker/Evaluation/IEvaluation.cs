using Apache.Arrow;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker.Evaluation;

/// <summary>How one task's functions are applied to its input.</summary>
internal interface IEvaluation
{
    /// <summary>The functions' names, for messages.</summary>
    string Name { get; }

    /// <summary>The declared columns.</summary>
    Schema Output { get; }

    /// <summary>Whether Spark wants the columns inside one struct.</summary>
    bool Wrapped { get; }

    /// <summary>Runs over the input. The batches belong to the caller.</summary>
    IAsyncEnumerable<RecordBatch> RunAsync(TaskInput input, SparkTaskContext context, CancellationToken cancellationToken);
}
