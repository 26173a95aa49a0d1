using Millrace.Jobs.Cluster.Through;
using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>A row that Spark sends names its file by a hash, which has to be what Spark computes; and what is covered is not read again.</summary>
public class SourceAddressTests(SparkFixture spark)
{
    [Theory]
    [InlineData("")]
    [InlineData("file:/data/borough=none/d e%20{f}.parquet")]
    [InlineData("file:///data/ä/€/part-0.parquet")]
    [InlineData("a text of more than thirty-two bytes, so that the four lanes run")]
    public async Task The_hash_is_Sparks(string address)
    {
        await using var session = await SparkSession.ConnectAsync((await spark.ServerAsync()).Url, null, null, TestContext.Current.CancellationToken);
        var row = await session.Range(0, 1, 1, 1).Select(XXHash64(Lit(address))).FirstAsync(TestContext.Current.CancellationToken);

        Assert.Equal(row!.GetAs<long>(0), SourceAddress.HashOf(address));
    }

    [Fact]
    public void Neighbouring_rows_join_and_the_rest_is_a_condition()
    {
        var covered = Coverage.Of([Report(new CoveredRows(7, 0, 100, 50), new CoveredRows(7, 0, 0, 100)), Report(new CoveredRows(-3, 1, 10, 5))]);

        Assert.Equal("0:0+150;1:10+5", covered.Text);
        Assert.True(covered.IsWhole(TableSurvey.FileOf("a", 0, 1, default) with { Rows = 150 }));
        Assert.False(covered.IsWhole(TableSurvey.FileOf("a", 1, 1, default) with { Rows = 150 }));
        Assert.Equal(
            "NOT ((file = -3L AND row >= 10L AND row < 15L))",
            covered.Remaining([TableSurvey.FileOf("a", 1, 1, default)], "file", "row"));
        Assert.Null(covered.Remaining([TableSurvey.FileOf("a", 2, 1, default)], "file", "row"));
    }

    private static Millrace.Jobs.Cluster.ShareReport Report(params CoveredRows[] rows) => new()
    {
        Label = "label",
        Attempt = "attempt",
        Files = [],
        Rows = rows.Sum(range => range.Count),
        Host = "host",
        ProcessId = 1,
        Covered = rows,
    };
}
