using Millrace.Spark.Sql;

namespace Millrace.Benchmarks.Cleaning;

/// <summary>The five rules as somebody would write them in Spark SQL: clean rows, and quarantined rows as they came with the list of every rule they failed, file and row number.</summary>
internal static class SparkSqlCleaning
{
    private const string Rules = "fare > 0 AND distance < 200 AND seconds > 0 AND seconds < 86400 AND distance * 3600.0D <= seconds * 120.0D";

    private const string Reasons = """
        filter(array(
            CASE WHEN NOT fare > 0 THEN 'fare-positive' END,
            CASE WHEN NOT distance < 200 THEN 'distance-sane' END,
            CASE WHEN NOT (seconds > 0 AND seconds < 86400) THEN 'duration-sane' END,
            CASE WHEN NOT distance * 3600.0D <= seconds * 120.0D THEN 'speed-sane' END), reason -> reason IS NOT NULL) AS _reasons
        """;

    /// <summary>Writes <c>clean/</c> and <c>quarantine/</c>.</summary>
    public static async Task RunAsync(SparkSession session, CleaningData data, string output, CancellationToken cancellationToken)
    {
        var trips = session.Read().Parquet([.. data.Files]);
        var clean = trips.Where(Rules).SelectExpr("trip_id", "vendor", "CAST(least(passengers, 6) AS BIGINT) AS passengers", "distance", "seconds", "fare", "payment", "pickup");
        var bad = trips.Where($"NOT ({Rules})").SelectExpr(
            "trip_id", "vendor", "passengers", "distance", "seconds", "fare", "payment", "pickup", Reasons,
            "_metadata.file_path AS _source_file", "_metadata.row_index AS _source_row");
        await WriteAsync(clean, Path.Combine(output, "clean"), cancellationToken);
        await WriteAsync(bad, Path.Combine(output, "quarantine"), cancellationToken);
    }

    private static Task WriteAsync(DataFrame rows, string folder, CancellationToken cancellationToken) =>
        rows.Write().Mode(SaveMode.Overwrite).Format("parquet").Option("compression", "zstd").SaveAsync(folder, cancellationToken);
}
