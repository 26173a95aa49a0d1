using Apache.Arrow;
using Millrace.Spark.Connect;

namespace Millrace.Spark.Tests.Connect;

public class FirstQueryTests(SparkFixture spark)
{
    [Fact]
    public async Task Select_one_gives_one_arrow_row()
    {
        await using ConnectClient client = await spark.ClientAsync();
        var plan = new Protos.Plan { Root = new Protos.Relation { Sql = new Protos.SQL { Query = "SELECT 1 AS one, 'x' AS x" } } };
        await using var reader = new ResultReader(client, client.Execute(plan));
        var rows = new List<(int?, string)>();
        await foreach (RecordBatch batch in reader.ReadBatchesAsync(TestContext.Current.CancellationToken))
        {
            rows.Add((((Int32Array)batch.Column(0)).GetValue(0), ((StringArray)batch.Column(1)).GetString(0)));
        }

        Assert.Equal([(1, "x")], rows);
        Assert.Equal("one", reader.Schema!.Struct.Fields[0].Name);
        await client.ReleaseSessionAsync(TestContext.Current.CancellationToken);
    }
}
