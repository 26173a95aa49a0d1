using Millrace.Spark.Sql;

namespace Millrace.Jobs.Cluster;

/// <summary>The session settings without which a value could mean something else on Spark. Set and then read back: a server may refuse or override them.</summary>
internal static class SessionRules
{
    /// <summary>Names and values.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["spark.sql.session.timeZone"] = "UTC",
        ["spark.sql.ansi.enabled"] = "true",
        ["spark.sql.caseSensitive"] = "true",
        ["spark.sql.sources.partitionColumnTypeInference.enabled"] = "false",
        ["spark.sql.files.ignoreCorruptFiles"] = "false",
        ["spark.sql.files.ignoreMissingFiles"] = "false",
        ["spark.sql.parquet.datetimeRebaseModeInRead"] = "CORRECTED",
        ["spark.sql.parquet.datetimeRebaseModeInWrite"] = "CORRECTED",
        ["spark.sql.parquet.int96RebaseModeInRead"] = "CORRECTED",
        ["spark.sql.parquet.int96RebaseModeInWrite"] = "CORRECTED",
        ["spark.sql.parquet.outputTimestampType"] = "TIMESTAMP_MICROS",
        ["spark.sql.execution.arrow.useLargeVarTypes"] = "false",
        ["spark.sql.execution.arrow.compression.codec"] = "none",
        ["spark.sql.execution.pyspark.udf.faulthandler.enabled"] = "true",
    };

    /// <summary>Sets all of them, looks that they hold, and gives all settings of the session by name.</summary>
    /// <exception cref="JobFailedException">The server keeps another value; names each.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ApplyAsync(SparkSession session, CancellationToken cancellationToken)
    {
        var conf = session.Conf();
        await SparkFailure.TranslateAsync(() => conf.SetAsync(Settings, cancellationToken));
        var now = await SparkFailure.TranslateAsync(() => conf.GetAllAsync(cancellationToken));
        var wrong = Settings
            .Where(setting => !string.Equals(now.GetValueOrDefault(setting.Key), setting.Value, StringComparison.OrdinalIgnoreCase))
            .Select(setting => $"{setting.Key} is {now.GetValueOrDefault(setting.Key) ?? "not set"} and has to be {setting.Value}")
            .ToArray();
        return wrong.Length == 0
            ? now
            : throw new JobFailedException($"This Spark changes settings on which results depend: {string.Join("; ", wrong)}. Set them on the server.");
    }
}
