using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Tests.Worker;

/// <summary>The property that whatever goes into an identity operator comes out of it.</summary>
internal static class UnchangedRows
{
    public static async Task CheckAsync(SparkSession session, IEnumerable<int> seeds)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        // Spark refuses the type time unless it is switched on, and takes it in functions all the same then.
        await session.Conf().SetAsync("spark.sql.timeType.enabled", "true", token);
        foreach (int seed in seeds)
        {
            var random = new RandomRows(seed);
            StructType schema = random.Schema();
            List<GenericRow> rows = random.Rows(schema, seed % 5 == 0 ? 1 : seed % 37);
            DataFrame input = await session.CreateDataFrameAsync(rows, schema, token);
            IReadOnlyList<Row> back = await input.MapBatches("identity", schema).CollectAsync(token);
            IReadOnlyList<Row> direct = await input.CollectAsync(token);
            Assert.True(direct.SequenceEqual(back), $"seed {seed}, {schema.SimpleString}");
        }
    }
}
