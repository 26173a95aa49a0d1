// A program as a user of Microsoft.Spark writes it: lambdas that run in executors. Under that package only these lines are others:
//   using Microsoft.Spark.Sql;
//   using static Microsoft.Spark.Sql.Functions;
using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace LetterGrades;

internal static class Program
{
    private static void Main(string[] args)
    {
        SparkSession spark = SparkSession.Builder().AppName("letter-grades").GetOrCreate();
        DataFrame marks = spark.Read().Option("header", true).Schema("name STRING, points DOUBLE").Csv(args[0]);
        Func<Column, Column> grade = Udf<double, string>(points => points >= 90 ? "A" : points >= 75 ? "B" : "C");
        Func<Column, Column, Column> label = Udf<string, string, string>((name, letter) => $"{name.Trim().ToUpperInvariant()}={letter}");
        spark.Udf().Register<string, int>("letters", name => name.Trim().Length);
        DataFrame graded = marks.WithColumn("grade", grade(Col("points"))).WithColumn("label", label(Col("name"), Col("grade")));
        graded.CreateOrReplaceTempView("graded");
        foreach (Row row in spark.Sql("SELECT label, letters(name) AS letters FROM graded ORDER BY label").Collect())
        {
            Console.WriteLine($"{row.GetAs<string>("label")} {row.GetAs<int>("letters")}");
        }

        spark.Stop();
    }
}
