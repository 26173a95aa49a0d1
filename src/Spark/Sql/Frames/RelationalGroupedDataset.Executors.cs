using Apache.Arrow;
using Millrace.Spark.Sql.Types;
using Millrace.Spark.Worker.Commands;

namespace Millrace.Spark.Sql;

/// <content>Functions that run in executors.</content>
public sealed partial class RelationalGroupedDataset
{
    /// <summary>Sends each group through a registered operator that takes no settings.</summary>
    /// <inheritdoc cref="MapGroupsAsync{TSettings}(string, TSettings, StructType, CancellationToken)"/>
    public Task<DataFrame> MapGroupsAsync(string operatorName, StructType output, CancellationToken cancellationToken) =>
        MapAsync(ExecutorFunctions.Registered(_input.Session, operatorName, OperatorKind.Groups, output), cancellationToken);

    /// <summary>Sends each group, all its columns, through a registered operator. Asks for the schema if it is not known; nothing runs.</summary>
    /// <param name="operatorName">The name under which the session's application registered it.</param>
    /// <param name="settings">Its settings, which travel as JSON.</param>
    /// <param name="output">The columns that it gives, by position.</param>
    /// <param name="cancellationToken">Stops the question for the schema.</param>
    /// <exception cref="CommandRefusedException">The application has no such operator, or its settings are of another type.</exception>
    /// <exception cref="InvalidOperationException">The session has no worker application.</exception>
    public Task<DataFrame> MapGroupsAsync<TSettings>(string operatorName, TSettings settings, StructType output, CancellationToken cancellationToken) =>
        MapAsync(ExecutorFunctions.Registered(_input.Session, operatorName, OperatorKind.Groups, settings, output), cancellationToken);

    /// <summary>Sends each group, as one batch of all its columns, through a lambda that captures nothing or a marked static method.</summary>
    /// <exception cref="CommandRefusedException">It captures something, or is not marked.</exception>
    public Task<DataFrame> ApplyAsync(StructType returnType, Func<RecordBatch, RecordBatch> func, CancellationToken cancellationToken) =>
        MapAsync(ExecutorFunctions.InPlace(func, returnType), cancellationToken);

    private async Task<DataFrame> MapAsync(ExecutorFunction function, CancellationToken cancellationToken)
    {
        StructType schema = await _input.SchemaAsync(cancellationToken);
        return ExecutorPlans.MapGroups(this, schema, function);
    }
}
