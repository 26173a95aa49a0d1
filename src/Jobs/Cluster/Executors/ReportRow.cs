using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;
using SparkTypes = Millrace.Spark.Sql.Types;

namespace Millrace.Jobs.Cluster.Executors;

/// <summary>A task's report as the one row that it gives.</summary>
internal static class ReportRow
{
    private static readonly Schema Layout = new([new Field("report", StringType.Default, nullable: false)], null);

    /// <summary>The declared columns.</summary>
    public static SparkTypes.StructType SparkSchema { get; } = new([new SparkTypes.StructField("report", new SparkTypes.StringType(), isNullable: false)]);

    /// <summary>The row; it belongs to the caller.</summary>
    public static RecordBatch Of<T>(T report) =>
        new(Layout, [new StringArray.Builder().Append(JsonSerializer.Serialize(report, ClusterJson.Options)).Build()], 1);

    /// <summary>The report out of a row.</summary>
    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, ClusterJson.Options)!;
}
