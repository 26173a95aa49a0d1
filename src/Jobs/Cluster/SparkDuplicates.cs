using Millrace.Jobs.Engine;
using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// Finds the rows that lose to an equal one, by Spark itself: group by the keys, rank only rows whose keys repeat. The rule is that of
/// <see cref="Engine.Relations.DuplicateRemoval"/>: the smallest (<c>_hash_hi</c>, <c>_hash_lo</c>) stays, then the first by source file and row. Few rows are left to the engine
/// of one worker, see <see cref="FewRows"/>.
/// </summary>
internal static class SparkDuplicates
{
    private const string Count = "_millrace_rows";
    private const string Place = "_millrace_place";

    /// <summary>Up to here one worker finds them sooner than Spark has planned and compiled its shuffles.</summary>
    public const long FewRows = 1_000_000;

    /// <summary>Writes source file and row of every losing row as Parquet.</summary>
    /// <param name="session">The session.</param>
    /// <param name="files">Full paths of clean files.</param>
    /// <param name="keyColumns">Equal in these, or null: equal in the row hash.</param>
    /// <param name="target">The folder to write; must not exist.</param>
    /// <param name="cancellationToken">Interrupts Spark.</param>
    public static async Task WriteLosersAsync(
        SparkSession session, IReadOnlyList<string> files, IReadOnlyList<string>? keyColumns, string target, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = keyColumns ?? ["_hash_hi", "_hash_lo"];
        var clean = session.Read().Parquet([.. files.Select(SparkPath.Of)]);
        CheckKeys(await clean.SchemaAsync(cancellationToken), names);
        Column[] keys = [.. names.Select(name => Col(SparkPath.Column(name)))];
        var present = keys.Select(key => key.IsNotNull()).Aggregate((left, right) => left.And(right));
        var order = Millrace.Spark.Sql.Expressions.Window.PartitionBy(keys).OrderBy("_hash_hi", "_hash_lo", "_source_file", "_source_row");
        var losers = clean.Join(Repeated(clean.Where(present), keys), names, "left_semi")
            .WithColumn(Place, RowNumber().Over(order))
            .Where(Col(Place).Gt(1))
            .Select("_source_file", "_source_row");
        await losers.Write().Format("parquet").SaveAsync(target, cancellationToken);
    }

    private static DataFrame Repeated(DataFrame present, Column[] keys) =>
        present.GroupBy(keys).Agg(Functions.Count(Lit(1)).As(Count)).Where(Col(Count).Gt(1)).Select(keys);

    private static void CheckKeys(StructType schema, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (schema.Fields[schema.IndexOf(name)].DataType is FloatType or DoubleType)
            {
                throw new EngineException("duplicate removal", 0, $"key column {name} is floating point; name columns whose equality is exact");
            }
        }
    }
}
