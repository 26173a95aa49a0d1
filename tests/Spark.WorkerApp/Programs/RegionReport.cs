// A program as a user of Microsoft.Spark writes it: SQL functions, grouping, windows. Under that package only these lines are others:
//   using Microsoft.Spark.Sql;
//   using Microsoft.Spark.Sql.Expressions;
//   using static Microsoft.Spark.Sql.Functions;
//   using Window = Microsoft.Spark.Sql.Expressions.Window;
using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Expressions;
using static Millrace.Spark.Sql.Functions;
using Window = Millrace.Spark.Sql.Expressions.Window;

namespace Millrace.Spark.WorkerApp.Programs;

internal static class RegionReport
{
    /// <summary>Reads sales (CSV with a header), writes each region's months with running total, change and rank as JSON lines.</summary>
    public static void Run(string[] args)
    {
        SparkSession spark = SparkSession.Builder().AppName("region-report").GetOrCreate();
        DataFrame sales = spark.Read().Option("header", true).Option("inferSchema", true).Csv(args[0]);
        DataFrame months = sales
            .Filter(Col("units") > 0 & Col("region").IsNotNull())
            .WithColumn("month", DateTrunc("month", Col("day")))
            .WithColumn("value", Col("units") * Col("price"))
            .GroupBy("region", "month")
            .Agg(Sum("value").Alias("value"), CountDistinct("customer").Alias("customers"), Max(Upper(Col("customer"))).Alias("last_customer"));
        WindowSpec regionByMonth = Window.PartitionBy("region").OrderBy("month");
        WindowSpec monthByValue = Window.PartitionBy("month").OrderBy(Col("value").Desc(), Col("region"));
        DataFrame report = months
            .WithColumn("running", Sum("value").Over(regionByMonth.RowsBetween(Window.UnboundedPreceding, Window.CurrentRow)))
            .WithColumn("change", Col("value") - Lag("value", 1).Over(regionByMonth))
            .WithColumn("rank", Rank().Over(monthByValue))
            .WithColumn("size", When(Col("value") >= 100, "large").Otherwise("small"))
            .WithColumn("month", DateFormat(Col("month"), "yyyy-MM"));
        report.CreateOrReplaceTempView("report");
        spark.Sql("SELECT region, month, value, customers, last_customer, running, change, rank, size FROM report ORDER BY region, month")
            .Coalesce(1)
            .Write()
            .Mode("overwrite")
            .Json(args[1]);
        foreach (Row row in report.GroupBy("size").Count().OrderBy("size").Collect())
        {
            System.Console.WriteLine($"{row.GetAs<string>("size")}: {row.GetAs<long>("count")}");
        }

        spark.Stop();
    }
}
