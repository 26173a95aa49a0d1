using Millrace.Spark.Sql;

namespace Millrace.Jobs.Relations;

/// <summary>
/// The relation stage by Spark's own joins, aggregates and shuffles over Parquet files that driver and executors both see; no row crosses to C#. Borrows the
/// session.
/// </summary>
internal sealed class SparkRelations : IRelationEngine
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["spark.sql.session.timeZone"] = "UTC",
        ["spark.sql.ansi.enabled"] = "true",
        ["spark.sql.caseSensitive"] = "true",
        ["spark.sql.parquet.outputTimestampType"] = "TIMESTAMP_MICROS",
        ["spark.sql.parquet.int96RebaseModeInWrite"] = "CORRECTED",
        ["spark.sql.parquet.datetimeRebaseModeInWrite"] = "CORRECTED",
        ["spark.sql.parquet.datetimeRebaseModeInRead"] = "CORRECTED",
        ["spark.sql.files.ignoreCorruptFiles"] = "false",
        ["spark.sql.files.ignoreMissingFiles"] = "false",
        ["spark.sql.sources.partitionColumnTypeInference.enabled"] = "false",
    };

    private readonly SparkSession _session;

    private SparkRelations(SparkSession session) => _session = session;

    /// <inheritdoc/>
    public SqlDialect Dialect => SqlDialect.Spark;

    /// <summary>Sets what the statements rely on.</summary>
    /// <param name="session">Where they run; borrowed.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static async Task<SparkRelations> OpenAsync(SparkSession session, CancellationToken cancellationToken)
    {
        await session.Conf().SetAsync(Settings, cancellationToken);
        return new SparkRelations(session);
    }

    /// <inheritdoc/>
    public Task RegisterAsync(string view, IReadOnlyList<string> files, CancellationToken cancellationToken) =>
        _session.Read().Parquet([.. files]).CreateViewAsync(view, global: false, replace: true, cancellationToken);

    /// <inheritdoc/>
    public async Task DefineAsync(string view, string query, CancellationToken cancellationToken) =>
        await (await _session.SqlAsync(query, cancellationToken)).CreateViewAsync(view, global: false, replace: true, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WriteAsync(string query, string folder, CancellationToken cancellationToken)
    {
        var rows = await _session.SqlAsync(query, cancellationToken);
        await rows.Write().Format("parquet").Option("compression", "zstd").SaveAsync(folder, cancellationToken);
        return [.. Directory.GetFiles(folder, "*.parquet").Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long[]>> ReadAsync(string query, CancellationToken cancellationToken)
    {
        var rows = await (await _session.SqlAsync(query, cancellationToken)).CollectAsync(cancellationToken);
        return [.. rows.Select(row => Array.ConvertAll(row.Values, value => (long)value!))];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
