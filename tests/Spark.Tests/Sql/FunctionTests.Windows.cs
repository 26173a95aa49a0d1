using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;
using Expressions = Millrace.Spark.Sql.Expressions;

namespace Millrace.Spark.Tests.Sql;

/// <content>Aggregate functions over windows. Which functions are aggregates says Spark itself: the class in their description, or the end of their name.</content>
public partial class FunctionTests
{
    private const string AggregateClass = "Class: org.apache.spark.sql.catalyst.expressions.aggregate.";

    /// <summary>A window of all rows, and one that grows row by row.</summary>
    private static readonly (Expressions.WindowSpec Window, string Sql)[] Frames =
    [
        (Expressions.Window.PartitionBy(Lit("all")), "(PARTITION BY 'all')"),
        (Expressions.Window.OrderBy(Lit("all")).RowsBetween(Expressions.Window.UnboundedPreceding, Expressions.Window.CurrentRow),
            "(ORDER BY 'all' ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"),
    ];

    [Fact]
    public async Task Every_aggregate_function_over_a_window_gives_what_its_SQL_gives()
    {
        await using SparkSession session = await spark.SessionAsync();
        await session.Conf().SetAsync("spark.sql.codegen.wholeStage", "false", Token); // compiling would take most of the time of so small queries
        HashSet<string> aggregates = [];
        foreach (string name in FunctionList().Intersect(await KnownAsync(session)))
        {
            if (name.EndsWith("_agg", StringComparison.Ordinal) || (await DescriptionAsync(session, name)).Contains(AggregateClass, StringComparison.Ordinal))
            {
                aggregates.Add(name);
            }
        }

        Assert.True(aggregates.Count > 70, $"only {aggregates.Count} aggregate functions are known");
        Example[] calls = [.. (await ExamplesAsync(session)).Concat(CallsWithoutExample()).Where(call => aggregates.Contains(call.Name))];
        List<string> faults = [.. aggregates.Except(calls.Select(static call => call.Name)).Select(static name => $"no test calls {name}")], refused = [];
        foreach (IGrouping<string, Example> group in calls.GroupBy(static call => call.From))
        {
            await CompareAsync(session, [.. group.SelectMany(Over)], faults, refused: refused);
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));

        // What Spark refuses over a window (the median over a growing one, say) it has refused in SQL too, and it may be a few only.
        Assert.True(refused.Count <= calls.Length / 10, $"of {2 * calls.Length} calls Spark refuses\n{string.Join("\n", refused)}");
    }

    private static IEnumerable<Example> Over(Example call) => Frames.Select(frame =>
        new Example(call.Name, $"{call.Sql} OVER {frame.Sql}", call.From, call.Wrapped.Over(frame.Window)));

    private static IEnumerable<Example> CallsWithoutExample() => FunctionsWithoutExample.Calls
        .Select(static call => new Example(call.Sql[..call.Sql.IndexOf('(', StringComparison.Ordinal)], call.Sql, call.From, call.Call));
}
