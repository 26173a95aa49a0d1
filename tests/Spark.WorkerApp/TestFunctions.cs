using Apache.Arrow;
using Millrace.Spark.Sql;
using Millrace.Spark.Worker;

namespace Millrace.Spark.WorkerApp;

/// <summary>Functions written in place, as an application would write them.</summary>
public static class TestFunctions
{
    public static Func<long, long> PlusOne { get; } = static x => x + 1;

    public static Func<long?, string, string> Describe { get; } = static (number, text) => $"{number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}:{text ?? "null"}";

    public static Func<DoubleArray, DoubleArray, DoubleArray> Multiply { get; } = static (a, b) =>
    {
        var product = new DoubleArray.Builder().Reserve(a.Length);
        for (var row = 0; row < a.Length; row++)
        {
            product.Append(a.GetValue(row) * b.GetValue(row));
        }

        return product.Build();
    };

    public static Func<long, Row> Pair(Millrace.Spark.Sql.Types.StructType type)
    {
        _ = type;
        return static x => new Row([x, "n" + x.ToString(System.Globalization.CultureInfo.InvariantCulture)], PairType);
    }

    public static Millrace.Spark.Sql.Types.StructType PairType { get; } = new([
        new("number", new Millrace.Spark.Sql.Types.LongType()), new("name", new Millrace.Spark.Sql.Types.StringType())]);

    public static Func<RecordBatch, RecordBatch> FirstRow { get; } = static group => group.Slice(0, 1);

    public static Func<long, long> Adds(long captured) => x => x + captured;

    public static Func<object, long> TakesAnything { get; } = static x => x.GetHashCode();

    [ExecutorFunction]
    public static double Halved(double x) => x / 2;

    public static double NotMarked(double x) => x / 3;
}
