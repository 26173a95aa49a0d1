using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.WorkerApp;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Worker;

/// <summary>Functions of columns, of groups and of groups' columns inside the executors of a real Spark.</summary>
public class EvaluationTests(SparkFixture spark)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_registered_function_of_columns_is_called_with_its_settings_also_on_its_own_result()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        Column Add(long amount, Column column) => session.ColumnFunction("add", new AddSettings(amount), new LongType(), column);
        Row row = (await session.Range(0, 1000, 1, 2)
            .Select(Add(1, Add(10, Col("id"))).As("a"), Add(5, Col("id")).As("b"))
            .Agg(Sum("a"), Sum("b")).FirstAsync(Token))!;
        Assert.Equal((499_500L + 11_000, 499_500L + 5_000), (row.GetAs<long>(0), row.GetAs<long>(1)));
    }

    [Fact]
    public async Task A_registered_aggregate_gives_a_value_a_group_also_without_keys()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        DataFrame rows = session.Range(0, 100, 1, 2).WithColumn("k", Col("id").Mod(3L));
        Column Spread(string column) => session.AggregateFunction("spread", new LongType(), Col(column));
        var groups = await rows.GroupBy("k").Agg(Spread("id").As("s"), Spread("k").As("t")).OrderBy("k").CollectAsync(Token);
        Assert.Equal([(0L, 99L, 0L), (1L, 96L, 0L), (2L, 96L, 0L)], groups.Select(static r => (r.GetAs<long>(0), r.GetAs<long>(1), r.GetAs<long>(2))));
        Assert.Equal(99L, (await rows.Agg(Spread("id")).FirstAsync(Token))!.GetAs<long>(0));
    }

    [Fact]
    public async Task Groups_go_through_an_operator_with_their_key()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        var output = new StructType([new StructField("key", new LongType()), new StructField("count", new LongType())]);
        DataFrame counted = session.Range(0, 30_000, 1, 2).WithColumn("k", Col("id").Mod(4L)).Filter("k != 3 OR id < 100").GroupBy("k").MapGroups("count-groups", 10, output);
        var rows = await counted.OrderBy("key").CollectAsync(Token);
        Assert.Equal([(0L, 75_000L), (1L, 75_000L), (2L, 75_000L), (3L, 250L)], rows.Select(static r => (r.GetAs<long>(0), r.GetAs<long>(1))));
    }

    [Fact]
    public async Task A_lambda_gets_a_group_as_one_batch()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        DataFrame input = session.Range(0, 100, 1, 2).WithColumn("k", Col("id").Mod(4L));
        Assert.Equal(4, await input.GroupBy("k").Apply(input.Schema(), TestFunctions.FirstRow).CountAsync(Token));
    }

    [Fact]
    public async Task Lambdas_and_marked_methods_compute_columns()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        Func<Column, Column> plusOne = Udf(TestFunctions.PlusOne);
        Func<Column, Column, Column> describe = Udf(TestFunctions.Describe);
        Func<Column, Column> halved = Udf<double, double>(TestFunctions.Halved);
        Func<Column, Column, Column> multiply = ArrowFunctions.VectorUdf(TestFunctions.Multiply);
        Func<Column, Column> pair = Udf(TestFunctions.Pair(TestFunctions.PairType), TestFunctions.PairType);
        Column maybe = When(Col("id") != 2L, Col("id"));
        var rows = await session.Range(1, 4, 1, 1).Select(
            plusOne(plusOne(maybe)), describe(maybe, Lit("x")), halved(Col("id").Cast("double")),
            multiply(Col("id").Cast("double"), Lit(1.5)), pair(Col("id"))).CollectAsync(Token);
        Assert.Equal([3L, null, 5L], rows.Select(static r => r.Get(0)));
        Assert.Equal(["1:x", "none:x", "3:x"], rows.Select(static r => r.GetAs<string>(1)));
        Assert.Equal([0.5, 1, 1.5], rows.Select(static r => r.GetAs<double>(2)));
        Assert.Equal([1.5, 3, 4.5], rows.Select(static r => r.GetAs<double>(3)));
        Assert.Equal(["n1", "n2", "n3"], rows.Select(static r => r.GetAs<Row>(4).GetAs<string>("name")));
    }

    [Fact]
    public async Task SQL_calls_functions_by_the_names_they_were_given()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        session.Udf().Register("plus_one", TestFunctions.PlusOne);
        session.Udf().RegisterVector("multiply", TestFunctions.Multiply);
        await session.Udf().RegisterColumnFunctionAsync("add_five", "add", new AddSettings(5), new LongType(), Token);
        await session.Udf().RegisterAggregateFunctionAsync("spread", "spread", new LongType(), Token);
        DataFrame query = await session.SqlAsync(
            "SELECT k, spread(v), spread(bigint(w)) FROM (SELECT id % 2 AS k, plus_one(add_five(id)) AS v, multiply(double(id), 2D) AS w FROM range(10)) GROUP BY k ORDER BY k", Token);
        var rows = await query.CollectAsync(Token);
        Assert.Equal([(0L, 8L, 16L), (1L, 8L, 16L)], rows.Select(static r => (r.GetAs<long>(0), r.GetAs<long>(1), r.GetAs<long>(2))));
    }

    [Fact]
    public async Task A_method_of_another_assembly_is_refused_by_the_driver_where_it_is_named_and_else_by_the_worker()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        Func<long, long> stranger = static x => x - 1;
        Assert.Throws<CommandRefusedException>(() => session.Udf().Register("stranger", stranger));
        var failure = await Assert.ThrowsAsync<ExecutorFunctionException>(() => session.Range(1).Select(Udf(stranger)(Col("id"))).CollectAsync(Token));
        Assert.Equal(ExecutorFailureKind.Refused, failure.Failure?.Kind);
    }
}
