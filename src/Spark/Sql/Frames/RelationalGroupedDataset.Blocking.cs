using Apache.Arrow;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <content>Functions that run in executors, waiting for the schema.</content>
public sealed partial class RelationalGroupedDataset
{
    /// <inheritdoc cref="MapGroupsAsync(string, StructType, CancellationToken)"/>
    public DataFrame MapGroups(string operatorName, StructType output) => Block.On(() => MapGroupsAsync(operatorName, output, CancellationToken.None));

    /// <inheritdoc cref="MapGroupsAsync{TSettings}(string, TSettings, StructType, CancellationToken)"/>
    public DataFrame MapGroups<TSettings>(string operatorName, TSettings settings, StructType output) =>
        Block.On(() => MapGroupsAsync(operatorName, settings, output, CancellationToken.None));

    /// <inheritdoc cref="ApplyAsync"/>
    public DataFrame Apply(StructType returnType, Func<RecordBatch, RecordBatch> func) => Block.On(() => ApplyAsync(returnType, func, CancellationToken.None));
}
