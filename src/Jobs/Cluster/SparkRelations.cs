using Millrace.Jobs.Relations;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// The relation stage by Spark's own joins, aggregates and shuffles over Parquet files that driver and executors both see; no row crosses to C#. Borrows the
/// session, which keeps the <see cref="SessionRules"/>.
/// </summary>
internal sealed class SparkRelations(SparkSession session) : IRelationEngine
{
    /// <inheritdoc/>
    public SqlDialect Dialect => SqlDialect.Spark;

    /// <inheritdoc/>
    public Task RegisterAsync(string view, IReadOnlyList<string> files, CancellationToken cancellationToken) => SparkFailure.TranslateAsync(
        () => session.Read().Parquet([.. files.Select(SparkPath.Of)]).CreateViewAsync(view, global: false, replace: true, cancellationToken));

    /// <inheritdoc/>
    public Task DefineAsync(string view, string query, CancellationToken cancellationToken) => SparkFailure.TranslateAsync(
        async () => await (await session.SqlAsync(query, cancellationToken)).CreateViewAsync(view, global: false, replace: true, cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WriteAsync(string query, string folder, CancellationToken cancellationToken)
    {
        await SparkFailure.TranslateAsync(async () =>
        {
            var rows = await session.SqlAsync(query, cancellationToken);
            await rows.Write().Format("parquet").Option("compression", "zstd").SaveAsync(SparkPath.Of(folder), cancellationToken);
        });
        return [.. Directory.GetFiles(folder, "*.parquet").Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long[]>> ReadAsync(string query, CancellationToken cancellationToken)
    {
        var rows = await SparkFailure.TranslateAsync(async () => await (await session.SqlAsync(query, cancellationToken)).CollectAsync(cancellationToken));
        return [.. rows.Select(row => Array.ConvertAll(row.Values, value => (long)value!))];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
