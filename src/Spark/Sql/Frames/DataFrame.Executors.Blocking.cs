using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <content>Functions that run in executors, waiting for the schema.</content>
public sealed partial class DataFrame
{
    /// <inheritdoc cref="MapBatchesAsync(string, StructType, bool, CancellationToken)"/>
    public DataFrame MapBatches(string operatorName, StructType output, bool barrier = false) =>
        Block.On(() => MapBatchesAsync(operatorName, output, barrier, CancellationToken.None));

    /// <inheritdoc cref="MapBatchesAsync{TSettings}(string, TSettings, StructType, bool, CancellationToken)"/>
    public DataFrame MapBatches<TSettings>(string operatorName, TSettings settings, StructType output, bool barrier = false) =>
        Block.On(() => MapBatchesAsync(operatorName, settings, output, barrier, CancellationToken.None));
}
