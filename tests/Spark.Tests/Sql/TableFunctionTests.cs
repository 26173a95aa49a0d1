using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Sql;

/// <summary>Every function that gives a table, against the same call in SQL.</summary>
public sealed class TableFunctionTests(SparkFixture spark)
{
    private static readonly (Func<TableValuedFunction, DataFrame> Call, string Sql)[] Calls =
    [
        (static tvf => tvf.Range(3), "range(3)"), (static tvf => tvf.Range(1, 4), "range(1, 4)"), (static tvf => tvf.Range(1, 9, 3), "range(1, 9, 3)"),
        (static tvf => tvf.Range(1, 9, 3, 2), "range(1, 9, 3, 2)"),
        (static tvf => tvf.Explode(Array(Lit(1), Lit(2))), "explode(array(1, 2))"), (static tvf => tvf.Explode(Map(Lit("a"), Lit(1))), "explode(map('a', 1))"),
        (static tvf => tvf.ExplodeOuter(Expr("CAST(array() AS array<int>)")), "explode_outer(CAST(array() AS array<int>))"),
        (static tvf => tvf.PosExplode(Array(Lit("x"), Lit("y"))), "posexplode(array('x', 'y'))"),
        (static tvf => tvf.PosExplodeOuter(Expr("CAST(array() AS array<int>)")), "posexplode_outer(CAST(array() AS array<int>))"),
        (static tvf => tvf.Inline(Expr("array(struct(1, 'a'), struct(2, 'b'))")), "inline(array(struct(1, 'a'), struct(2, 'b')))"),
        (static tvf => tvf.InlineOuter(Expr("array(struct(1, 'a'), struct(2, 'b'))")), "inline_outer(array(struct(1, 'a'), struct(2, 'b')))"),
        (static tvf => tvf.JsonTuple(Lit("{\"a\":1,\"b\":\"x\"}"), Lit("b"), Lit("a")), "json_tuple('{\"a\":1,\"b\":\"x\"}', 'b', 'a')"),
        (static tvf => tvf.Stack(Lit(2), Lit(1), Lit(2), Lit(3)), "stack(2, 1, 2, 3)"),
        (static tvf => tvf.Collations(), "collations()"), (static tvf => tvf.SqlKeywords(), "sql_keywords()"),
        (static tvf => tvf.VariantExplode(ParseJson(Lit("[1, \"x\"]"))), "variant_explode(parse_json('[1, \"x\"]'))"),
        (static tvf => tvf.VariantExplode(ParseJson(Lit("{\"k\":true}"))), "variant_explode(parse_json('{\"k\":true}'))"),
        (static tvf => tvf.VariantExplodeOuter(ParseJson(Lit("7"))), "variant_explode_outer(parse_json('7'))"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_function_gives_the_table_that_its_SQL_gives()
    {
        await using SparkSession session = await spark.SessionAsync();
        foreach ((Func<TableValuedFunction, DataFrame> call, string sql) in Calls)
        {
            IReadOnlyList<Row> expected = await (await session.SqlAsync("SELECT * FROM " + sql, Token)).CollectAsync(Token);
            DataFrame table = call(session.Tvf());
            IReadOnlyList<Row> rows = await table.CollectAsync(Token);
            Assert.NotEmpty(expected);
            Assert.Equal(expected[0].Schema.Fields.Select(static field => field.Name), (await table.SchemaAsync(Token)).Fields.Select(static field => field.Name));
            Assert.True(
                rows.Count == expected.Count && rows.Zip(expected).All(static pair => ClrTypes.ValuesEqual(pair.First.Values, pair.Second.Values)),
                $"{sql}: {string.Join(" ", rows)} instead of {string.Join(" ", expected)}");
        }
    }

    [Fact]
    public void Every_member_is_called()
    {
        string[] members = [.. typeof(TableValuedFunction).GetMethods().Where(static method => method.DeclaringType == typeof(TableValuedFunction)).Select(static method => method.Name).Distinct()];
        var called = Calls.Select(static one => one.Sql[..one.Sql.IndexOf('(', StringComparison.Ordinal)].Replace("_", "", StringComparison.Ordinal));
        Assert.Empty(members.Except(called, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Parts_of_a_variant_stand_beside_their_row()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame rows = session.Sql("SELECT id, parse_json(concat('[', id, ', 10]')) AS v FROM range(2)");
        DataFrame parts = rows.LateralJoin(session.Tvf().VariantExplode(Col("v"))).Select(Col("id"), Col("pos"), Col("value").Cast("int").As("value")).OrderBy("id", "pos");
        Assert.Equal(["[0,0,0]", "[0,1,10]", "[1,0,1]", "[1,1,10]"], (await parts.CollectAsync(Token)).Select(static row => row.ToString()));
    }
}
