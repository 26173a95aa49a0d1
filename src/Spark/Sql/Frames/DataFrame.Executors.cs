using Millrace.Spark.Sql.Types;
using Millrace.Spark.Worker.Commands;

namespace Millrace.Spark.Sql;

/// <content>Functions that run in executors.</content>
public sealed partial class DataFrame
{
    /// <summary>Sends the batches of each partition through a registered operator that takes no settings.</summary>
    /// <inheritdoc cref="MapBatchesAsync{TSettings}(string, TSettings, StructType, bool, CancellationToken)"/>
    public Task<DataFrame> MapBatchesAsync(string operatorName, StructType output, bool barrier, CancellationToken cancellationToken) =>
        MapAsync(ExecutorFunctions.Registered(Session, operatorName, OperatorKind.Batches, output), barrier, cancellationToken);

    /// <summary>Sends the batches of each partition through a registered operator. Asks for this frame's schema if it is not known; nothing runs.</summary>
    /// <param name="operatorName">The name under which the session's application registered it.</param>
    /// <param name="settings">Its settings, which travel as JSON.</param>
    /// <param name="output">The columns that it gives, by position. A null in one declared without nulls fails the task.</param>
    /// <param name="barrier">Whether all tasks start together or none does, and may call one another; the result is then read whole, without a limit on it.</param>
    /// <param name="cancellationToken">Stops the question for the schema.</param>
    /// <exception cref="CommandRefusedException">The application has no such operator, or its settings are of another type.</exception>
    /// <exception cref="InvalidOperationException">The session has no worker application: <see cref="SparkSession.UseWorkerAsync"/>.</exception>
    public Task<DataFrame> MapBatchesAsync<TSettings>(
        string operatorName, TSettings settings, StructType output, bool barrier, CancellationToken cancellationToken) =>
        MapAsync(ExecutorFunctions.Registered(Session, operatorName, OperatorKind.Batches, settings, output), barrier, cancellationToken);

    private async Task<DataFrame> MapAsync(ExecutorFunction function, bool barrier, CancellationToken cancellationToken)
    {
        StructType schema = await SchemaAsync(cancellationToken);
        return ExecutorPlans.MapPartitions(this, schema, function, barrier);
    }
}
