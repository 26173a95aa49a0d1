namespace Millrace.Spark.Sql;

/// <summary>
/// Functions that give a table, as <c>spark.tvf</c> has them: a <see cref="DataFrame"/> of its own, or the right side of
/// <see cref="DataFrame.LateralJoin"/>, where the arguments may be columns of the left side. Immutable and thread-safe.
/// </summary>
public sealed class TableValuedFunction
{
    private readonly SparkSession _session;

    internal TableValuedFunction(SparkSession session) => _session = session;

    /// <summary>The numbers from 0 to below <paramref name="end"/> in the column <c>id</c>.</summary>
    public DataFrame Range(long end) => _session.Range(end);

    /// <summary>The numbers from a first to below a last in the column <c>id</c>.</summary>
    public DataFrame Range(long start, long end) => _session.Range(start, end);

    /// <summary>Every so-manyth number from a first to below a last in the column <c>id</c>.</summary>
    public DataFrame Range(long start, long end, long step) => _session.Range(start, end, step);

    /// <summary>As <see cref="Range(long, long, long)"/>, in a number of partitions.</summary>
    public DataFrame Range(long start, long end, long step, int numPartitions) => _session.Range(start, end, step, numPartitions);

    /// <summary>A row for each element of an array (<c>col</c>) or entry of a map (<c>key</c>, <c>value</c>).</summary>
    public DataFrame Explode(Column collection) => _session.TableFunction("explode", collection);

    /// <summary>A row for each element of an array or entry of a map, or one of nulls if there are none.</summary>
    public DataFrame ExplodeOuter(Column collection) => _session.TableFunction("explode_outer", collection);

    /// <summary>A row for each element of an array or entry of a map, its position (<c>pos</c>) before it.</summary>
    public DataFrame PosExplode(Column collection) => _session.TableFunction("posexplode", collection);

    /// <summary>A row for each element of an array or entry of a map, its position before it, or one of nulls if there are none.</summary>
    public DataFrame PosExplodeOuter(Column collection) => _session.TableFunction("posexplode_outer", collection);

    /// <summary>A row for each struct of an array, a column for each of its fields.</summary>
    public DataFrame Inline(Column input) => _session.TableFunction("inline", input);

    /// <summary>A row for each struct of an array, or one of nulls if there are none.</summary>
    public DataFrame InlineOuter(Column input) => _session.TableFunction("inline_outer", input);

    /// <summary>One row with the fields of a JSON text (<c>c0</c>, <c>c1</c>, …).</summary>
    public DataFrame JsonTuple(Column input, params Column[] fields) => _session.TableFunction("json_tuple", [input, .. fields]);

    /// <summary>Values dealt into <paramref name="n"/> rows (<c>col0</c>, <c>col1</c>, …).</summary>
    public DataFrame Stack(Column n, params Column[] fields) => _session.TableFunction("stack", [n, .. fields]);

    /// <summary>The collations that this Spark knows.</summary>
    public DataFrame Collations() => _session.TableFunction("collations");

    /// <summary>The keywords of SQL, and which of them are reserved.</summary>
    public DataFrame SqlKeywords() => _session.TableFunction("sql_keywords");

    /// <summary>A row for each part of a variant (<c>pos</c>, <c>key</c>, <c>value</c>).</summary>
    public DataFrame VariantExplode(Column input) => _session.TableFunction("variant_explode", input);

    /// <summary>A row for each part of a variant, or one of nulls if there are none.</summary>
    public DataFrame VariantExplodeOuter(Column input) => _session.TableFunction("variant_explode_outer", input);
}
