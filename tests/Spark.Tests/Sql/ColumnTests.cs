using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Sql;

/// <summary>Each operation of a column gives what its SQL gives.</summary>
public class ColumnTests(SparkFixture spark)
{
    private const string Input =
        "SELECT 7 AS a, 2 AS b, CAST(NULL AS INT) AS n, 2.5D AS d, 'Spark' AS s, array(1, 2) AS xs, map('k', 9) AS m, named_struct('x', 1, 'y', 'two') AS r, true AS t, false AS f";

    private static readonly (Column Call, string Sql)[] Calls =
    [
        (Col("a").Plus(1), "a + 1"), (Col("a").Minus(Col("b")), "a - b"), (Col("a").Multiply(3), "a * 3"), (Col("a").Divide(Col("b")), "a / b"), (Col("a").Mod(Col("b")), "a % b"),
        (-Col("a"), "-a"), (Col("a").EqualTo(7), "a = 7"), (Col("a").NotEqual(7), "a != 7"), (Col("a").Gt(7), "a > 7"), (Col("a").Geq(7), "a >= 7"), (Col("a").Lt(7), "a < 7"),
        (Col("a").Leq(7), "a <= 7"), (Col("n").EqNullSafe(Col("a")), "n <=> a"), (Col("a").Between(2, 7), "a BETWEEN 2 AND 7"), (Col("n").IsNull(), "n IS NULL"),
        (Col("n").IsNotNull(), "n IS NOT NULL"), (Col("d").IsNaN(), "isnan(d)"), (Col("t").And(Col("f")), "t AND f"), (Col("t").Or(Col("f")), "t OR f"), (!Col("t"), "NOT t"),
        (Col("a").BitwiseAND(Col("b")), "a & b"), (Col("a").BitwiseOR(8), "a | 8"), (Col("a").BitwiseXOR(Col("b")), "a ^ b"), (Col("s").Like("%par_"), "s LIKE '%par_'"),
        (Col("s").ILike("SPARK"), "s ILIKE 'SPARK'"), (Col("s").RLike("^S.*k$"), "s RLIKE '^S.*k$'"), (Col("s").StartsWith("Sp"), "startswith(s, 'Sp')"),
        (Col("s").EndsWith("x"), "endswith(s, 'x')"), (Col("s").Contains("par"), "contains(s, 'par')"), (Col("s").SubStr(2, 3), "substr(s, 2, 3)"),
        (Col("s").SubStr(Col("b"), Col("b")), "substr(s, b, b)"), (Col("xs").GetItem(1), "xs[1]"), (Col("m").GetItem("k"), "m['k']"), (Col("r").GetField("y"), "r.y"),
        (Col("r").WithField("z", Lit(3)).GetField("z"), "3"), (Col("r").WithField("x", Lit(5)).DropFields("y"), "named_struct('x', 5)"), (Col("a").Cast("string"), "CAST(a AS STRING)"),
        (Col("s").TryCast("int"), "TRY_CAST(s AS INT)"), (Col("a").IsIn(1, 7), "a IN (1, 7)"), (Col("a").IsIn(1L, 2L), "a IN (1L, 2L)"), (Col("s").IsIn("Spark", "x"), "s IN ('Spark', 'x')"),
        (Col("t").IsIn(false), "t IN (false)"), (Col("d").IsIn(2.5, 3.5), "d IN (2.5D, 3.5D)"), (Col("a").Name("named"), "a"), (Col("a").As("other"), "a"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operation_gives_what_its_SQL_gives()
    {
        await using SparkSession session = await spark.SessionAsync();
        Row called = (await session.Sql(Input).Select([.. Calls.Select(static one => one.Call)]).FirstAsync(Token))!;
        Row expected = (await session.Sql($"SELECT {string.Join(", ", Calls.Select(static one => one.Sql))} FROM ({Input})").FirstAsync(Token))!;
        for (int index = 0; index < Calls.Length; index++)
        {
            Assert.True(ClrTypes.ValuesEqual(expected[index], called[index]), $"{Calls[index].Sql}: {called[index]} instead of {expected[index]}");
        }
    }

    [Fact]
    public async Task Orders_say_where_nulls_stand()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame rows = session.Sql("SELECT * FROM VALUES (2), (NULL), (1) AS t(v)");
        foreach ((Column order, string expected) in new[]
        {
            (Col("v").Asc(), "[null] [1] [2]"), (Col("v").AscNullsFirst(), "[null] [1] [2]"), (Col("v").AscNullsLast(), "[1] [2] [null]"),
            (Col("v").Desc(), "[2] [1] [null]"), (Col("v").DescNullsFirst(), "[null] [2] [1]"), (Col("v").DescNullsLast(), "[2] [1] [null]"),
        })
        {
            Assert.Equal(expected, string.Join(" ", (await rows.OrderBy(order).CollectAsync(Token)).Select(static row => row.ToString())));
        }
    }
}
